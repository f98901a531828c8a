"""
Accounts, logins and the stores of users.
"""
