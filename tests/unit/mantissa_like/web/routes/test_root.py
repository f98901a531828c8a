"""
Tests for L{mantissa_like.web._routes.root}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from twisted.web.resource import Resource
from twisted.web.server import Request

from mantissa_like.web._routes.root import Root
from tests.unit.mantissa_like.web.memory_client import MemoryClient, serve


class Named(Resource):
    """
    A leaf that tells its name.
    """

    isLeaf = True

    def __init__(self, name: bytes) -> None:
        super().__init__()
        self._name = name

    def render_GET(self, request: Request) -> bytes:
        """
        The name.
        """
        return self._name


class RootTests(SynchronousTestCase):
    """
    Tests for L{Root}.
    """

    def test_whoAnswers(self) -> None:
        """
        A page answers at its own address only, a folder below it too, and everything else is the others'.
        """
        root = Root(
            {b"": Named(b"front"), b"page": Named(b"page")}, {b"folder": Named(b"folder")}, Named(b"others")
        )
        client = MemoryClient(serve(root))
        for path, expected in (
            ("/", "front"),
            ("/?x=1", "front"),
            ("/page", "page"),
            ("/page/", "page"),
            ("/folder", "folder"),
            ("/folder/a/b", "folder"),
            ("/Page", "others"),
            ("/users/page", "others"),
        ):
            self.assertEqual(expected, client.get(path).text, path)

    def test_nothingBelowPages(self) -> None:
        """
        There is nothing below a page, not even below the front page.
        """
        client = MemoryClient(serve(Root({b"": Named(b""), b"page": Named(b"")}, {}, Named(b"others"))))
        self.assertEqual([404, 404], [client.get(path).status for path in ("/page/x", "//users")])
