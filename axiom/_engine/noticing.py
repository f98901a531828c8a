"""
Noticing what others write into a store.

Where the system tells of files that are written to, nothing is done until it does. Elsewhere, the store is
looked at all the time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from twisted.internet.interfaces import IDelayedCall, IReactorFDSet, IReactorTime
from twisted.logger import Logger

from axiom._engine.inotify import Inotify
from axiom._engine.polling import Look, Polling

__all__ = ["Noticing"]

# When a store is looked at after its files were written to: a commit is seen in them before it is one, long
# before where it waits for a slow disk.
_DELAYS = (0.002, 0.02, 0.2, 2.0, 10.0)


class Noticing:
    """
    Calls what was added soon after a commit, and perhaps when there was none.
    """

    _log = Logger()

    def __init__(self, clock: Callable[[], IReactorTime]) -> None:
        """
        @param clock: asked for when the first is added; where it is a reactor, the system tells of files.
        """
        self._clock = clock
        self._polling = Polling(clock)
        self._inotify: Inotify | None = None
        self._hasTried = False
        self._noticed: dict[Look, _Noticed] = {}

    def add(self, look: Look, directory: str) -> None:
        """
        Call C{look} from now on. What it raises is logged, once until it succeeds again.

        @param directory: of the files.
        """
        clock = self._clock()
        inotify = self._start(clock)
        if inotify is not None:
            noticed = _Noticed(clock, partial(self._polling.call, look))
            try:
                noticed.stop = inotify.add(directory, noticed.notice)
            except OSError as e:
                self._log.warn("{path} has to be looked at: {error}", path=directory, error=e)
            else:
                self._noticed[look] = noticed
                return
        self._polling.add(look)

    def remove(self, look: Look) -> None:
        """
        Undo L{add}.
        """
        noticed = self._noticed.pop(look, None)
        if noticed is None:
            self._polling.remove(look)
            return
        noticed.end()
        self._polling.forget(look)
        if not self._noticed and self._inotify is not None:
            self._inotify.close()
            self._inotify, self._hasTried = None, False

    def _start(self, clock: IReactorTime) -> Inotify | None:
        if not self._hasTried and IReactorFDSet.providedBy(clock):
            self._hasTried = True
            try:
                self._inotify = Inotify(clock)
            except OSError as e:
                self._log.warn("stores have to be looked at: {error}", error=e)
        return self._inotify


class _Noticed:
    """
    What is called after the files of one directory were written to.

    @ivar stop: ends being told of that.
    """

    stop: Callable[[], object]

    def __init__(self, clock: IReactorTime, look: Callable[[], object]) -> None:
        self._clock, self._look = clock, look
        self._attempt = 0
        self._later: IDelayedCall | None = None

    def notice(self) -> None:
        # Where much is written, it is looked at all the same.
        if self._attempt == 1:
            return
        if self._later is not None:
            self._later.cancel()
        self._attempt = 0
        self._lookLater()

    def end(self) -> None:
        self.stop()
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def _lookLater(self) -> None:
        delay = _DELAYS[self._attempt]
        self._attempt += 1
        self._later = self._clock.callLater(delay, self._lookNow)

    def _lookNow(self) -> None:
        self._later = None
        if self._attempt < len(_DELAYS):
            self._lookLater()
        else:
            self._attempt = 0
        self._look()
