"""
The limits of the HTTP server, seen by clients on real connections.
"""

from __future__ import annotations

import re
import socket

from twisted.internet import reactor
from twisted.internet.address import IPv4Address
from twisted.internet.defer import maybeDeferred
from twisted.internet.endpoints import TCP4ServerEndpoint
from twisted.internet.interfaces import IListeningPort
from twisted.internet.testing import waitUntilAllDisconnected
from twisted.internet.threads import deferToThread
from twisted.protocols.policies import WrappingFactory
from twisted.trial.unittest import TestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.config import Limits
from mantissa_like.web import FailurePages, HTTPFactory, RequestRefused, Shell

LIMITS = Limits(bodyBytes=100_000, uriBytes=1000, requestSeconds=0.2, idleSeconds=0.5)


class Echo(Resource):
    """
    Answers every PUT with the size of its body; everything else is not found.
    """

    isLeaf = True

    def render_GET(self, request: Request) -> bytes:
        raise RequestRefused(404)

    def render_PUT(self, request: Request) -> bytes:
        assert request.content is not None
        return b"%d" % len(request.content.read())


def exchange(port: int, *pieces: bytes) -> list[int]:
    """
    Send some bytes and read until the server closes.

    @return: the statuses of the responses.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for piece in pieces:
            connection.sendall(piece)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", received)]


class HTTPLimitsTests(TestCase):
    """
    A server on loopback, and clients in threads.
    """

    async def setUp(self) -> None:  # type: ignore[override]
        failures = FailurePages(Shell("Site", []))
        self.factory = WrappingFactory(HTTPFactory(Echo(), LIMITS, failures, reactor))
        endpoint = TCP4ServerEndpoint(reactor, 0, interface="127.0.0.1")
        self.port: IListeningPort = await endpoint.listen(self.factory)

    async def tearDown(self) -> None:  # type: ignore[override]
        await maybeDeferred(self.port.stopListening)
        await waitUntilAllDisconnected(reactor, list(self.factory.protocols))

    async def assertAnswers(self, expected: list[int], *pieces: bytes) -> None:
        """
        The statuses are these, and the next client is served.
        """
        address = self.port.getHost()
        assert isinstance(address, IPv4Address)
        self.assertEqual(expected, await deferToThread(exchange, address.port, *pieces))
        ok = b"PUT / HTTP/1.1\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"
        self.assertEqual([200], await deferToThread(exchange, address.port, ok))

    async def test_largestBody(self) -> None:
        """
        A body of just the limit is accepted.
        """
        head = b"PUT / HTTP/1.1\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n"
        await self.assertAnswers([200], head, b"x" * 100_000)

    async def test_bodyTooLarge(self) -> None:
        """
        A client which sends far too much before it reads still gets its answer.
        """
        await self.assertAnswers(
            [413], b"PUT / HTTP/1.1\r\nContent-Length: 5000000\r\n\r\n", b"x" * 5_000_000
        )

    async def test_chunkedBodyTooLarge(self) -> None:
        """
        So does one which never said how much it would send.
        """
        chunk = b"c350\r\n" + b"x" * 50_000 + b"\r\n"
        await self.assertAnswers(
            [413], b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", *[chunk] * 20
        )

    async def test_addressTooLong(self) -> None:
        """
        An address may not be longer than the limit, whether it ends or not.
        """
        await self.assertAnswers([414], b"GET /" + b"a" * 1000 + b" HTTP/1.1\r\n\r\n")
        await self.assertAnswers([414], b"GET /" + b"a" * 100_000)

    async def test_tooSlow(self) -> None:
        """
        A request that stops half-way, in its headers or its body, is answered when its time is over.
        """
        await self.assertAnswers([408], b"GET / HTTP/1.1\r\nX: ")
        await self.assertAnswers([408], b"PUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\nx")

    async def test_idle(self) -> None:
        """
        A kept connection is closed after a while, and so is one on which nothing ever arrives.
        """
        await self.assertAnswers([404], b"GET / HTTP/1.1\r\n\r\n")
        await self.assertAnswers([])

    async def test_notHTTP(self) -> None:
        """
        Something else than HTTP is answered too.
        """
        await self.assertAnswers([400], b"\x16\x03\x01\x02\x00\x01\x00\r\n")

    async def test_oddAddresses(self) -> None:
        """
        Odd bytes in an address are answered like any address that is not there.
        """
        for path in (b"/\x80\xff", b"/%00", b"/%ff/..%2f..", b"/../../etc/passwd", b"/%zz", b"/?%80=\x7f;&"):
            expected = [400] if b"\xff" in path else [404]
            await self.assertAnswers(expected, b"GET %b HTTP/1.1\r\nConnection: close\r\n\r\n" % path)
