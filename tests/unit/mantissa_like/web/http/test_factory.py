"""
Tests for L{mantissa_like.web._http.factory}.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.address import IPv6Address
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import IProtocolFactory
from twisted.internet.task import Clock
from twisted.internet.testing import EventLoggingObserver, StringTransport
from twisted.logger import globalLogPublisher
from twisted.python.failure import Failure
from twisted.trial.unittest import TestCase
from twisted.web.resource import Resource
from twisted.web.server import Request
from zope.interface.verify import verifyObject

from mantissa_like.config import Limits
from mantissa_like.web import FailurePages, HTTPFactory, Shell
from mantissa_like.web._http.entrance import Entrance


class MakeHTTPFactoryTests(TestCase):
    """
    Tests for L{HTTPFactory}.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        clock = self.clock

        class Slow(Resource):
            isLeaf = True

            def render_GET(self, request: Request) -> bytes:
                clock.advance(0.25)
                return b"12345"

        self.failures = FailurePages(Shell("Site", []))
        self.factory = HTTPFactory(
            Slow(), Limits(), self.failures, clock, entrance=Entrance(newID=lambda: "n1")
        )

    def test_factory(self) -> None:
        """
        The result is a protocol factory for HTTP/1.1; while nobody is connected, nothing runs.
        """
        verifyObject(IProtocolFactory, self.factory)
        self.assertEqual([b"http/1.1"], self.factory.acceptableProtocols())
        self.factory.doStart()
        self.assertEqual([], self.clock.getDelayedCalls())
        self.factory.doStop()

    def test_connectionsOfOneSubscriber(self) -> None:
        """
        However many addresses of IPv6 somebody has, the connections from all of them count together; those of
        IPv4 count one by one also where they arrive at a socket for both.
        """
        factory = HTTPFactory(Resource(), Limits(addressConnections=2), self.failures, self.clock)

        def connect(host: str) -> Any:
            channel = factory.buildProtocol(IPv6Address("TCP", host, 1))
            if channel is not None:
                channel.makeConnection(StringTransport())
            return channel

        first = connect("2001:db8::1")
        self.assertIsNotNone(connect("2001:db8::2"))
        self.assertIsNone(connect("2001:db8::3"))
        first.connectionLost(Failure(ConnectionDone()))
        self.assertIsNotNone(connect("2001:db8::3"))
        for number in range(4):
            self.assertIsNotNone(connect(f"::ffff:192.0.2.{number}"))

    def test_accessLog(self) -> None:
        """
        Each answered request is one line of the log, which says who, what, how much and how long.
        """
        events = EventLoggingObserver.createWithCleanup(self, globalLogPublisher)
        channel = self.factory.buildProtocol(None)
        channel.makeConnection(StringTransport())
        channel.dataReceived(b"GET /a\x7f?b HTTP/1.1\r\nConnection: close\r\n\r\n")
        (event,) = (event for event in events if event.get("log_namespace") == "mantissa_like.web.access")
        self.assertEqual(r'192.168.1.1 - "GET /a\x7f?b" 200 5 bytes 250.0 ms n1', event["line"])
        self.assertEqual(
            ("GET", r"/a\x7f?b", 200, 5), tuple(event[k] for k in ("method", "uri", "status", "size"))
        )
