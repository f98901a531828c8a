"""
Tests for L{mantissa_like.web._http.repeats}, by way of a server.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import ISSLTransport
from twisted.internet.task import Clock
from twisted.internet.testing import EventLoggingObserver, StringTransport
from twisted.logger import globalLogPublisher
from twisted.trial.unittest import TestCase
from twisted.web.http import CACHED
from twisted.web.resource import Resource
from zope.interface import alsoProvides

from mantissa_like.config import Limits
from mantissa_like.web import FailurePages, HTTPFactory, Shell
from mantissa_like.web._http.accesslog import AccessLog, Exchange
from mantissa_like.web._http.entrance import Entrance
from mantissa_like.web._http.proxies import Client, Proxies
from mantissa_like.web._http.ratelimits import TokenBuckets
from mantissa_like.web._http.repeats import Again, Answer, Repeats, Sent, isRepeatable
from mantissa_like.web._http.request import GuardedRequest
from mantissa_like.web._markup.representation import Representation

PEER, OTHER, PROXY = "192.0.2.9", "192.0.2.10", "127.0.0.1"
SENT = b"GET /a HTTP/1.1\r\nHost: site.example\r\n\r\n"


class Counting(Resource):
    """
    Counts what it answers.

    @ivar isGood: whether what was asked means the same again.
    @ivar page: what is answered to those who ask again; None if it is what they got.
    """

    isLeaf = True

    def __init__(self) -> None:
        super().__init__()
        self.answered = 0
        self.isGood = True
        self.page: Representation | None = None

    def render_GET(self, request: GuardedRequest) -> bytes:
        """
        The number of the answer, with a cookie at C{/cookie}.
        """
        self.answered += 1
        page = Representation(b"text/html; charset=utf-8", b"%d" % self.answered)
        request.again = Again(page, lambda: self.isGood, lambda: self.page or page)
        if request.path == b"/cookie":
            request.addCookie("name", "value")
        return b"" if request.setETag(page.etag) is CACHED else page.body


class RepeatsTests(TestCase):
    """
    Tests for L{Repeats}.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.resource = Counting()
        numbers = count(1)
        entrance = Entrance(
            Proxies([PROXY]), buckets=TokenBuckets(1, 6, self.clock), newID=lambda: f"n{next(numbers)}"
        )
        failures = FailurePages(Shell("Site", []))
        self.factory = HTTPFactory(self.resource, Limits(), failures, self.clock, entrance=entrance)

    def connect(self, peer: str = PEER, isEncrypted: bool = False) -> tuple[Any, Any]:
        """
        A connection and its transport.
        """
        address = IPv4Address("TCP", peer, 1)
        transport: Any = StringTransport(peerAddress=address)
        if isEncrypted:
            transport.setTcpNoDelay = lambda enabled: None
            alsoProvides(transport, ISSLTransport)
        channel = self.factory.buildProtocol(address)
        channel.makeConnection(transport)
        return channel, transport

    def answers(self, *pieces: bytes, peer: str = PEER, isEncrypted: bool = False) -> list[str]:
        """
        The bodies of what is answered to these pieces on a new connection; of a failure, its status.
        """
        channel, transport = self.connect(peer, isEncrypted)
        for piece in pieces:
            channel.dataReceived(piece)
        found = re.findall(rb"HTTP/1\.\d (\d+).*?\r\n\r\n(\d*)", transport.value(), re.DOTALL)
        return [(body if status == b"200" else status).decode() for status, body in found]

    def test_repeated(self) -> None:
        """
        The same request is answered the same, with a number of its own, though nobody takes it apart.
        """
        channel, transport = self.connect()
        received = []
        for _ in range(3):
            channel.dataReceived(SENT)
            received.append(transport.value())
            transport.clear()
        self.assertEqual(1, self.resource.answered)
        for number, answer in enumerate(received, 1):
            self.assertIn(b"\r\nX-Request-Id: n%d\r\n" % number, answer)
        lines = [
            sorted(
                line for line in answer.split(b"\r\n") if not line.startswith((b"Date: ", b"X-Request-Id: "))
            )
            for answer in received
        ]
        self.assertEqual([lines[0]] * 3, lines)

    def test_logged(self) -> None:
        """
        It is logged as others are.
        """
        events = EventLoggingObserver.createWithCleanup(self, globalLogPublisher)
        self.answers(SENT, SENT)
        lines = [event["line"] for event in events if event.get("log_namespace", "").endswith(".access")]
        self.assertEqual([f'{PEER} - "GET /a" 200 1 bytes 0.0 ms n{number}' for number in (1, 2)], lines)

    def test_anotherMeaning(self) -> None:
        """
        What means something else by now goes the way of all requests.
        """
        self.answers(SENT)
        self.resource.isGood = False
        self.assertEqual(["2", "3"], self.answers(SENT, SENT))

    def test_changed(self) -> None:
        """
        A page that has changed is sent as it is now, and logged so, though nobody takes the request apart.
        """
        self.answers(SENT)
        events = EventLoggingObserver.createWithCleanup(self, globalLogPublisher)
        for body in (b"10", b"100"):
            self.resource.page = page = Representation(b"text/html; charset=utf-8", body)
            for _ in range(2):
                channel, transport = self.connect()
                channel.dataReceived(SENT)
                head, _, received = transport.value().partition(b"\r\n\r\n")
                self.assertEqual(body, received)
                self.assertEqual(1, head.count(b"\r\nETag: %b\r\n" % page.etag))
                self.assertEqual(1, head.count(b"\r\nContent-Length: %d" % len(body)))
        self.assertEqual(1, self.resource.answered)
        self.assertEqual([2, 2, 3, 3], [event["size"] for event in events if "size" in event])

    def test_changedKind(self) -> None:
        """
        A page that is sent otherwise than before goes the way of all requests.
        """
        for page in (
            Representation(b"application/json", b"0"),
            Representation(b"text/html; charset=utf-8", b"0", isPrivate=True),
            Representation(b"text/html; charset=utf-8", b"0", isUnlisted=True),
            Representation(b"text/html; charset=utf-8", b"0", status=404),
        ):
            with self.subTest(page=page):
                self.clock.advance(2)
                self.resource.page = None
                before = self.answers(SENT)
                self.resource.page = page
                self.assertEqual(int(*before) + 1, int(*self.answers(SENT)))

    def test_conditional(self) -> None:
        """
        Who has a page is told so again, and gets another one in the way of all requests.
        """
        page = Representation(b"text/html; charset=utf-8", b"1")
        sent = SENT.replace(b"Host", b"If-None-Match: %b\r\nHost" % page.etag)
        self.assertEqual(["304", "304"], self.answers(sent, sent))
        self.assertEqual(1, self.resource.answered)
        self.resource.page = Representation(b"text/html; charset=utf-8", b"10")
        self.assertEqual(["2"], self.answers(sent))

    def test_others(self) -> None:
        """
        Whatever differs by a byte, comes from elsewhere or otherwise, or in pieces, is another request.
        """
        self.assertEqual(["1", "1"], self.answers(SENT, SENT))
        self.assertEqual(["2"], self.answers(SENT.replace(b"/a", b"/b")))
        self.assertEqual(["3"], self.answers(SENT, peer=OTHER))
        self.assertEqual(["4"], self.answers(SENT, isEncrypted=True))
        self.assertEqual(["5"], self.answers(SENT[:20], SENT[20:]))
        self.assertEqual(["1"], self.answers(SENT))

    def test_pipelined(self) -> None:
        """
        Requests that come in one piece are answered one after the other.
        """
        self.assertEqual(["1", "2", "3"], self.answers(SENT, SENT + SENT))

    def test_forOneTime(self) -> None:
        """
        An answer that gives a cookie, ends the connection, or has a number from outside is given once.
        """
        for sent in (
            SENT.replace(b"/a", b"/cookie"),
            SENT.replace(b"Host", b"Connection: close\r\nHost"),
            SENT.replace(b"Host", b"X-Request-ID: given\r\nHost"),
            SENT.replace(b"1.1", b"1.0"),
        ):
            with self.subTest(sent=sent):
                (first,), (second,) = (self.answers(sent, peer=PROXY) for _ in range(2))
                self.assertNotEqual(first, second)

    def test_tooSoon(self) -> None:
        """
        It counts as any request does, and is refused if it comes too soon.
        """
        self.assertEqual(["1"] * 6 + ["429"], self.answers(*[SENT] * 7))
        self.clock.advance(1)
        self.assertEqual(["1", "429"], self.answers(SENT, SENT))

    def test_forwarded(self) -> None:
        """
        Of what a trusted server passes on, whoever it comes from counts.
        """
        sent = SENT.replace(b"Host", b"X-Forwarded-For: 192.0.2.1\r\nHost")
        self.assertEqual(["1"] * 6 + ["429"], self.answers(*[sent] * 7, peer=PROXY))
        self.assertEqual(["2"], self.answers(sent.replace(b"2.1", b"2.2"), peer=PROXY))

    def test_draining(self) -> None:
        """
        Once the server stops, the next answer says that it is the last.
        """
        channel, transport = self.connect()
        channel.dataReceived(SENT)
        transport.clear()
        self.factory.drain()
        channel.dataReceived(SENT)
        self.assertIn(b"\r\nConnection: close\r\n", transport.value())
        channel.connectionLost(None)

    def test_idle(self) -> None:
        """
        A connection on which nothing comes but the same is not idle.
        """
        channel, transport = self.connect()
        for _ in range(4):
            channel.dataReceived(SENT)
            self.clock.advance(Limits().idleSeconds * 0.75)
        self.assertFalse(transport.disconnecting)
        self.clock.advance(Limits().idleSeconds)
        self.assertTrue(transport.disconnecting)

    def test_bounded(self) -> None:
        """
        Of many answers the last ones are kept, and a large one not at all.
        """
        repeats = Repeats(Entrance(), AccessLog(None), self.clock, 2, 80)

        def keep(name: bytes, size: int) -> None:
            exchange = Exchange("share", PEER, "", "GET", "/", "", 200, size)
            page = Representation(b"text/html", b"x" * size)
            again = Again(page, lambda: True, lambda: page)
            answer = Answer(b"", b"", page.body, again, False, Client(PEER), b"/", exchange)
            repeats.keep(Sent(name, PEER, False), answer)

        for name in (b"a", b"b", b"b", b"c"):
            keep(name, 10)
        keep(b"d", 11)
        found = [name for name in (b"a", b"b", b"c", b"d") if repeats.find(Sent(name, PEER, False))]
        self.assertEqual([b"b", b"c"], found)
        self.assertEqual("<Repeats 2 answers, 20 bytes>", repr(repeats))

    def test_isRepeatable(self) -> None:
        """
        One short request without a body to read a page is.
        """
        self.assertTrue(isRepeatable(SENT))
        for other in (
            SENT.replace(b"GET", b"HEAD"),
            SENT.replace(b"GET", b"POST"),
            SENT.replace(b" /a", b" http://site.example/a"),
            SENT[:-2],
            SENT + b"x",
            b"\r\n" + SENT,
            SENT.replace(b"/a", b"/" + b"a" * 4000),
        ):
            with self.subTest(sent=other):
                self.assertFalse(isRepeatable(other))
