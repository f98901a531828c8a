"""
The turnstile before a store's write lock.

SQLite lets whoever asks at the right moment have its lock, so that processes which write without a pause can
keep it from another one for seconds. Here one that has waited for long closes the turnstile, until it has the
lock; whoever comes to write meanwhile waits behind it. The kernel opens it when a process dies.
"""

from __future__ import annotations

import os
import time
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN, flock
from pathlib import Path

from axiom.errors import StoreBusy

__all__ = ["Turnstile", "pause"]

_SHORTEST, _LONGEST = 0.0002, 0.001


def pause(turn: int) -> None:
    """
    Sleep before asking for a lock again: a moment at first, then longer.

    @param turn: how often that was done already.
    """
    time.sleep(min(_SHORTEST * (turn + 1), _LONGEST))


class Turnstile:
    """
    The one of a store's directory.

    @ivar isClosed: whether it was closed here.
    """

    def __init__(self, directory: Path | None) -> None:
        """
        @param directory: one that all who open the store agree on, and that is locked for nothing else; None
            where nobody else can open it.
        """
        self._directory = directory
        self._descriptor: int | None = None
        self.isClosed = False

    def enter(self, deadline: float) -> None:
        """
        Wait until it is open.

        @param deadline: until when, by C{time.monotonic}.
        @raise StoreBusy: it was closed all the time.
        """
        turn = 0
        while not self._lock(LOCK_SH):
            if time.monotonic() >= deadline:
                raise StoreBusy("others wait for the write lock")
            pause(turn)
            turn += 1
        self._unlock()

    def close(self) -> None:
        """
        Let nobody through, if nobody else closed it before; L{open} it when the write lock is there.
        """
        if not self.isClosed:
            self.isClosed = self._lock(LOCK_EX)

    def open(self) -> None:
        """
        Undo L{close}.
        """
        if self.isClosed:
            self._unlock()
            self.isClosed = False

    def _lock(self, kind: int) -> bool:
        descriptor = self._opened()
        if descriptor is None:
            return True
        try:
            flock(descriptor, kind | LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _opened(self) -> int | None:
        if self._descriptor is None and self._directory is not None:
            try:
                self._directory.mkdir(exist_ok=True)
                self._descriptor = os.open(self._directory, os.O_RDONLY | os.O_CLOEXEC)
            except OSError:
                # Whatever keeps the directory from being opened concerns the database too, which says so.
                self._directory = None
        return self._descriptor

    def _unlock(self) -> None:
        if self._descriptor is not None:
            flock(self._descriptor, LOCK_UN)

    def giveBack(self) -> None:
        """
        Give the directory back. Repeating it is safe.
        """
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
