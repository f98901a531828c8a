"""
Upgrades of stored items to the versions of their classes.
"""
