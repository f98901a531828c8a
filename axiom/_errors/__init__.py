"""
What can go wrong, by what it concerns.
"""
