"""
Tests for L{mantissa_like.web._views.wording}.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._markup.templates import markup
from mantissa_like.web._views.wording import bytesInWords, momentOf, timeTag


class WordingTests(SynchronousTestCase):
    """
    Tests for how numbers and moments are written.
    """

    def test_bytes(self) -> None:
        """
        Few bytes are counted, more are measured in the largest fitting unit, beyond the last one in that.
        """
        for count, expected in (
            (0, "0 bytes"),
            (1, "1 byte"),
            (1023, "1,023 bytes"),
            (1024, "1.0 KiB"),
            (1_572_864, "1.5 MiB"),
            (5 * 2**40, "5.0 TiB"),
            (2**61, "2,097,152.0 TiB"),
        ):
            self.assertEqual(expected, bytesInWords(count))

    def test_moments(self) -> None:
        """
        A moment is the same whether it is a time or seconds; programs get seconds, people minutes.
        """
        for when in (1_000_000_000.5, Time.fromPOSIXTimestamp(1_000_000_000.5)):
            self.assertEqual("2001-09-09T01:46:40Z", momentOf(when))
            self.assertIn(b'datetime="2001-09-09T01:46:40Z"', markup(timeTag(when)))
            self.assertIn(b">2001-09-09 01:46 UTC<", markup(timeTag(when)))
        self.assertEqual("–", timeTag(None))
