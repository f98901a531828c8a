"""
Who sends a request: cookies, sessions, and which forms are ours.
"""
