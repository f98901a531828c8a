"""
News by WebSocket.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autobahn.twisted.websocket import WebSocketServerFactory, WebSocketServerProtocol
from twisted.internet.interfaces import IPushProducer, IReactorTime
from twisted.web.server import Request
from zope.interface import implementer

__all__ = ["LiveSocket", "LiveSocketFactory", "handshakeOf"]

_MOST_BYTES = 1024
_ENDED, _GOING = 4001, 4002
_UNEXPECTED = 4003
_CLOSING_SECONDS = 2.0
# What is of use only until the connection is open.
_OF_HANDSHAKE = (
    "http_headers",
    "http_request_data",
    "http_request_params",
    "http_request_uri",
    "websocket_extensions",
    "websocket_protocols",
)


@implementer(IPushProducer)
class LiveSocket(WebSocketServerProtocol):
    """
    One connection, on which nothing but pongs is expected to arrive.
    """

    transport: Any
    _hasAnswered = True

    def __init__(self, lost: Callable[[], object]) -> None:
        """
        @param lost: called when there is no connection any more.
        """
        super().__init__()
        self._lost = lost

    def onOpen(self) -> None:
        """
        Let go what the handshake left, which is most of what a connection takes.
        """
        for name in _OF_HANDSHAKE:
            setattr(self, name, None)
        self.registerProducer(self, True)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        """
        There is nothing to say.
        """
        self._close(_UNEXPECTED)

    def onPong(self, payload: bytes) -> None:
        """
        The other side is there.
        """
        self._hasAnswered = True

    def onClose(self, wasClean: bool, code: int | None, reason: str | None) -> None:
        """
        Follow nothing any more.
        """
        self._lost()

    def tell(self, revision: int, news: bytes) -> None:
        """
        See L{Connection}.
        """
        if self.state == self.STATE_OPEN:
            self.sendMessage(news)

    def end(self, mayReturn: bool) -> None:
        """
        See L{Connection}.
        """
        self._close(_GOING if mayReturn else _ENDED)

    def keepAlive(self) -> None:
        """
        See L{Connection}; who did not answer the last time is not there any more.
        """
        if not self._hasAnswered:
            self.transport.abortConnection()
        elif self.state == self.STATE_OPEN:
            self._hasAnswered = False
            self.sendPing()

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

    def _close(self, code: int) -> None:
        if self.state == self.STATE_OPEN:
            self._lost()
            self.sendClose(code)
            self.factory.reactor.callLater(_CLOSING_SECONDS, self.transport.abortConnection)


class LiveSocketFactory(WebSocketServerFactory):
    """
    What the connections of one site have in common.
    """

    def __init__(self, clock: IReactorTime) -> None:
        super().__init__(reactor=clock, server="")
        self.setProtocolOptions(
            maxFramePayloadSize=_MOST_BYTES,
            maxMessagePayloadSize=_MOST_BYTES,
            # The request arrived already, and we close by a timer of our own.
            openHandshakeTimeout=0,
            closeHandshakeTimeout=0,
        )

    def make(self, lost: Callable[[], object]) -> LiveSocket:
        """
        A new connection; see L{LiveSocket}.
        """
        socket = LiveSocket(lost)
        socket.factory = self
        return socket


def handshakeOf(request: Request) -> bytes:
    """
    The request by which a browser asks for a WebSocket, as it was sent.
    """
    head = b"%s %s HTTP/1.1\r\n" % (request.method, request.uri)
    headers = request.requestHeaders.getAllRawHeaders()
    return head + b"".join(b"%s: %s\r\n" % (name, b",".join(values)) for name, values in headers) + b"\r\n"
