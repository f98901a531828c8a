"""
What people share, and what is shared with them.
"""
