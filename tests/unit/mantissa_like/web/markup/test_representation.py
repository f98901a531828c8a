"""
Tests for L{mantissa_like.web._markup.representation}.
"""

from __future__ import annotations

from dataclasses import dataclass

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._markup.representation import Representation, dataFor, problemFor


class RepresentationTests(SynchronousTestCase):
    """
    Tests for L{Representation} and what makes one for programs.
    """

    def test_etag(self) -> None:
        """
        The validator is quoted, and the same for the same bytes only.
        """
        one, same, other = (Representation(b"text/plain", body) for body in (b"a", b"a", b"b"))
        self.assertEqual(one.etag, same.etag)
        self.assertNotEqual(one.etag, other.etag)
        self.assertRegex(one.etag.decode(), r'^"[0-9a-f]{32}"$')

    def test_token(self) -> None:
        """
        A token takes every place of the mark, and the validator follows.
        """
        page = Representation(b"text/plain", b"<m> m <m>", 400, True)
        filled = page.withToken(b"<m>", "t")
        self.assertEqual(Representation(b"text/plain", b"t m t", 400, True), filled)
        self.assertNotEqual(page.etag, filled.etag)

    def test_withoutMark(self) -> None:
        """
        A page that has no form stays what it is.
        """
        page = Representation(b"text/plain", b"a")
        self.assertIs(page, page.withToken(b"<m>", "t"))

    def test_data(self) -> None:
        """
        Data is JSON, also from dataclasses.
        """

        @dataclass
        class Point:
            x: int

        self.assertEqual(
            Representation(b"application/json", b'{"a":[{"x":1}]}', isCacheable=True),
            dataFor({"a": [Point(1)]}),
        )

    def test_problem(self) -> None:
        """
        A problem is told with its status.
        """
        self.assertEqual(
            Representation(
                b"application/problem+json", b'{"status":403,"title":"No","detail":"Why."}', 403, False
            ),
            problemFor(403, "No", "Why."),
        )
