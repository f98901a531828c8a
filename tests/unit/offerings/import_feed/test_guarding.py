"""
Tests for L{offerings.import_feed._guarding}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from offerings.import_feed._guarding import isPublic


class IsPublicTests(SynchronousTestCase):
    """
    Tests for which addresses are of the public Internet.
    """

    def test_public(self) -> None:
        """
        Addresses of servers anywhere are.
        """
        for host in ("9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909", "2002:909:909::1"):
            self.assertTrue(isPublic(host), host)

    def test_own(self) -> None:
        """
        Those of this machine, of networks of one's own, of many at once and of nobody are not; nor are those
        in which one of these is hidden.
        """
        for host in (
            "127.0.0.1",
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::1",
            "2001:db8::1",
        ):
            self.assertFalse(isPublic(host), host)
