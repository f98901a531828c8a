"""
Tests for L{mantissa_like.web._visitors.sealing}.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.vault import KeyVault
from mantissa_like.web._visitors.cookies import Cookies
from mantissa_like.web._visitors.sealing import SealedCookies
from tests.unit.mantissa_like.web.memory_client import MemoryClient, serve


class Calls(Resource):
    """
    Answers with what a function makes of a request.
    """

    isLeaf = True
    function: Callable[[Request], bytes]

    def render_GET(self, request: Request) -> bytes:
        return self.function(request)


class SealedCookiesTests(SynchronousTestCase):
    """
    Tests for L{SealedCookies}.
    """

    def setUp(self) -> None:
        """
        A browser that was given something to keep for ten seconds.
        """
        self.clock, self.resource = Clock(), Calls()
        self.client = MemoryClient(serve(self.resource, self.clock))
        self.sealed = self.sealedBy(bytes(32))
        self.resource.function = self.write
        self.client.get("/")
        self.resource.function = self.read

    def sealedBy(self, key: bytes) -> SealedCookies:
        """
        Cookies sealed with a key.
        """
        return SealedCookies(Cookies("http://example.com"), KeyVault(lambda: [key]), self.clock)

    def write(self, request: Request) -> bytes:
        """
        Keep the word.
        """
        self.sealed.write(request, "x", b"the word", 10)
        return b""

    def read(self, request: Request) -> bytes:
        """
        What was kept.
        """
        return self.sealed.read(request, "x") or b"nothing"

    def test_kept(self) -> None:
        """
        What the browser was given comes back, and the browser can't read it.
        """
        self.assertEqual("the word", self.client.get("/").text)
        self.assertNotIn("word", self.client.cookies["x"])

    def test_timeIsOver(self) -> None:
        """
        After its time it is nothing, though the browser may still send it.
        """
        self.clock.advance(10)
        self.assertEqual("nothing", self.client.get("/").text)

    def test_changed(self) -> None:
        """
        What was changed, or sealed for another cookie or by another site, is nothing.
        """
        kept = self.client.cookies["x"]
        for value in ("", "AAAA", kept[:-6] + "AAAAA=", "é", "x" * 3_000):
            self.client.cookies["x"] = value
            self.assertEqual("nothing", self.client.get("/").text, value)
        self.client.cookies["x"] = kept
        self.sealed = self.sealedBy(b"k" * 32)
        self.assertEqual("nothing", self.client.get("/").text)

    def test_cleared(self) -> None:
        """
        A browser that is told to forgets.
        """

        def clear(request: Request) -> bytes:
            self.sealed.clear(request, "x")
            return b""

        self.resource.function = clear
        self.client.get("/")
        self.assertEqual({}, self.client.cookies)
