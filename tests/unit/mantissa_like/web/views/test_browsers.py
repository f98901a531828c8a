"""
Tests for L{mantissa_like.web._views.browsers}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._views.browsers import browserInWords

_MOZILLA = "Mozilla/5.0"
_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


class BrowserInWordsTests(SynchronousTestCase):
    """
    Tests for L{browserInWords}.
    """

    def test_known(self) -> None:
        """
        The usual browsers are known, whatever others they name.
        """
        for userAgent, expected in (
            (f"{_MOZILLA} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
            (
                f"{_MOZILLA} (Windows NT 10.0; Win64) {_WEBKIT} Chrome/128.0 Safari/537.36",
                "Chrome on Windows",
            ),
            (f"{_MOZILLA} (Windows NT 10.0) {_WEBKIT} Chrome/128.0 Safari/537.36 Edg/128", "Edge on Windows"),
            (f"{_MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", "Safari on an iPhone"),
            (f"{_MOZILLA} (Linux; Android 14) {_WEBKIT} Chrome/128.0 Safari/537.36", "Chrome on Android"),
            ("curl/8.5.0", "curl"),
            ("Something (Linux)", "A browser on Linux"),
            ("Something", "An unknown browser"),
            ("", "An unknown browser"),
        ):
            self.assertEqual(expected, browserInWords(userAgent))
