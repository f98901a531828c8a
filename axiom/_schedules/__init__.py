"""
Timed events, and the schedulers that run them.
"""
