"""
Moving what was committed from the write-ahead log into the database, in a thread.

SQLite would do so in the commit that finds the log too long, and wait for the disk there. The log begins anew
with the first transaction that finds nothing left in it, so whoever writes without a pause is held up for a
moment at last. Until then what they write is moved when it is as much again, not at each commit.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import apsw
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom._engine.connection import Connection
from axiom.errors import StoreBusy

if TYPE_CHECKING:
    from axiom.runtime import Runtime

__all__ = ["Checkpoints"]

_LONG = 1_000
_TOO_LONG = 4_000
_PATIENCE = 1.0


class Checkpoints:
    """
    Those of one store.
    """

    _log = Logger()

    def __init__(self, database: Path, runtime: Runtime) -> None:
        self._database, self._runtime = database, runtime
        self._underWay = False
        # How long the log was at the last one; 0 if it has begun anew, or that one failed.
        self._tried = 0

    def committed(self, pages: int) -> None:
        """
        Called after a commit.

        @param pages: how long the log is.
        """
        if pages < self._tried:
            self._tried = 0
        if pages >= self._tried + _LONG and not self._underWay:
            self._underWay, self._tried = True, pages
            self._runtime.inThread(_checkpoint, self._database).addErrback(self._failed).addBoth(self._ended)

    def _failed(self, failure: Failure) -> None:
        # The next commit tries again. Who is busy may well be at the same.
        self._tried = 0
        if not failure.check(StoreBusy, apsw.BusyError):
            self._log.warn(
                "the log of {database} stays as it is: {error}", database=self._database, error=failure.value
            )

    def _ended(self, _: object) -> None:
        self._underWay = False


def _checkpoint(database: Path) -> None:
    with closing(apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
        # Only reading tells the connection that there is a log.
        connection.pragma("schema_version")
        pages, moved = _move(connection)
        if pages >= _TOO_LONG and pages - moved < _LONG:
            with closing(Connection(database, patience=_PATIENCE)) as writer:
                writer.beginWriting()
                _move(connection)
                writer.rollback()


def _move(connection: apsw.Connection) -> tuple[int, int]:
    """
    Move what nobody needs in the log, waiting for nobody.

    @return: how many pages the log had, and how many of them are moved.
    """
    return connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
