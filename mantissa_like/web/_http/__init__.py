"""
HTTP itself: connections, requests, answers, static files and limits.
"""
