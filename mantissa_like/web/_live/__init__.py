"""
Pages that follow their stores.
"""
