"""
Shared items by URL.
"""
