"""
The listening sockets of a supervisor, which its workers borrow.

A socket outlives every process that accepts from it: while one worker takes the place of another, connections
wait in its queue.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from twisted.internet.interfaces import IListeningPort
from twisted.internet.protocol import ServerFactory
from twisted.logger import Logger

from axiom.supervision._messages import Place, TCPPlace

__all__ = ["PortKeeper"]


class PortKeeper:
    """
    Sockets that listen, without accepting anything here.
    """

    _log = Logger()

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor
        self._ports: dict[Place, IListeningPort] = {}
        self._holders: dict[Place, set[Hashable]] = {}

    def lend(self, place: Place, holder: Hashable) -> int:
        """
        The descriptor of the socket at a place, which is bound if nobody has asked for it yet.

        @raise CannotListenError: it can't be bound.
        """
        port: Any = self._ports.get(place)
        if port is None:
            port = self._ports[place] = self._bind(place)
        self._holders.setdefault(place, set()).add(holder)
        return int(port.fileno())

    def takeBack(self, place: Place, holder: Hashable) -> None:
        """
        Remember that C{holder} has the socket no more.
        """
        self._holders.get(place, set()).discard(holder)

    def forget(self, holder: Hashable) -> None:
        """
        Remember that C{holder} has none.
        """
        for holders in self._holders.values():
            holders.discard(holder)

    def closeUnused(self) -> None:
        """
        Close the sockets that nobody has. Called while every worker that there should be serves.
        """
        for place in [place for place, holders in self._holders.items() if not holders]:
            self._close(place)

    def close(self) -> None:
        """
        Close all; who has borrowed one may still accept what waits there.
        """
        for place in list(self._ports):
            self._close(place)

    def _bind(self, place: Place) -> IListeningPort:
        nobody, reactor = ServerFactory(), self._reactor
        nobody.noisy = False
        port: Any
        if isinstance(place, TCPPlace):
            port = reactor.listenTCP(place.port, nobody, place.backlog, place.interface)
        else:
            port = reactor.listenUNIX(place.address, nobody, place.backlog, place.mode, place.wantPID)
        port.stopReading()
        self._log.info("listening at {place}", place=place)
        return port  # type: ignore[no-any-return]

    def _close(self, place: Place) -> None:
        del self._holders[place]
        self._ports.pop(place).stopListening()
        self._log.info("no longer listening at {place}", place=place)
