"""
What a process has for its stores: a clock, and threads for what would hold up the one that it has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorTime
from twisted.internet.threads import deferToThreadPool

__all__ = ["Runtime", "installedReactor"]

P = ParamSpec("P")
T = TypeVar("T")


def installedReactor() -> Any:
    """
    The process's reactor, which is the default one if none was installed.
    """
    from twisted.internet import reactor  # noqa: PLC0415 (the import installs it)

    return reactor


class Runtime:
    """
    The clock and the threads of a store and of its substores.
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

    @property
    def clock(self) -> IReactorTime:
        """
        What tells the time, and calls later.
        """
        return cast(IReactorTime, installedReactor()) if self._clock is None else self._clock

    def inThread(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Deferred[T]:
        """
        Call C{f} in a thread; the result comes in this one.
        """
        if self._inThread is not None:
            return self._inThread(f, *args, **kwargs)
        reactor = installedReactor()
        return deferToThreadPool(reactor, reactor.getThreadPool(), f, *args, **kwargs)
