"""
The connections of one HTTP server, and how they are brought to their ends.

Whoever has a connection open may be sending the next request just now. So none is closed at once: the next
answer says that it is the last, and those that stay silent are closed a moment later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from twisted.internet.defer import Deferred, DeferredList, maybeDeferred
from twisted.internet.interfaces import IDelayedCall, IReactorTime

__all__ = ["Connection", "Connections"]

_SILENT_SECONDS = 0.5


class Connection(Protocol):
    """
    One of the connections.
    """

    def finish(self) -> None:
        """
        Answer the request that is under way, if there is one, as the last.
        """

    def closeIfIdle(self) -> None:
        """
        Close it, if no request is under way.
        """

    def forceAbortClient(self) -> None:
        """
        Cut it off.
        """


class Connections:
    """
    Those that are open.
    """

    def __init__(self, clock: IReactorTime, drainSeconds: float) -> None:
        """
        @param drainSeconds: how long a request that is under way may take.
        """
        self._clock, self._drainSeconds = clock, drainSeconds
        self._open: set[Connection] = set()
        self._drained: Deferred[None] | None = None
        self._timers: list[IDelayedCall] = []
        self._others: list[Callable[[], Deferred[None] | None]] = []
        self._othersAreOpen = False

    def __repr__(self) -> str:
        return f"<Connections: {len(self._open)}{', draining' if self.isDraining else ''}>"

    @property
    def isDraining(self) -> bool:
        """
        Whether they are being brought to their ends.
        """
        return self._drained is not None

    def onDrain(self, close: Callable[[], Deferred[None] | None]) -> None:
        """
        Have C{close} called when the draining begins, for what is no connection of HTTP any more.

        @param close: what it returns fires when these have come to their ends; None if they have already.
        """
        self._others.append(close)

    def add(self, connection: Connection) -> None:
        """
        There is one more.
        """
        self._open.add(connection)

    def remove(self, connection: Connection) -> None:
        """
        One is closed. Repeating it is safe.
        """
        self._open.discard(connection)
        self._look()

    def drain(self) -> Deferred[None]:
        """
        Bring all to their ends.

        @return: fires when none is left.
        """
        drained: Deferred[None] = Deferred()
        self._drained = drained
        self._othersAreOpen = True
        othersClosed = DeferredList([maybeDeferred(close) for close in self._others])
        for connection in list(self._open):
            connection.finish()
        self._timers = [
            self._clock.callLater(_SILENT_SECONDS, self._closeIdle),
            self._clock.callLater(self._drainSeconds, self._abort),
        ]
        othersClosed.addCallback(lambda _: self._forgetOthers())
        return drained

    def _closeIdle(self) -> None:
        for connection in list(self._open):
            connection.closeIfIdle()

    def _abort(self) -> None:
        for connection in list(self._open):
            connection.forceAbortClient()
        self._forgetOthers()

    def _forgetOthers(self) -> None:
        self._othersAreOpen = False
        self._look()

    def _look(self) -> None:
        isAnyOpen = self._open or self._othersAreOpen
        if self._drained is not None and not isAnyOpen and not self._drained.called:
            for timer in self._timers:
                if timer.active():
                    timer.cancel()
            self._drained.callback(None)
