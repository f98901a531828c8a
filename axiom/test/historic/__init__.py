"""
Stores as older releases of an application left them, by Axiom's names.
"""
