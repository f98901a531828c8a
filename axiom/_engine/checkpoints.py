"""
Moving what was committed from the write-ahead log into the database, in a thread.

SQLite would do so in the commit that finds the log too long, and wait for the disk there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import apsw
from twisted.logger import Logger
from twisted.python.failure import Failure

if TYPE_CHECKING:
    from axiom.runtime import Runtime

__all__ = ["Checkpoints"]

_LONG = 1000


class Checkpoints:
    """
    Those of one store.
    """

    _log = Logger()

    def __init__(self, database: Path, runtime: Runtime) -> None:
        self._database, self._runtime = database, runtime
        self._underWay = False

    def committed(self, pages: int) -> None:
        """
        Called after a commit.

        @param pages: how long the log is.
        """
        if pages >= _LONG and not self._underWay:
            self._underWay = True
            self._runtime.inThread(_checkpoint, self._database).addErrback(self._failed).addBoth(self._ended)

    def _failed(self, failure: Failure) -> None:
        # The next commit tries again.
        self._log.warn(
            "the log of {database} stays as it is: {error}", database=self._database, error=failure.value
        )

    def _ended(self, _: object) -> None:
        self._underWay = False


def _checkpoint(database: Path) -> None:
    connection = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        # Only reading tells the connection that there is a log.
        connection.pragma("schema_version")
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
    finally:
        connection.close()
