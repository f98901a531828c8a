"""
Logging in and out.
"""
