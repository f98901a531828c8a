"""
The HTTP server: connections, requests and their log put together.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress, IReactorTime
from twisted.web.http import HTTPChannel
from twisted.web.resource import IResource
from twisted.web.server import Site
from zope.interface import implementer

from mantissa_like.accounts import networkOf
from mantissa_like.config import Limits
from mantissa_like.interfaces import IDraining
from mantissa_like.observing import Metrics
from mantissa_like.web._http.accesslog import AccessLog
from mantissa_like.web._http.channel import LimitedChannel
from mantissa_like.web._http.connections import Connections
from mantissa_like.web._http.entrance import Entrance
from mantissa_like.web._http.failures import FailurePages
from mantissa_like.web._http.guardheaders import GuardHeaders
from mantissa_like.web._http.repeats import Repeats
from mantissa_like.web._http.request import GuardedRequest
from mantissa_like.web._http.uploads import Uploading

__all__ = ["HTTPFactory"]

_MOST_REPEATS = 2_000
_MOST_REPEATED_BYTES = 16 * 2**20


@implementer(IDraining)
class HTTPFactory(Site):
    """
    Builds the connections of one site and logs its requests.

    @ivar connections: those that are open.
    """

    def __init__(
        self,
        resource: IResource,
        limits: Limits,
        failures: FailurePages,
        clock: IReactorTime,
        uploading: Uploading | None = None,
        entrance: Entrance | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        """
        @param resource: the tree of what is served.
        @param clock: times requests and connections.
        @param uploading: who may upload; nobody if it is None.
        @param entrance: what requests pass first; None lets everybody in.
        @param metrics: counts requests; None if nobody does.
        """
        entrance = entrance or Entrance()
        super().__init__(resource, self._makeRequest, timeout=limits.idleSeconds, reactor=clock)
        self.connections = Connections(clock, limits.drainSeconds)
        log = AccessLog(metrics)
        repeats = Repeats(entrance, log, clock, _MOST_REPEATS, _MOST_REPEATED_BYTES)
        # Twisted declares the type of its own, which switches to HTTP/2; no more than a protocol is needed.
        guard = GuardHeaders(isSecureOnly=bool(entrance.secureURL))
        self.protocol = partial(  # type: ignore[assignment]
            LimitedChannel, limits, failures, self.connections, guard, repeats, uploading
        )
        self._failures, self._entrance, self._log = failures, entrance, log
        self._mostConnections = limits.addressConnections
        self._perNetwork: Counter[str] = Counter()

    def drain(self) -> Deferred[None]:
        """
        See L{IDraining}.
        """
        return self.connections.drain()

    def acceptableProtocols(self) -> list[bytes]:
        """
        HTTP/1.1 only: the limits are those of L{LimitedChannel}.
        """
        return [b"http/1.1"]

    def buildProtocol(self, addr: IAddress | None) -> Any:
        """
        Take a connection, unless there are too many from the same address already.

        @return: a L{LimitedChannel}, or None to have it closed.
        """
        address = str(getattr(addr, "host", None) or "")
        isCounted = bool(self._mostConnections) and not self._entrance.proxies.isTrusted(address)
        network = networkOf(address)
        if isCounted and self._perNetwork[network] >= self._mostConnections:
            self._log.refused(address, self._mostConnections)
            return None
        channel: LimitedChannel = super().buildProtocol(addr)
        if isCounted:
            self._perNetwork[network] += 1
            channel.ended = partial(self._disconnected, network)
        return channel

    def _disconnected(self, network: str) -> None:
        self._perNetwork[network] -= 1
        if not self._perNetwork[network]:
            del self._perNetwork[network]

    def startFactory(self) -> None:
        """
        Nothing: the log is not a file of Twisted's.
        """

    def stopFactory(self) -> None:
        """
        Nothing, likewise.
        """

    def log(self, request: GuardedRequest) -> None:  # type: ignore[override]
        """
        Log a request that was answered; all are made here.
        """
        self._log.answered(request.exchange, request.requestID, self.reactor.seconds() - request.began)

    def _makeRequest(self, channel: HTTPChannel, *args: object) -> GuardedRequest:
        return GuardedRequest(
            channel,
            *args,
            failures=self._failures,
            entrance=self._entrance,
            began=self.reactor.seconds(),
        )
