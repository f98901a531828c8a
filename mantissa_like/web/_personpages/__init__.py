"""
What people see of a site as a whole.
"""
