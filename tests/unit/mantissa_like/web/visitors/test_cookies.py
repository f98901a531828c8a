"""
Tests for L{mantissa_like.web._visitors.cookies}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.web._visitors.cookies import Cookies
from tests.unit.mantissa_like.web.memory_client import MemoryClient, serve


class Jar(Resource):
    """
    Shows a cookie, or does with it what the path says.
    """

    isLeaf = True

    def __init__(self, publicURL: str) -> None:
        super().__init__()
        self._cookies = Cookies(publicURL)

    def render_GET(self, request: Request) -> bytes:
        """
        The cookie's value.
        """
        if request.path == b"/write":
            self._cookies.write(request, "kept", "value", 60)
        elif request.path == b"/clear":
            self._cookies.clear(request, "kept")
        return repr(self._cookies.read(request, "kept")).encode()


class CookiesTests(SynchronousTestCase):
    """
    Tests for L{Cookies}.
    """

    def test_plain(self) -> None:
        """
        On a site without encryption, a cookie is for the server's eyes and for visits from the site's own
        pages.
        """
        client = MemoryClient(serve(Jar("http://site.example")))
        self.assertEqual(
            {"kept": "value; Path=/; Max-Age=60; HttpOnly; SameSite=lax"}, client.get("/write").cookies
        )
        self.assertEqual("'value'", client.get("/").text)

    def test_encrypted(self) -> None:
        """
        On a site with encryption, a cookie never leaves it, and has a name that only the host itself can set.
        """
        client = MemoryClient(serve(Jar("https://site.example")))
        self.assertEqual(
            {"__Host-kept": "value; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=lax"},
            client.get("/write").cookies,
        )
        self.assertEqual("'value'", client.get("/").text)

    def test_cleared(self) -> None:
        """
        A cleared cookie is gone.
        """
        client = MemoryClient(serve(Jar("http://site.example")))
        client.get("/write")
        client.get("/clear")
        self.assertEqual(({}, "None"), (client.cookies, client.get("/").text))

    def test_notOurs(self) -> None:
        """
        A value which the site would never set is as good as none.
        """
        client = MemoryClient(serve(Jar("http://site.example")))
        for value in ("é", "x" * 101):
            client.cookies["kept"] = value
            self.assertEqual("None", client.get("/").text)
