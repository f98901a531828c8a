"""
Looking at a database without leaving a trace.

A database that nobody has open is read as a file that can't change; afterwards it is made sure that it did
not, else it is read again. One that is open elsewhere is read as SQLite does, of one moment, while others
write. Neither way writes, rolls back or checkpoints what a dead process left, or leaves files of its own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import apsw

from axiom.care.errors import UnfinishedTransaction
from axiom.database import databaseError
from axiom.errors import AxiomError, CannotOpenStore, StoreDamaged

__all__ = ["Footprint", "footprint", "isSettled", "look", "lookAtOwn", "openReadOnly"]

T = TypeVar("T")

Footprint = tuple[tuple[str, int, int, int], ...]
"""
Of each file of a database that has content: suffix, inode, bytes, and when it changed in nanoseconds.
"""

_PATIENCE = 5.0
_FLAGS = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
# No file system's clock ticks slower than this, in nanoseconds.
_TICK = 100_000_000


def footprint(database: Path) -> Footprint:
    """
    What the file system tells of the content of C{database}, where there is any.

    Every commit changes it, if it L{isSettled}.
    """
    found = []
    for suffix in ("", "-wal", "-journal"):
        try:
            status = os.stat(f"{database}{suffix}")
        except FileNotFoundError:
            continue
        if status.st_size:
            found.append((suffix, status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(found)


def isSettled(found: Footprint, now: int) -> bool:
    """
    Whether a change after C{now}, in nanoseconds since the epoch, would show in the footprint.
    """
    return all(changed < now - _TICK for *_, changed in found)


def look(
    database: Path,
    f: Callable[[apsw.Connection], T],
    now: Callable[[], int] = time.time_ns,
    patience: float = _PATIENCE,
) -> T:
    """
    Call C{f} with a connection that reads C{database}, in one transaction; again if somebody wrote meanwhile.

    @param now: nanoseconds since the epoch.
    @param patience: the seconds for which to wait for a lock.
    @raise StoreDamaged: it is no whole database.
    @raise StoreBusy: it is locked.
    @raise CannotOpenStore: it can't be read for another reason, or is not there.
    """
    _mustExist(database)
    before = footprint(database)
    if not _isOpen(database) and isSettled(before, now()):
        try:
            result = lookAtOwn(database, f)
        except AxiomError:
            if footprint(database) == before:
                raise
        else:
            if footprint(database) == before:
                return result
    # Whoever can only read leaves the shared memory of the log behind; whoever can write undoes the
    # transaction of a journal.
    how = "mode=ro" if os.path.exists(f"{database}-journal") else "mode=rw"
    return _call(f, database, how, patience)


def lookAtOwn(database: Path, f: Callable[[apsw.Connection], T]) -> T:
    """
    The same for a database of which nobody else knows.
    """
    return _call(f, database, "mode=ro&immutable=1")


def openReadOnly(database: Path) -> apsw.Connection:
    """
    A connection that always sees what is committed. The caller closes it; its errors are SQLite's.
    """
    _mustExist(database)
    return _connect(database, "mode=ro")


def _call(f: Callable[[apsw.Connection], T], database: Path, how: str, patience: float = _PATIENCE) -> T:
    try:
        with closing(_connect(database, how, patience)) as connection:
            connection.execute("PRAGMA query_only = ON; BEGIN")
            try:
                return f(connection)
            finally:
                if any(suffix == "-wal" for suffix, *_ in footprint(database)):
                    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    except apsw.ReadOnlyError as e:
        raise UnfinishedTransaction(f"{database} has the journal of a transaction that was cut off") from e
    except (apsw.Error, UnicodeDecodeError) as e:
        raise databaseError(e, str(database)) from e


def _connect(database: Path, how: str, patience: float = _PATIENCE) -> apsw.Connection:
    connection = apsw.Connection(f"file:{quote(os.fsencode(database))}?{how}", flags=_FLAGS)
    connection.set_busy_timeout(round(patience * 1000))
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _isOpen(database: Path) -> bool:
    # With either beside it somebody has it open, or died while he had.
    return os.path.exists(f"{database}-wal") or os.path.exists(f"{database}-journal")


def _mustExist(database: Path) -> None:
    if os.path.isfile(database):
        return
    if os.path.exists(f"{database}-wal"):
        raise StoreDamaged(f"{database} is missing, though its -wal file is there")
    raise CannotOpenStore(f"{database} is missing")
