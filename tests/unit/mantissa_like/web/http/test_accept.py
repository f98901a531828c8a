"""
Tests for L{mantissa_like.web._http.accept}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web import prefersJSON


class PrefersJSONTests(SynchronousTestCase):
    """
    Tests for L{prefersJSON}.
    """

    def assertHTML(self, accept: bytes | None) -> None:
        self.assertEqual((accept, False), (accept, prefersJSON(accept)))

    def assertJSON(self, accept: bytes) -> None:
        self.assertEqual((accept, True), (accept, prefersJSON(accept)))

    def test_noPreferenceIsHTML(self) -> None:
        """
        Who says nothing, or accepts anything, gets HTML.
        """
        self.assertHTML(None)
        self.assertHTML(b"")
        self.assertHTML(b"*/*")
        self.assertHTML(b"application/json, text/html")

    def test_browserGetsHTML(self) -> None:
        """
        What browsers send means HTML.
        """
        self.assertHTML(b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")

    def test_program(self) -> None:
        """
        Who names JSON and not HTML gets JSON.
        """
        self.assertJSON(b"application/json")
        self.assertJSON(b"APPLICATION/JSON ; charset=utf-8")
        self.assertJSON(b"application/json, */*;q=0.5")
        self.assertJSON(b"application/*")

    def test_qualitiesDecide(self) -> None:
        """
        Of two media types that are named, the one of higher quality wins.
        """
        self.assertJSON(b"text/html;q=0.5, application/json;q=0.6")
        self.assertHTML(b"text/html;q=0.6, application/json;q=0.5")
        self.assertHTML(b"application/json;q=0, text/html;q=0")

    def test_malformedQualityCountsForNothing(self) -> None:
        """
        A quality that is no number makes its media type unwanted.
        """
        self.assertHTML(b"application/json;q=much")
        self.assertHTML(b";;,=;q,\xff")
