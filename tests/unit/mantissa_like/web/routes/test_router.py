"""
Tests for finding the route of a path.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._routes.route import Access, Route
from mantissa_like.web._routes.router import Router


def route(path: str) -> Route:
    """
    One that leads to nothing.
    """
    return Route(path, Access.EVERYBODY, lambda context: object())


class RouterTests(SynchronousTestCase):
    """
    Tests for L{Router}.
    """

    def setUp(self) -> None:
        self.router = Router([route("/"), route("/users"), route("/users/new"), route("/users/{name}")])

    def found(self, path: bytes) -> object:
        """
        The path of the route and its parameters.
        """
        found = self.router.find(path)
        return None if found is None else (found[0].path, dict(found[1]))

    def test_paths(self) -> None:
        """
        Fixed parts go before parameters, a slash at the end makes no difference, and what is quoted is
        unquoted.
        """
        for path, expected in (
            (b"/", ("/", {})),
            (b"/users", ("/users", {})),
            (b"/users/", ("/users", {})),
            (b"/users/new", ("/users/new", {})),
            (b"/users/al%69ce%40example.com/", ("/users/{name}", {"name": "alice@example.com"})),
            (b"/users/a%2Fb", ("/users/{name}", {"name": "a/b"})),
        ):
            self.assertEqual(expected, self.found(path), path)

    def test_elsewhere(self) -> None:
        """
        Other paths, empty parts and what is no text have no route.
        """
        for path in (b"/nothing", b"/users//", b"/users/a/b", b"/users/%ff", b"/users/%00"):
            self.assertIsNone(self.found(path), path)

    def test_twice(self) -> None:
        """
        Two routes can't have one path.
        """
        self.assertRaises(ValueError, Router, [route("/users"), route("/users/")])
