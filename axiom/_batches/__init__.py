"""
Batch processors, and the process that works for them.
"""
