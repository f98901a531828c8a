"""
The states of an item.
"""

from __future__ import annotations

__all__ = ["DELETED", "NEW", "STORED"]

# In no store or not written yet; in the database; deleted.
NEW, STORED, DELETED = range(3)
