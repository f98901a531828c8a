"""
A client that follows a page of a site in memory.
"""

from __future__ import annotations

import base64
from urllib.parse import quote

from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IProtocol, IProtocolFactory
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure

from tests.unit.mantissa_like.web.memory_client import MemoryClient

__all__ = ["LiveClient"]


class LiveTransport(StringTransport):
    """
    A connection that can be given to another protocol.
    """

    protocol: IProtocol | None = None

    def loseConnection(self) -> None:
        """
        Close it in good order.
        """
        super().loseConnection()
        self.lost()

    def abortConnection(self) -> None:
        """
        Close it at once.
        """
        super().abortConnection()
        self.lost()

    def lost(self) -> None:
        """
        Tell the protocol, once.
        """
        protocol, self.protocol = self.protocol, None
        if protocol is not None:
            protocol.connectionLost(Failure(ConnectionDone()))


class LiveClient:
    """
    One connection.

    @ivar transport: what the server writes to.
    """

    def __init__(
        self,
        server: IProtocolFactory,
        browser: MemoryClient,
        url: str,
        since: int | None = None,
        **headers: str,
    ) -> None:
        """
        @param browser: whose cookies are sent.
        """
        address = f"/live?url={quote(url, safe='')}" + ("" if since is None else f"&since={since}")
        cookies = "; ".join(map("=".join, browser.cookies.items()))
        sent = {"Host": browser.host, "Cookie": cookies, **headers}
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in sent.items() if value)
        self.transport = LiveTransport()
        connection = server.buildProtocol(None)  # type: ignore[arg-type]
        assert connection is not None
        self.transport.protocol = connection
        connection.makeConnection(self.transport)
        connection.dataReceived(f"GET {address} HTTP/1.1\r\n{head}\r\n".encode())

    @classmethod
    def byEvents(
        cls,
        server: IProtocolFactory,
        browser: MemoryClient,
        url: str,
        since: int | None = None,
        **headers: str,
    ) -> LiveClient:
        """
        Ask for Server-Sent Events.
        """
        return cls(server, browser, url, since, **{"Accept": "text/event-stream", **headers})

    @classmethod
    def bySocket(
        cls,
        server: IProtocolFactory,
        browser: MemoryClient,
        url: str,
        since: int | None = None,
        **headers: str,
    ) -> LiveClient:
        """
        Ask for a WebSocket.
        """
        asked = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec_WebSocket_Key": base64.b64encode(b"0123456789abcdef").decode(),
            "Sec_WebSocket_Version": "13",
        }
        return cls(server, browser, url, since, **{**asked, **headers})

    @property
    def status(self) -> int:
        """
        Of the answer.
        """
        return int(self.transport.value().split()[1])

    @property
    def isConnected(self) -> bool:
        """
        Whether the server has not closed the connection.
        """
        return self.transport.protocol is not None

    def take(self) -> bytes:
        """
        What has arrived since the last time.
        """
        arrived: bytes = self.transport.value()
        self.transport.clear()
        return arrived

    def send(self, data: bytes) -> None:
        """
        Send something to the server.
        """
        assert self.transport.protocol is not None
        self.transport.protocol.dataReceived(data)

    def disconnect(self) -> None:
        """
        Go away.
        """
        self.transport.lost()
