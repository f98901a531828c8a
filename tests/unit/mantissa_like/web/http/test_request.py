"""
Tests for L{mantissa_like.web._http.request}.
"""

from __future__ import annotations

from collections.abc import Callable
from unittest import mock

from twisted.internet.error import ConnectionDone
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase
from twisted.web import http
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request

from mantissa_like.config import Limits
from mantissa_like.web import FailurePages, HTTPFactory, RequestRefused, Shell
from mantissa_like.web._http.entrance import Entrance
from mantissa_like.web._http.guardheaders import SECURITY_HEADERS
from mantissa_like.web.errors import TooManyAttempts


class Calls(Resource):
    """
    Answers GET and POST with what a function returns.
    """

    isLeaf = True

    def __init__(self, function: Callable[[Request], bytes | int]) -> None:
        super().__init__()
        self._function = function

    def render_GET(self, request: Request) -> bytes | int:
        return self._function(request)

    render_POST = render_GET


class GuardedRequestTests(SynchronousTestCase):
    """
    Tests for L{GuardedRequest}.
    """

    def request(
        self, function: Callable[[Request], bytes | int], start: bytes = b"GET / HTTP/1.1\r\n\r\n"
    ) -> None:
        """
        Send a request which is answered by C{function}.
        """
        failures = FailurePages(Shell("Site", []))
        entrance = Entrance(newID=lambda: "n1")
        factory = HTTPFactory(Calls(function), Limits(), failures, Clock(), entrance=entrance)
        self.channel = factory.buildProtocol(None)
        self.transport = StringTransport()
        self.channel.makeConnection(self.transport)
        self.channel.dataReceived(start)

    def response(self) -> tuple[bytes, dict[bytes, bytes], bytes]:
        """
        The status line, the headers and the body of the response.
        """
        head, _, body = self.transport.value().partition(b"\r\n\r\n")
        status, *lines = head.split(b"\r\n")
        return status, {name: value for name, _, value in (line.partition(b": ") for line in lines)}, body

    def assertGuarded(self, headers: dict[bytes, bytes]) -> None:
        self.assertEqual(dict(SECURITY_HEADERS), {name: headers.get(name) for name, _ in SECURITY_HEADERS})

    def test_answer(self) -> None:
        """
        What a resource renders is sent as HTML unless it says otherwise, with the security headers.
        """
        self.request(lambda request: b"<p>x</p>")
        status, headers, body = self.response()
        self.assertEqual((b"HTTP/1.1 200 OK", b"<p>x</p>"), (status, body))
        self.assertEqual(b"text/html; charset=utf-8", headers[b"Content-Type"])
        self.assertGuarded(headers)

    def test_unexpectedFailure(self) -> None:
        """
        A failure that nobody expected shows its incident's number and nothing else; the rest is in the log.
        """

        def fail(request: Request) -> bytes:
            request.setHeader(b"X-Inside", b"1")
            raise ZeroDivisionError("inside")

        self.request(fail)
        status, headers, body = self.response()
        self.assertEqual(b"HTTP/1.1 500 Internal Server Error", status)
        self.assertIn(b"n1", body)
        self.assertNotIn(b"inside", body.lower())
        self.assertNotIn(b"X-Inside", headers)
        self.assertGuarded(headers)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_notBytes(self) -> None:
        """
        A resource that renders anything but bytes has failed.
        """
        self.request(lambda request: "text")  # type: ignore[arg-type, return-value]
        self.assertEqual(b"HTTP/1.1 500 Internal Server Error", self.response()[0])
        self.assertEqual(1, len(self.flushLoggedErrors(TypeError)))

    def test_refused(self) -> None:
        """
        A refusal has its status's page and is no incident.
        """

        def refuse(request: Request) -> bytes:
            raise RequestRefused(http.NOT_FOUND)

        self.request(refuse)
        status, headers, body = self.response()
        self.assertEqual(b"HTTP/1.1 404 Not Found", status)
        self.assertIn(b"<h1>Not found</h1>", body)
        self.assertGuarded(headers)

    def test_refusedWithHeaders(self) -> None:
        """
        A refusal may say more in headers: how to log in, or when to come back.
        """

        def refuse(request: Request) -> bytes:
            raise TooManyAttempts(100.2)

        self.request(refuse)
        status, headers, _ = self.response()
        self.assertEqual((b"HTTP/1.1 429 Too Many Requests", b"101"), (status, headers[b"Retry-After"]))
        self.assertGuarded(headers)

    def test_failureAfterTheBeginning(self) -> None:
        """
        A response that fails half-way is cut off, so that nobody takes it for whole.
        """

        def fail(request: Request) -> bytes:
            request.write(b"half")
            raise ZeroDivisionError

        self.request(fail)
        self.assertTrue(self.transport.disconnected)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_failureAfterTheEnd(self) -> None:
        """
        A failure when the client is gone, or when all was sent, is only logged.
        """
        requests: list[Request] = []

        def later(request: Request) -> int:
            requests.append(request)
            return NOT_DONE_YET

        self.request(later)
        requests[0].finish()
        sent = self.transport.value()
        requests[0].processingFailed(Failure(ZeroDivisionError()))
        self.assertEqual(sent, self.transport.value())

        self.request(later)
        self.channel.connectionLost(Failure(ConnectionDone()))
        requests[1].processingFailed(Failure(ZeroDivisionError()))
        self.assertEqual(b"", self.transport.value())
        self.assertEqual(2, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_methodNotAllowed(self) -> None:
        """
        A method which the resource doesn't know, or nobody does, is refused, and those that work are named.
        """
        self.request(lambda request: b"x", b"PUT /\xb0 HTTP/1.1\r\n\r\n")
        status, headers, _ = self.response()
        self.assertEqual(b"HTTP/1.1 405 Method Not Allowed", status)
        self.assertEqual({b"GET", b"HEAD", b"POST"}, set(headers[b"Allow"].split(b", ")))
        self.request(lambda request: b"x", b"BREW / HTTP/1.1\r\n\r\n")
        self.assertEqual(b"HTTP/1.1 501 Not Implemented", self.response()[0])

    def test_head(self) -> None:
        """
        HEAD gets what GET would, without the body.
        """
        self.request(lambda request: b"12345", b"HEAD / HTTP/1.1\r\n\r\n")
        status, headers, body = self.response()
        self.assertEqual((b"HTTP/1.1 200 OK", b"5", b""), (status, headers[b"Content-Length"], body))

    def test_oddAddresses(self) -> None:
        """
        Whatever bytes an address is made of, it reaches the resource or is refused.
        """
        for path in (
            b"/%00",
            b"/%ff%fe",
            b"/\x7f\x80\xb0",
            b"/..%2f..",
            b"//",
            b"/%",
            b"/?%00=&&;=",
            b"*",
            b"x://y",
            b"y:80",
        ):
            self.request(lambda request: b"x", b"GET %b HTTP/1.1\r\n\r\n" % path)
            self.assertIn(self.response()[0][9:12], (b"200", b"400", b"405"))

    def test_wholeAddress(self) -> None:
        """
        An address that begins with the name of the server means what follows it.
        """
        for address, expected in (
            (b"http://site.example/a?b=http://c/", b"/a /a?b=http://c/"),
            (b"HTTPS://[::1]:8080/a", b"/a /a"),
            (b"http://site.example", b"/ /"),
            (b"http://site.example?b", b"/ /?b"),
            (b"/http://site.example/a", b"/http://site.example/a /http://site.example/a"),
        ):
            self.request(
                lambda request: b"%b %b" % (request.path, request.uri), b"GET %b HTTP/1.1\r\n\r\n" % address
            )
            self.assertEqual(expected, self.response()[2])

    def test_brokenForm(self) -> None:
        """
        A form that cannot be taken apart is the client's fault, whatever error that causes.
        """
        with mock.patch.object(http, "parse_qs", side_effect=UnicodeError("odd")):
            self.request(lambda request: b"x", b"GET /?a=b HTTP/1.1\r\n\r\n")
        self.assertEqual(b"HTTP/1.1 400 Bad Request", self.response()[0])
