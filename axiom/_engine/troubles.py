"""
What comes up in the code of applications: its failures, and errors that are no fault of it.
"""

from __future__ import annotations

from axiom.errors import DiskFailed, DiskFull, StoreBusy, StoreDamaged, StoreReadOnly, TransactionLost

__all__ = ["FAILURES", "TROUBLES"]

TROUBLES = (DiskFailed, DiskFull, StoreBusy, StoreDamaged, StoreReadOnly, TransactionLost)
"""What failed with one of these is to be run again later."""

FAILURES = (Exception, SystemExit)
"""What else it may fail with. C{sys.exit()} there must not end what others rely on."""
