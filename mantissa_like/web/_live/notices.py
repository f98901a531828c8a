"""
Noticing that a store may have changed, whichever process wrote to it, without keeping it open.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from twisted.internet.interfaces import IReactorFDSet, IReactorTime
from twisted.internet.task import LoopingCall
from twisted.logger import Logger

from axiom.database import Inotify
from axiom.store import Store

__all__ = ["Notices"]

_INTERVAL = 0.05
_MOST_LOOKED_AT = 500
_DATABASE = "db.sqlite"

Mark = tuple[tuple[int, int] | None, ...]


class Notices:
    """
    Tells who follows a store that its files were written to.

    Where the system tells of that itself, nothing is done until it does. Elsewhere, and for what the system
    refuses to follow, the files are looked at: of very many stores, each less often.
    """

    _log = Logger()

    def __init__(self, clock: IReactorTime) -> None:
        """
        @param clock: of a reactor that can wait for files, or of another one.
        """
        self._clock = clock
        self._inotify: Inotify | None = None
        self._hasTried = False
        self._looked: dict[_Looked, None] = {}
        self._timer = LoopingCall(self._look)
        self._timer.clock = clock

    def follow(self, store: Store, f: Callable[[], object]) -> Callable[[], object]:
        """
        Call C{f} soon after every commit to C{store}, and perhaps when there was none. The store may be
        closed; nobody else follows it here.

        @return: ends that.
        """
        if store.dbdir is None:
            return store.onChange(lambda _: f()).stop
        path: str = store.dbdir.path
        inotify = self._start()
        if inotify is not None:
            try:
                return inotify.add(path, f)
            except OSError as e:
                self._log.warn("{path} has to be looked at: {error}", path=path, error=e)
        looked = _Looked(path, f)
        self._looked[looked] = None
        if not self._timer.running:
            self._timer.start(_INTERVAL, now=False)
        return lambda: self._forget(looked)

    def close(self) -> None:
        """
        Follow nothing any more. Repeating it is safe.
        """
        for looked in list(self._looked):
            self._forget(looked)
        if self._inotify is not None:
            self._inotify.close()
            self._inotify, self._hasTried = None, False

    def _start(self) -> Inotify | None:
        if not self._hasTried and IReactorFDSet.providedBy(self._clock):
            self._hasTried = True
            try:
                self._inotify = Inotify(self._clock)
            except OSError as e:
                self._log.warn("stores have to be looked at: {error}", error=e)
        return self._inotify

    def _look(self) -> None:
        for looked in list(self._looked)[:_MOST_LOOKED_AT]:
            # The first becomes the last.
            del self._looked[looked]
            self._looked[looked] = None
            looked.look()

    def _forget(self, looked: _Looked) -> None:
        with suppress(KeyError):
            del self._looked[looked]
        if not self._looked and self._timer.running:
            self._timer.stop()


class _Looked:
    """
    A store whose files are looked at.
    """

    def __init__(self, path: str, f: Callable[[], object]) -> None:
        self._files = [os.path.join(path, _DATABASE + suffix) for suffix in ("", "-wal")]
        self._f = f
        self._mark = self._find()

    def look(self) -> None:
        mark = self._find()
        if mark != self._mark:
            self._mark = mark
            self._f()

    def _find(self) -> Mark:
        return tuple(map(_markOf, self._files))


def _markOf(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
