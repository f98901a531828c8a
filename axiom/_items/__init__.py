"""
Items: their classes, their schemas and their powerups.
"""
