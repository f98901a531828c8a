"""
A client of a web server without a network between them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IProtocolFactory, ISSLTransport
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web.resource import IResource
from zope.interface import implementer

from mantissa_like.config import Limits
from mantissa_like.web import FailurePages, HTTPFactory, Shell

__all__ = ["MemoryClient", "Response", "serve"]


@dataclass(frozen=True)
class Response:
    """
    One response.

    @ivar headers: by name in lower case; the last of several with one name.
    @ivar cookies: the C{Set-Cookie} headers by the name of the cookie, from the value on.
    """

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """
        The body.
        """
        return self.body.decode()

    def json(self) -> Any:
        """
        The body's value.
        """
        return json.loads(self.body)


def serve(resource: IResource, clock: Clock | None = None) -> IProtocolFactory:
    """
    A server of C{resource} alone.
    """
    failures = FailurePages(Shell("Site", []))
    return HTTPFactory(resource, Limits(), failures, clock or Clock())


@implementer(ISSLTransport)
class _EncryptedTransport(StringTransport):  # type: ignore[misc]
    """
    A transport that says it is encrypted.
    """

    def setTcpNoDelay(self, enabled: bool) -> None:
        """
        Nothing is delayed.
        """


class MemoryClient:
    """
    Sends requests, each over a connection of its own, and keeps cookies.

    @ivar cookies: by name; empty at first.
    @ivar host: what it calls the server.
    """

    def __init__(self, server: IProtocolFactory, host: str = "localhost", isSecure: bool = False) -> None:
        """
        @param isSecure: whether its connections are encrypted.
        """
        self._server, self._isSecure = server, isSecure
        self.host = host
        self.cookies: dict[str, str] = {}
        self._transport = StringTransport()

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Response:
        """
        Ask for a page.
        """
        self.send(method, path, headers or {})
        return self.response()

    def post(
        self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Response:
        """
        Send a form.
        """
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        self.send("POST", path, {**kind, **(headers or {})}, urlencode(fields).encode())
        return self.response()

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> None:
        """
        Send a request, whose answer may have to be waited for.
        """
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", *map(": ".join, headers.items())]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(map("=".join, self.cookies.items())))
        if body:
            lines.append(f"Content-Length: {len(body)}")
        connection = self._server.buildProtocol(None)  # type: ignore[arg-type]
        assert connection is not None
        self._connection = connection
        self._transport = _EncryptedTransport() if self._isSecure else StringTransport()
        connection.makeConnection(self._transport)
        connection.dataReceived("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def formToken(self, path: str) -> str:
        """
        The token of the first form at C{path}.
        """
        return self.get(path).text.partition('name="csrfToken" value="')[2].partition('"')[0]

    def disconnect(self) -> None:
        """
        Go away without waiting for the response.
        """
        self._connection.connectionLost(Failure(ConnectionDone()))

    def isAnswered(self) -> bool:
        """
        Whether the response to the last request is there.
        """
        return bool(self._transport.value())

    def response(self) -> Response:
        """
        The response to the last request.
        """
        head, _, body = self._transport.value().partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        pairs = [line.split(": ", 1) for line in lines]
        cookies = {}
        for name, value in pairs:
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                cookies[cookie] = rest
                self._keep(cookie, rest)
        headers = {name.lower(): value for name, value in pairs}
        return Response(int(first.split()[1]), headers, cookies, body)

    def _keep(self, name: str, value: str) -> None:
        if "Max-Age=0" in value:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value.partition(";")[0]
