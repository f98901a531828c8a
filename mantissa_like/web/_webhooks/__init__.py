"""
What other servers call: outcomes of operations that are decided elsewhere.
"""
