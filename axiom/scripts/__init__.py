"""
Programs on stores.
"""

__all__: list[str] = []
