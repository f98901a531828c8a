"""
What a process has for its stores: a clock, and threads for what would hold up the one that it has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.interfaces import IDelayedCall, IReactorTime
from twisted.internet.threads import deferToThreadPool
from twisted.python.threadable import isInIOThread

from axiom._engine.disksync import DiskSync
from axiom._engine.noticing import Noticing
from axiom.errors import NotInReactorThread

__all__ = ["Runtime", "installedReactor"]

P = ParamSpec("P")
T = TypeVar("T")


def installedReactor() -> Any:
    """
    The process's reactor, which is the default one if none was installed.
    """
    from twisted.internet import reactor  # noqa: PLC0415 (the import installs it)

    return reactor


def _reactorRunsHere() -> bool:
    return bool(installedReactor().running) and isInIOThread()


class Runtime:
    """
    The clock and the threads of a store and of its substores.

    @ivar disk: what waits for the disk.
    @ivar noticing: notices what others did.
    @ivar commits: how many writing transactions were committed by way of these stores.
    """

    def __init__(
        self, clock: IReactorTime | None = None, inThread: Callable[..., Deferred[Any]] | None = None
    ) -> None:
        """
        @param clock: tells the time and calls later; None for the process's reactor, asked for when needed.
        @param inThread: what L{inThread} does; None for the threads of that reactor. A test, which has
            neither, gives C{maybeDeferred}.
        """
        self._clock, self._inThread = clock, inThread
        self.disk = DiskSync(self.inThread, self.soon)
        self.commits = 0
        self.noticing = Noticing(self._noticingClock)

    @property
    def clock(self) -> IReactorTime:
        """
        What tells the time, and calls later.
        """
        return cast(IReactorTime, installedReactor()) if self._clock is None else self._clock

    def _noticingClock(self) -> IReactorTime:
        if self._clock is None and installedReactor().running and not isInIOThread():
            raise NotInReactorThread("a store that this thread uses can't be watched")
        return self.clock

    @property
    def isRunning(self) -> bool:
        """
        Whether what is called later will be, in this thread: a clock was given, or the reactor runs here.
        """
        return self._clock is not None or _reactorRunsHere()

    def callLater(self, seconds: float, f: Callable[[], object]) -> IDelayedCall | None:
        """
        Call C{f} by the clock; None if it stands still.
        """
        return self.clock.callLater(seconds, f) if self.isRunning else None

    def soon(self, f: Callable[[], object]) -> None:
        """
        Call C{f} when this turn of the reactor is over; at once where L{inThread} has none of its threads.
        """
        if self._inThread is None and _reactorRunsHere():
            installedReactor().callLater(0, f)
        else:
            f()

    def inThread(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Deferred[T]:
        """
        Call C{f} in a thread; the result comes in this one. Where this is not the thread of a running reactor
        there is nothing to hold up, and C{f} is called at once.
        """
        if self._inThread is not None:
            return self._inThread(f, *args, **kwargs)
        if not _reactorRunsHere():
            return maybeDeferred(f, *args, **kwargs)
        reactor = installedReactor()
        return deferToThreadPool(reactor, reactor.getThreadPool(), f, *args, **kwargs)
