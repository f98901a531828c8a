"""
What SQLite's errors are called here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw

from axiom.errors import (
    AxiomError,
    CannotOpenStore,
    DiskFailed,
    DiskFull,
    NotUnique,
    SQLError,
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreReadOnly,
    TableAlreadyExists,
)

__all__ = ["ENGINE_ERRORS", "databaseError", "statementError"]

# Text that is not UTF-8 is nothing that a store wrote.
ENGINE_ERRORS = (apsw.Error, UnicodeDecodeError)


def statementError(error: Exception, name: str, sql: str, args: Sequence[Any]) -> AxiomError:
    """
    What to raise for a statement that failed.

    @param name: of the store.
    """
    if isinstance(error, (apsw.ConnectionClosedError, apsw.CursorClosedError)):
        return StoreClosed("the store is closed")
    if getattr(error, "extendedresult", None) == apsw.SQLITE_CONSTRAINT_UNIQUE:
        return NotUnique(sql, args, error)
    if isinstance(error, apsw.SQLError) and "already exists" in str(error):
        return TableAlreadyExists(sql, args, error)
    return _common(error, name) or SQLError(sql, args, error)


def databaseError(error: Exception, name: str) -> AxiomError:
    """
    What to raise for a database that can't be used at all.

    @param name: of the store, or the path of the file.
    """
    return _common(error, name) or CannotOpenStore(f"{name} can't be used: {error}")


def _common(error: Exception, name: str) -> AxiomError | None:
    if isinstance(error, (apsw.BusyError, apsw.LockedError)):
        return StoreBusy(f"{name} is locked by another process")
    # The memory that processes share for a log is a file, too.
    isUnshared = getattr(error, "extendedresult", None) == apsw.SQLITE_IOERR_SHMSIZE
    if isinstance(error, apsw.FullError) or isUnshared:
        return DiskFull(f"there is no room on the disk for {name}")
    if isinstance(error, apsw.ReadOnlyError):
        return StoreReadOnly(f"{name} can't be written")
    if isinstance(error, apsw.NotADBError):
        return StoreDamaged(f"{name} is not an SQLite database")
    if isinstance(error, (apsw.CorruptError, UnicodeDecodeError)):
        return StoreDamaged(f"{name} is damaged: {error}")
    if isinstance(error, apsw.IOError):
        return DiskFailed(f"the disk with {name} failed: {error}")
    return None
