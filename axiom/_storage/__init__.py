"""
What a store is made of: its items in memory, its changes, its transactions and its types.
"""
