"""
Errors that are no fault of the code in which they come up: what failed with one is to be run again later.
"""

from __future__ import annotations

from axiom.errors import DiskFailed, DiskFull, StoreBusy, StoreDamaged, StoreReadOnly, TransactionLost

__all__ = ["TROUBLES"]

TROUBLES = (DiskFailed, DiskFull, StoreBusy, StoreDamaged, StoreReadOnly, TransactionLost)
