"""
News by Server-Sent Events: an answer that does not end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.internet.interfaces import IPushProducer
from twisted.internet.protocol import Protocol
from twisted.python.failure import Failure
from twisted.web.http_headers import Headers
from zope.interface import implementer

__all__ = ["EventStream"]


@implementer(IPushProducer)
class EventStream(Protocol):
    """
    One connection, on which nothing is expected to arrive any more.
    """

    transport: Any

    def __init__(self, lost: Callable[[], object], headers: Headers) -> None:
        """
        @param lost: called when there is no connection any more.
        @param headers: of the answer, besides those that make it what it is.
        """
        self._lost, self._headers = lost, headers

    def connectionMade(self) -> None:
        """
        Begin the answer, whose end is that of the connection.
        """
        self.transport.registerProducer(self, True)
        lines = [b"HTTP/1.1 200 OK"]
        for name, values in self._headers.getAllRawHeaders():
            lines += (b"%s: %s" % (name, value) for value in values)
        del self._headers
        self.transport.write(b"\r\n".join((*lines, b"", b"retry: 1000\n\n")))

    def connectionLost(self, reason: Failure | None = None) -> None:
        """
        Follow nothing any more.
        """
        self._lost()

    def tell(self, revision: int, news: bytes) -> None:
        """
        See L{Connection}.
        """
        self.transport.write(b"id: %d\ndata: %s\n\n" % (revision, news))

    def end(self, mayReturn: bool) -> None:
        """
        See L{Connection}.
        """
        if not mayReturn:
            self.transport.write(b"event: end\ndata:\n\n")
        self.transport.unregisterProducer()
        self.transport.loseConnection()

    def keepAlive(self) -> None:
        """
        See L{Connection}.
        """
        self.transport.write(b":\n\n")

    def pauseProducing(self) -> None:
        """
        Called when much was sent that has not been read: give up.
        """
        self.transport.abortConnection()

    def resumeProducing(self) -> None:
        """
        Called when all was read.
        """

    def stopProducing(self) -> None:
        """
        Called when there is no connection any more.
        """
