"""
Tests for L{mantissa_like.web._http.hostnames}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.web._http.hostnames import HostNames


class HostNamesTests(SynchronousTestCase):
    """
    Tests for L{HostNames}.
    """

    def test_included(self) -> None:
        """
        A site has its public name, its aliases and those of this machine, with any port and in any case.
        """
        names = HostNames("https://site.example:8443", ["WWW.site.example"])
        own = (b"localhost:8080", b"127.0.0.1", b"[::1]:8080")
        for host in (b"site.example", b"SITE.example:80", b"site.example.", b"www.site.example", *own):
            self.assertTrue(names.include(host), host)

    def test_others(self) -> None:
        """
        Every other name is somebody else's, and what is no name is nobody's.
        """
        names = HostNames("https://site.example")
        malformed = (
            b"",
            b"site.example:x",
            b"site.example/..",
            b"site.example@evil.example",
            b"a b",
            b"\xff",
        )
        for host in (b"evil.example", b"site.example.evil.example", b"xsite.example", *malformed):
            self.assertFalse(names.include(host), host)
