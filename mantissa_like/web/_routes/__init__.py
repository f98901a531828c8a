"""
The addresses that are the site's own.
"""
