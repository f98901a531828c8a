"""
Queries: what is looked for, and how results come.
"""
