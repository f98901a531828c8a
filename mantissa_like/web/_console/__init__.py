"""
The administrator's console.
"""
