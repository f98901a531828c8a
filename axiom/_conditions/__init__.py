"""
Conditions and orders of queries, and the SQL that they are.
"""
