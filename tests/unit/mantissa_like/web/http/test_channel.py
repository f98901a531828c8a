"""
Tests for L{mantissa_like.web._http.channel}.
"""

from __future__ import annotations

import re

from twisted.internet.error import ConnectionDone
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request

from mantissa_like.config import Limits
from mantissa_like.web import FailurePages, HTTPFactory, Shell

LIMITS = Limits(bodyBytes=100, formBytes=10, uriBytes=256, requestSeconds=30.0, idleSeconds=60.0)
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


class Echo(Resource):
    """
    Answers with the request's body; at C{/later}, only when told to.
    """

    isLeaf = True

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Request] = []

    def render_GET(self, request: Request) -> bytes | int:
        if request.path == b"/later":
            self.waiting.append(request)
            return NOT_DONE_YET
        assert request.content is not None
        return b"<%b>" % request.content.read()

    render_PUT = render_POST = render_GET


class LimitedChannelTests(SynchronousTestCase):
    """
    Tests for L{LimitedChannel}.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.resource = Echo()
        failures = FailurePages(Shell("Site", []))
        self.channel = HTTPFactory(self.resource, LIMITS, failures, self.clock).buildProtocol(None)
        self.transport = StringTransport()
        self.channel.makeConnection(self.transport)

    def tearDown(self) -> None:
        self.channel.connectionLost(Failure(ConnectionDone()))
        self.assertEqual([], self.clock.getDelayedCalls())

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.channel.dataReceived(piece)

    def assertAnswered(self, *statuses: int) -> None:
        """
        Since the last time, there were responses with these statuses.
        """
        found = re.findall(rb"HTTP/1\.1 (\d{3}) ", self.transport.value())
        self.assertEqual(list(statuses), [int(status) for status in found])
        self.transport.clear()

    def assertRefused(self, status: int) -> None:
        """
        The last request was refused, nothing else is taken, and the connection ends a little later.
        """
        self.assertIn(b"\r\nConnection: close\r\n", self.transport.value())
        self.assertIn(b"\r\nX-Content-Type-Options: nosniff\r\n", self.transport.value())
        self.assertAnswered(status)
        self.send(b"x" * 50, b"\r\n\r\nGET / HTTP/1.1\r\n\r\n")
        self.assertAnswered()
        self.assertFalse(self.transport.disconnecting)
        self.clock.advance(2)
        self.assertTrue(self.transport.disconnecting)

    def test_withinLimits(self) -> None:
        """
        A body of just the limit is accepted, and so is the next request.
        """
        self.send(b"PUT / HTTP/1.1\r\nContent-Length: 100\r\n\r\n" + b"x" * 100)
        self.assertIn(b"<" + b"x" * 100 + b">", self.transport.value())
        self.send(b"GET / HTTP/1.1\r\n\r\n")
        self.assertAnswered(200, 200)

    def test_doesNotRead(self) -> None:
        """
        Who reads now and then is waited for; who reads nothing for two minutes is cut off.
        """
        self.send(b"GET /later HTTP/1.1\r\n\r\n")
        for _ in range(3):
            self.channel.pauseProducing()
            self.clock.advance(119)
            self.channel.resumeProducing()
        self.clock.advance(119)
        self.assertFalse(self.transport.disconnected)
        self.channel.pauseProducing()
        self.channel.pauseProducing()
        self.clock.advance(120)
        self.assertTrue(self.transport.disconnected)

    def test_announcedTooLarge(self) -> None:
        """
        A body that is announced too large is refused before it arrives, also if the client asks first.
        """
        self.send(b"PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 101\r\n\r\n")
        self.assertRefused(413)

    def test_chunkedTooLarge(self) -> None:
        """
        A body of unknown length is refused when it passes the limit.
        """
        self.send(b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"64\r\n" + b"x" * 100 + b"\r\n")
        self.assertAnswered()
        self.send(b"1\r\nx\r\n")
        self.assertRefused(413)

    def test_chunkedTooLargeInOnePiece(self) -> None:
        """
        A chunked body too large is refused although it is complete.
        """
        self.send(
            b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + b"x" * 101 + b"\r\n0\r\n\r\n"
        )
        self.assertRefused(413)

    def test_formTooLarge(self) -> None:
        """
        Forms have a limit of their own, and so has what programs send instead.
        """
        for kind in (FORM, b"Content-Type: application/json\r\n"):
            self.setUp()
            self.send(b"POST / HTTP/1.1\r\n" + kind + b"Content-Length: 10\r\n\r\na=45678901")
            self.assertAnswered(200)
            self.send(b"POST / HTTP/1.1\r\n" + kind + b"Content-Length: 11\r\n\r\n")
            self.assertRefused(413)

    def test_lineTooLong(self) -> None:
        """
        A first line over the limit is refused.
        """
        self.send(b"GET /" + b"a" * 256 + b" HTTP/1.1\r\n\r\n")
        self.assertRefused(414)

    def test_lineWithoutEnd(self) -> None:
        """
        A first line that does not end is refused.
        """
        self.send(*[b"a" * 1000] * 17)
        self.assertRefused(414)

    def test_headersTooLarge(self) -> None:
        """
        Too many headers, and one that does not end, are refused.
        """
        self.send(b"GET / HTTP/1.1\r\n", b"X: y\r\n" * 5000)
        self.assertRefused(400)

    def test_headerWithoutEnd(self) -> None:
        """
        A header that does not end is refused.
        """
        self.send(b"GET / HTTP/1.1\r\nX: ", *[b"a" * 1000] * 17)
        self.assertRefused(400)

    def test_malformed(self) -> None:
        """
        What is not HTTP is refused.
        """
        self.send(b"\x16\x03\x01\r\n")
        self.assertRefused(400)

    def test_malformedLength(self) -> None:
        """
        A length that is no number, more than one, or longer than any number, is refused.
        """
        for length in (b"-1", b"+1", b"0x1", b"1, 1", b"1\r\nContent-Length: 1", b"9" * 5000):
            self.channel.connectionLost(Failure(ConnectionDone()))
            self.setUp()
            self.send(b"PUT / HTTP/1.1\r\nContent-Length: %b\r\n\r\nx" % length)
            self.assertRefused(400)

    def test_malformedChunk(self) -> None:
        """
        A chunked body that is not one is refused.
        """
        self.send(b"PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
        self.assertRefused(400)

    def test_noUploads(self) -> None:
        """
        A form with files is refused where nobody may upload.
        """
        self.send(b"POST / HTTP/1.1\r\nContent-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\nx")
        self.assertRefused(415)

    def test_slowLine(self) -> None:
        """
        A first line that arrives byte by byte is cut off when the request's time is over.
        """
        for byte in b"GET / HTTP":
            self.send(bytes([byte]))
            self.clock.advance(2.9)
        self.assertAnswered()
        self.clock.advance(1.1)
        self.assertRefused(408)

    def test_slowBody(self) -> None:
        """
        The time for the body is what the headers left.
        """
        self.send(b"PUT / HTTP/1.1\r\n")
        self.clock.advance(20)
        self.send(b"Content-Length: 9\r\n\r\n")
        self.clock.advance(9)
        self.send(b"x")
        self.assertAnswered()
        self.clock.advance(1)
        self.assertRefused(408)

    def test_timeIsPerRequest(self) -> None:
        """
        Each request on a connection has its whole time.
        """
        for _ in range(3):
            self.send(b"GET / HTTP/1.1\r\n")
            self.clock.advance(29)
            self.send(b"\r\n")
        self.assertAnswered(200, 200, 200)

    def test_slowAnswer(self) -> None:
        """
        The server may take longer over its answer than a client over its request.
        """
        self.send(b"GET /later HTTP/1.1\r\n\r\n")
        self.clock.advance(1000)
        self.assertAnswered()
        (request,) = self.resource.waiting
        request.finish()
        self.assertAnswered(200)
        self.assertFalse(self.transport.disconnecting)

    def test_pipelined(self) -> None:
        """
        Requests that are sent ahead are answered in order; the time of an unfinished last one begins with
        what follows of it.
        """
        self.send(b"GET /later HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\nGET / HT")
        (request,) = self.resource.waiting
        request.finish()
        self.assertAnswered(200, 200)
        self.clock.advance(30)
        self.send(b"TP")
        self.clock.advance(29)
        self.assertAnswered()
        self.clock.advance(1)
        self.assertRefused(408)

    def test_idle(self) -> None:
        """
        A connection on which nothing arrives is closed without a word.
        """
        self.clock.advance(60)
        self.assertAnswered()
        self.assertTrue(self.transport.disconnecting)

    def test_idleAfterRequest(self) -> None:
        """
        A kept connection is closed when it was idle for long enough.
        """
        self.send(b"GET / HTTP/1.1\r\n\r\n")
        self.clock.advance(59)
        self.assertFalse(self.transport.disconnecting)
        self.clock.advance(1)
        self.assertTrue(self.transport.disconnecting)

    def test_lastAnswerIsNotRead(self) -> None:
        """
        A client which never reads the last answer is cut off.
        """
        self.send(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        self.clock.advance(59)
        self.assertFalse(self.transport.disconnected)
        self.clock.advance(1)
        self.assertTrue(self.transport.disconnected)
