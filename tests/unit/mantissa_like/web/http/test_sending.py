"""
Tests for L{mantissa_like.web._http.sending}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.web._http.sending import redirect, send
from mantissa_like.web._markup.representation import Representation
from tests.unit.mantissa_like.web.memory_client import MemoryClient, serve


class Sender(Resource):
    """
    Sends one page, and redirects after a form.
    """

    isLeaf = True

    def __init__(self, page: Representation, url: str = "/") -> None:
        super().__init__()
        self._page, self._url = page, url

    def render_GET(self, request: Request) -> bytes:
        """
        The page.
        """
        return send(request, self._page)

    def render_POST(self, request: Request) -> bytes:
        """
        Elsewhere.
        """
        return redirect(request, self._url)


class SendingTests(SynchronousTestCase):
    """
    Tests for L{send} and L{redirect}.
    """

    def test_page(self) -> None:
        """
        A page may be kept by the browser that got it, which asks before it shows it again.
        """
        page = Representation(b"text/plain", b"body")
        response = MemoryClient(serve(Sender(page))).get("/")
        self.assertEqual((200, b"body"), (response.status, response.body))
        expected = {
            "content-type": "text/plain",
            "etag": page.etag.decode(),
            "vary": "Accept, Accept-Language, Cookie",
            "cache-control": "private, no-cache",
        }
        self.assertEqual(expected, {name: response.headers[name] for name in expected})

    def test_unchanged(self) -> None:
        """
        Who has the page gets no body.
        """
        page = Representation(b"text/plain", b"body")
        response = MemoryClient(serve(Sender(page))).get("/", {"If-None-Match": page.etag.decode()})
        self.assertEqual((304, b""), (response.status, response.body))

    def test_otherStatus(self) -> None:
        """
        A page that tells of a problem is not kept, and not compared with others.
        """
        page = Representation(b"text/plain", b"body", 400)
        response = MemoryClient(serve(Sender(page))).get("/", {"If-None-Match": page.etag.decode()})
        self.assertEqual((400, "no-store"), (response.status, response.headers["cache-control"]))
        self.assertNotIn("etag", response.headers)

    def test_redirect(self) -> None:
        """
        A form ends with another page, whose address is sent in ASCII and on one line.
        """
        page = Representation(b"text/plain", b"")
        for url, expected in (
            ("/users/a@b/x?n=1&m=%20#p", "/users/a@b/x?n=1&m=%20#p"),
            ("/é", "/%C3%A9"),
            ("/a\r\nSet-Cookie: b", "/a%0D%0ASet-Cookie:%20b"),
        ):
            response = MemoryClient(serve(Sender(page, url))).post("/", {})
            self.assertEqual((303, expected), (response.status, response.headers["location"]))
