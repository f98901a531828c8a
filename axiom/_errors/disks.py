"""
What can go wrong between a store and the disk that it is on.
"""

from __future__ import annotations

from axiom._errors.root import AxiomError
from axiom._errors.stores import CannotOpenStore, DataIntegrityError

__all__ = ["DiskFailed", "DiskFull", "StoreDamaged", "StoreReadOnly"]


class DiskFull(AxiomError):
    """
    There is no room on the disk for what was to be written.
    """

    hint = "Make room on the disk and run it again; nothing was written."


class DiskFailed(AxiomError):
    """
    The disk refused to read or write, for another reason than L{DiskFull}.
    """

    hint = "See what the system's log says about the disk, and whether a quota is used up, and run it again."


class StoreReadOnly(AxiomError):
    """
    The database or its directory can't be written by this process.
    """

    hint = "Give the user of this process the right to write the store's directory and what is in it."


class StoreDamaged(CannotOpenStore, DataIntegrityError):
    """
    The files of the database are not whole: found when a store is opened, or in the middle of its use.
    """

    hint = "Keep a copy of the directory as it is, and restore the store from a backup."
