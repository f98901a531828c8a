"""
The process that L{axiom.testing.crash} starts: it reads what to do from its standard input.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any, NoReturn

import apsw
from twisted.python.reflect import namedAny

from axiom.testing._crashes import CrashPoint
from axiom.testing._disks import FailingDisk

__all__: list[str] = []


class _DeadlyDisk(FailingDisk):
    """
    A disk that ends the process when there is no room any more.
    """

    def refuse(self) -> NoReturn:
        _die()


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives that")


class _Watch:
    """
    What waits for the point.
    """

    def __init__(self, at: CrashPoint, store: str | None, number: int, disk: FailingDisk) -> None:
        self._at, self._store, self._left, self._disk = at, store, number, disk
        self._committing: object = None

    def install(self) -> None:
        """
        Watch all connections that are opened, and what is done to files.
        """
        if self._at is CrashPoint.BEFORE_FILE:
            sys.addaudithook(self._audit)
        else:
            apsw.connection_hooks.append(self._connected)

    def _reached(self) -> bool:
        self._left -= 1
        return not self._left

    def _connected(self, connection: apsw.Connection) -> None:
        if self._store in (None, os.path.dirname(os.path.realpath(connection.filename))):
            connection.set_commit_hook(lambda: self._commit(connection))
            connection.trace_v2(apsw.SQLITE_TRACE_PROFILE, self._ended)

    def _commit(self, connection: apsw.Connection) -> bool:
        if self._at is CrashPoint.AFTER_COMMIT:
            self._committing = connection
        elif self._reached():
            if self._at is CrashPoint.BEFORE_COMMIT:
                _die()
            self._disk.fill(connection.pragma("page_size") // 2)
        return False

    def _ended(self, event: dict[str, Any]) -> None:
        connection: apsw.Connection = event["connection"]
        if connection is self._committing and not connection.in_transaction:
            self._committing = None
            if self._reached():
                _die()

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "os.rename":
            target = os.path.realpath(os.fsdecode(arguments[1]))
            if (self._store is None or target.startswith(f"{self._store}{os.sep}")) and self._reached():
                _die()


def _main() -> None:
    task = json.load(sys.stdin)
    with _DeadlyDisk() as disk:
        _Watch(CrashPoint(task["at"]), task["store"], task["number"], disk).install()
        namedAny(task["f"])(*task["arguments"])


if __name__ == "__main__":
    _main()
