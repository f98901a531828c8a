"""
Tests for L{mantissa_like.web._http.entrance}, by way of a server.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.address import IPv4Address
from twisted.internet.error import ConnectionDone
from twisted.internet.task import Clock
from twisted.internet.testing import EventLoggingObserver, StringTransport
from twisted.logger import globalLogPublisher
from twisted.python.failure import Failure
from twisted.trial.unittest import TestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.config import Limits
from mantissa_like.web import FailurePages, HTTPFactory, Shell
from mantissa_like.web._http.entrance import Entrance
from mantissa_like.web._http.hostnames import HostNames
from mantissa_like.web._http.proxies import Proxies
from mantissa_like.web._http.ratelimits import TokenBuckets

STRANGER, PROXY = "192.0.2.9", "127.0.0.1"


class Mirror(Resource):
    """
    Says who asks.
    """

    isLeaf = True

    def render_GET(self, request: Request) -> bytes:
        """
        The address, and whether the connection is secure.
        """
        return f"{request.getClientAddress().host} {request.isSecure()}".encode()

    render_POST = render_GET


class EntranceTests(TestCase):
    """
    Tests for L{Entrance}.
    """

    def serve(self, secureURL: str = "", **limits: Any) -> None:
        """
        A site that is called C{site.example}.
        """
        self.clock = Clock()
        entrance = Entrance(
            Proxies([PROXY]),
            HostNames("http://site.example"),
            secureURL,
            TokenBuckets(1, 2, self.clock),
            newID=lambda: "n1",
        )
        failures = FailurePages(Shell("Site", []))
        self.factory = HTTPFactory(Mirror(), Limits(**limits), failures, self.clock, entrance=entrance)

    def ask(
        self,
        peer: str = STRANGER,
        path: str = "/",
        host: str | None = "site.example",
        method: str = "GET",
        version: str = "1.1",
        **headers: str,
    ) -> tuple[int, dict[str, str], str]:
        """
        Send a request.

        @return: the status, the headers and the body of the answer.
        """
        lines = [f"{method} {path} HTTP/{version}", "Connection: close"]
        lines += [] if host is None else [f"Host: {host}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        address = IPv4Address("TCP", peer, 5)
        channel = self.factory.buildProtocol(address)
        assert channel is not None
        transport = StringTransport(peerAddress=address)
        channel.makeConnection(transport)
        channel.dataReceived("\r\n".join([*lines, "", ""]).encode())
        head, _, body = transport.value().decode().partition("\r\n\r\n")
        status, *rest = head.split("\r\n")
        return int(status.split()[1]), dict(line.split(": ", 1) for line in rest), body

    def test_names(self) -> None:
        """
        A request for another site, or for none, is refused; the oldest kind names none.
        """
        self.serve()
        self.assertEqual(200, self.ask()[0])
        self.assertEqual(421, self.ask(host="evil.example")[0])
        self.assertEqual(400, self.ask(host=None)[0])
        self.assertEqual(400, self.ask(HOST="site.example")[0])
        self.clock.advance(9)
        self.assertEqual(200, self.ask(host=None, version="1.0")[0])

    def test_machines(self) -> None:
        """
        What balances load may call the site by its address, unencrypted, as often as it likes.
        """
        self.serve(secureURL="https://site.example")
        self.assertEqual([200] * 5, [self.ask(path="/healthz", host="10.0.0.7:8080")[0] for _ in range(5)])

    def test_forwarded(self) -> None:
        """
        A trusted server says who asks, and by what name; its own connection is as good as the client's.
        """
        self.serve()
        headers = {"X_Forwarded_For": STRANGER, "X_Forwarded_Proto": "https"}
        self.assertEqual(f"{STRANGER} True", self.ask(PROXY, **headers)[2])
        self.assertEqual(f"{STRANGER} False", self.ask(STRANGER, **headers)[2])
        self.assertEqual(421, self.ask(PROXY, X_Forwarded_Host="evil.example")[0])
        self.assertEqual(200, self.ask(PROXY, host="10.0.0.7", X_Forwarded_Host="site.example")[0])

    def test_elsewhere(self) -> None:
        """
        Where there is encryption, nothing is answered without it; a server on this machine that does not say
        how it was reached is.
        """
        self.serve(secureURL="https://site.example")
        status, headers, _ = self.ask(path="/a?b=c")
        self.assertEqual((308, "https://site.example/a?b=c"), (status, headers["Location"]))
        self.assertEqual("max-age=31536000", headers["Strict-Transport-Security"])
        self.assertEqual(403, self.ask(method="POST")[0])
        self.assertEqual(308, self.ask(PROXY, X_Forwarded_Proto="http")[0])
        self.assertEqual(200, self.ask(PROXY, X_Forwarded_Proto="https")[0])
        self.assertEqual(200, self.ask(PROXY)[0])

    def test_tooOften(self) -> None:
        """
        Who asks too often is told when to come again; static files and trusted servers do not count, those
        for whom they speak do.
        """
        self.serve()
        self.assertEqual([200, 200, 429], [self.ask()[0] for _ in range(3)])
        self.assertEqual("1", self.ask()[1]["Retry-After"])
        self.assertEqual([200] * 3, [self.ask(path="/static/x.css")[0] for _ in range(3)])
        self.assertEqual([200] * 3, [self.ask(PROXY)[0] for _ in range(3)])
        self.assertEqual(429, self.ask(PROXY, X_Forwarded_For=STRANGER)[0])
        self.clock.advance(1)
        self.assertEqual(200, self.ask()[0])

    def test_requestID(self) -> None:
        """
        Every answer has a number; a trusted server may give it, and it is in the log.
        """
        self.serve()
        events = EventLoggingObserver.createWithCleanup(self, globalLogPublisher)
        for peer, given, expected in (
            (STRANGER, "mine", "n1"),
            (PROXY, "edge-7", "edge-7"),
            (PROXY, "<script>", "n1"),
            (PROXY, "x" * 65, "n1"),
        ):
            self.assertEqual(expected, self.ask(peer, X_Request_ID=given)[1]["X-Request-Id"])
            self.assertEqual(expected, events[-1]["request"])

    def test_secretsAreNotLogged(self) -> None:
        """
        The log shows no argument that lets somebody in.
        """
        self.serve()
        events = EventLoggingObserver.createWithCleanup(self, globalLogPublisher)
        self.ask(path="/a?b=c&token=abc&Key=d;e&f")
        self.assertEqual("/a?b=c&token=...&Key=...&f", events[-1]["uri"])

    def test_connections(self) -> None:
        """
        One address has so many connections at once, and others when these have ended; trusted servers have
        as many as they like.
        """
        self.serve(addressConnections=2)
        stranger, proxy = (IPv4Address("TCP", each, 5) for each in (STRANGER, PROXY))
        first, _, third = (self.factory.buildProtocol(stranger) for _ in range(3))
        self.assertIsNone(third)
        self.assertTrue(all(self.factory.buildProtocol(proxy) for _ in range(3)))
        assert first is not None
        first.makeConnection(StringTransport())
        self.assertIsNone(self.factory.buildProtocol(stranger))
        first.connectionLost(Failure(ConnectionDone()))
        self.assertIsNotNone(self.factory.buildProtocol(stranger))
