"""
Tests for L{mantissa_like.web._http.guardheaders}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._http.guardheaders import SECURITY_HEADERS, GuardHeaders


class GuardHeadersTests(SynchronousTestCase):
    """
    Tests for L{GuardHeaders}.
    """

    def test_all(self) -> None:
        """
        A response that has none of them gets all; one of a site that is only reached encrypted gets one more.
        """
        lines = [b"%s: %s\r\n" % header for header in SECURITY_HEADERS]
        self.assertEqual(b"".join(lines), GuardHeaders(False).missing({b"Date"}))
        self.assertEqual(
            b"".join([*lines, b"Strict-Transport-Security: max-age=31536000\r\n"]),
            GuardHeaders(True).missing(()),
        )

    def test_own(self) -> None:
        """
        What a response says itself is not said again.
        """
        missing = GuardHeaders(False).missing({b"Content-Security-Policy"})
        self.assertNotIn(b"Content-Security-Policy", missing)
        self.assertEqual(len(SECURITY_HEADERS) - 1, missing.count(b"\r\n"))
