"""
The turnstile before a store's write lock: who waits for the lock waits alone.

SQLite lets whoever asks at the right moment have its lock, so that a process which writes without a pause
keeps it from the others. Here one process, or thread, at a time may ask. Who has just written finds the
turnstile taken by the one that waits, and comes after it. The kernel opens it when a process dies.
"""

from __future__ import annotations

import os
import time
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from pathlib import Path

from axiom.errors import StoreBusy

__all__ = ["Turnstile", "pause"]

_SHORTEST, _LONGEST = 0.0002, 0.005


def pause(turn: int) -> None:
    """
    Sleep before asking for a lock again: a moment at first, then longer.

    @param turn: how often that was done already.
    """
    time.sleep(min(_SHORTEST * (turn + 1), _LONGEST))


class Turnstile:
    """
    The one of a store's directory.
    """

    def __init__(self, directory: Path | None) -> None:
        """
        @param directory: one that all who open the store agree on, and that is locked for nothing else; None
            where nobody else can open it.
        """
        self._directory = directory
        self._descriptor: int | None = None

    def enter(self, deadline: float) -> None:
        """
        Become the one that may ask; L{leave} as soon as the lock is there.

        @param deadline: until when to wait, by C{time.monotonic}.
        @raise StoreBusy: others were there all the time.
        """
        if self._directory is None:
            return
        if self._descriptor is None:
            self._directory.mkdir(exist_ok=True)
            self._descriptor = os.open(self._directory, os.O_RDONLY | os.O_CLOEXEC)
        turn = 0
        while True:
            try:
                flock(self._descriptor, LOCK_EX | LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise StoreBusy("others wait for the write lock") from None
                pause(turn)
                turn += 1

    def leave(self) -> None:
        """
        Let the next one in.
        """
        if self._descriptor is not None:
            flock(self._descriptor, LOCK_UN)

    def close(self) -> None:
        """
        Give the directory back. Repeating it is safe.
        """
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
