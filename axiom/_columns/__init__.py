"""
Columns: what an item's attributes are in Python and in SQL.
"""
