"""
Tests for L{offerings.timeline._links}.
"""

from __future__ import annotations

import time

from twisted.trial.unittest import SynchronousTestCase

from offerings.timeline._links import linked

RELATION = b'rel="nofollow noopener noreferrer"'


class LinkedTests(SynchronousTestCase):
    """
    Tests for addresses in posts.
    """

    def test_none(self) -> None:
        """
        A text without addresses is left as it is.
        """
        for text in ("Milk", "ftp://example.com javascript:alert(1)", "http://"):
            self.assertEqual(text, linked(text))

    def test_links(self) -> None:
        """
        An address is a link, without the punctuation after it; all else is text.
        """
        for text, before, url, after in (
            ("See https://example.com/a?b=1.", b"See ", b"https://example.com/a?b=1", b"."),
            ("<b> (http://x.example/)!", b"&lt;b&gt; (", b"http://x.example/", b")!"),
            ('"https://x.example/a"', b'"', b"https://x.example/a", b'"'),
        ):
            expected = before + b'<a href="' + url + b'" ' + RELATION + b">" + url + b"</a>" + after
            self.assertEqual(expected, linked(text))

    def test_inProportion(self) -> None:
        """
        No text takes long.
        """
        for piece in ("http://", "https://.", "https://x.)", "https://x. "):
            began = time.process_time()
            linked(piece * (2000 // len(piece)))
            self.assertLess(time.process_time() - began, 0.5, piece)
