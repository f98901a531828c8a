"""
Tests for L{mantissa_like.web._websharing.recollection}.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase
from twisted.web.test.requesthelper import DummyRequest

from axiom.attributes import text
from axiom.item import Item
from axiom.store import Store
from mantissa_like.web._websharing.recollection import Recollection


class Mark(Item):
    """
    A change of the store.
    """

    typeName = "test_recollection_mark"
    name = text()


class RecollectionTests(SynchronousTestCase):
    """
    Tests for L{Recollection}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        self.recollection = Recollection(self.store, 2)
        self.what: Any = "store", "asked"
        self.recollection.find(self.request())

    def keep(self, request: Any) -> None:
        """
        Remember a request that was understood just now.
        """
        self.recollection.keep(request, self.recollection.revision, *self.what)

    def request(self, uri: bytes = b"/a", **headers: str) -> Any:
        """
        A request with these headers.
        """
        request: Any = DummyRequest([])
        request.uri = uri
        request.isSecure = lambda: False
        for name, value in headers.items():
            request.requestHeaders.setRawHeaders(name.replace("_", "-"), [value])
        return request

    def test_kept(self) -> None:
        """
        What was kept for a request is found for the same, and for no other.
        """
        self.keep(self.request(Cookie="a=1", Accept="text/html"))
        found = self.recollection.find(self.request(Cookie="a=1", Accept="text/html"))
        self.assertEqual(self.what, found)
        for other in (
            self.request(b"/b", Cookie="a=1", Accept="text/html"),
            self.request(Cookie="a=2", Accept="text/html"),
            self.request(Cookie="a=1", Accept="application/json"),
            self.request(Cookie="a=1", Accept="text/html", Accept_Language="de"),
            self.request(Cookie="a=1", Accept="text/html", Authorization="Bearer x"),
        ):
            self.assertIs(None, self.recollection.find(other))

    def test_encrypted(self) -> None:
        """
        A request that comes encrypted, whose cookies have other names, is another.
        """
        self.keep(self.request())
        encrypted = self.request()
        encrypted.isSecure = lambda: True
        self.assertIs(None, self.recollection.find(encrypted))

    def test_forgotten(self) -> None:
        """
        When the site store changes, nothing is known any more.
        """
        self.keep(self.request())
        Mark(store=self.store)
        self.assertIs(None, self.recollection.find(self.request()))

    def test_understoodBefore(self) -> None:
        """
        What was understood before a change is not kept after it, though others have asked meanwhile.
        """
        before = self.recollection.revision
        Mark(store=self.store)
        self.recollection.find(self.request(b"/other"))
        self.recollection.keep(self.request(), before, *self.what)
        self.assertIs(None, self.recollection.find(self.request()))

    def test_bounded(self) -> None:
        """
        Neither many requests nor long ones are kept.
        """
        self.recollection.find(self.request())
        for name in (b"/a", b"/b", b"/c"):
            self.keep(self.request(name))
        self.assertIs(None, self.recollection.find(self.request(b"/a")))
        self.assertEqual(self.what, self.recollection.find(self.request(b"/c")))
        self.keep(self.request(b"/" + b"x" * 4000))
        self.assertIs(None, self.recollection.find(self.request(b"/" + b"x" * 4000)))
