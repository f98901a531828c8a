"""
What views work with.
"""
