"""
Getting files of many stores onto the disk, in threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from axiom._engine.todisk import toDisk
from axiom.errors import DiskFailed

__all__ = ["DiskSync"]

_AT_ONCE = 4

InThread = Callable[..., Deferred[Any]]
_Waiting = dict[Path, list[Deferred[None]]]


class DiskSync:
    """
    What waits for the disk on behalf of all stores of a tree.

    Up to four threads do, no two of them for one file. What is asked for in one turn of the reactor is given
    to them when that is over, lest they contend with it, a fourth to each, since a disk synchronizes several
    files in little more time than one. While all work, requests gather, so that any number of waits for one
    file cost it one synchronization; a thread that is free takes its share of them.
    """

    def __init__(self, inThread: InThread, soon: Callable[[Callable[[], object]], object]) -> None:
        """
        @param inThread: calls a function in a thread; the result comes in this one.
        @param soon: calls a function when this turn of the reactor is over.
        """
        self._inThread, self._soon = inThread, soon
        self._waiting: _Waiting = {}
        # Of files that a thread is at, which may be too far to get what was written since.
        self._nextTime: _Waiting = {}
        self._busy = 0

    def sync(self, path: Path) -> Deferred[None]:
        """
        Get onto the disk what was written to a file so far, and its name in its directory.

        @param path: may not be there, and then is on the disk as far as it can be.
        @return: fires when it is there; with L{DiskFailed} if the disk refuses.
        """
        waiting: Deferred[None] = Deferred()
        if path in self._nextTime:
            self._nextTime[path].append(waiting)
        else:
            isFirst = not self._waiting
            self._waiting.setdefault(path, []).append(waiting)
            if isFirst:
                self._soon(self._work)
        return waiting

    def _work(self) -> None:
        share = -(-len(self._waiting) // _AT_ONCE)
        while self._waiting and self._busy < _AT_ONCE:
            batch = {path: self._waiting.pop(path) for path in list(islice(self._waiting, share))}
            self._nextTime.update((path, []) for path in batch)
            self._busy += 1
            self._give(batch)

    def _give(self, batch: _Waiting) -> None:
        def done(outcomes: list[DiskFailed | None]) -> None:
            self._end(batch)
            for waiting, outcome in zip(batch.values(), outcomes, strict=True):
                for each in waiting:
                    each.callback(None) if outcome is None else each.errback(Failure(outcome))

        def failed(failure: Failure) -> None:
            # There was no thread.
            self._end(batch)
            for waiting in batch.values():
                for each in waiting:
                    each.errback(failure)

        self._inThread(_syncAll, list(batch)).addCallbacks(done, failed)

    def _end(self, batch: Iterable[Path]) -> None:
        self._busy -= 1
        for path in batch:
            if waiting := self._nextTime.pop(path):
                self._waiting[path] = waiting
        self._work()


def _syncAll(paths: list[Path]) -> list[DiskFailed | None]:
    return [_outcome(path) for path in paths]


def _outcome(path: Path) -> DiskFailed | None:
    try:
        toDisk(path, os.fdatasync)
        toDisk(path.parent)
    except FileNotFoundError:
        return None
    except OSError as e:
        return DiskFailed(f"what was committed to {path} may not be on the disk: {e.strerror}")
    return None
