"""
What can be wrong with a store rather than with what is done in it.
"""

from __future__ import annotations

from axiom.errors import DiskFailed, DiskFull, StoreBusy, StoreDamaged, StoreReadOnly, TransactionLost

__all__ = ["STORE_TROUBLES"]

STORE_TROUBLES = (DiskFailed, DiskFull, StoreBusy, StoreDamaged, StoreReadOnly, TransactionLost)
"""Errors after which the same may succeed later."""
