"""
Tests for endpoints: the loopback rule, and what is an endpoint.
"""

from __future__ import annotations

from twisted.internet.endpoints import TCP4ServerEndpoint
from twisted.internet.testing import MemoryReactor
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.site import checkEndpoint, loopbackByDefault
from mantissa_like.site._endpoint import localURL, makeEndpoint
from mantissa_like.site.errors import BadEndpoint


class LoopbackByDefaultTests(SynchronousTestCase):
    """
    Tests for L{loopbackByDefault}.
    """

    def test_unsaid(self) -> None:
        """
        An endpoint of TCP or TLS without an interface gets the loopback's.
        """
        self.assertEqual("tcp:80:interface=127.0.0.1", loopbackByDefault("tcp:80"))
        self.assertEqual("tcp:port=80:interface=127.0.0.1", loopbackByDefault("tcp:port=80"))
        self.assertEqual(r"tcp6:80:interface=\:\:1", loopbackByDefault("tcp6:80"))
        self.assertEqual(
            r"ssl:443:privateKey=a\:b.pem:interface=127.0.0.1",
            loopbackByDefault(r"ssl:443:privateKey=a\:b.pem"),
        )
        self.assertEqual("haproxy:tcp:80:interface=127.0.0.1", loopbackByDefault("haproxy:tcp:80"))

    def test_said(self) -> None:
        """
        An interface that is named stays, whichever way it is.
        """
        for description in (
            "tcp:80:interface=0.0.0.0",
            "tcp:80:interface=",
            "tcp:80:0.0.0.0",
            r"tcp6:80:interface=\:\:",
            r"tcp6:80:50:\:\:",
            "ssl:443:interface=10.0.0.1:privateKey=key.pem",
            "ssl:443:key.pem:cert.pem:SSLv23_METHOD:10.0.0.1",
            "haproxy:tcp:80:interface=0.0.0.0",
        ):
            self.assertEqual(description, loopbackByDefault(description))

    def test_otherKinds(self) -> None:
        """
        Endpoints that have no interface stay as they are.
        """
        for description in ("unix:/run/site.sock", "systemd:domain=INET:index=0", "nonsense", ""):
            self.assertEqual(description, loopbackByDefault(description))


class MakeEndpointTests(SynchronousTestCase):
    """
    Tests for L{makeEndpoint} and L{checkEndpoint}.
    """

    def test_made(self) -> None:
        """
        A description becomes an endpoint, which does not listen.
        """
        reactor = MemoryReactor()
        self.assertIsInstance(makeEndpoint(reactor, "tcp:80"), TCP4ServerEndpoint)
        self.assertEqual([], reactor.tcpServers)

    def test_bad(self) -> None:
        """
        What is no endpoint is refused, whatever its parser raises.
        """
        for description in ("", "tcp", "tcp:eighty", "tcp:80:colour=red", "nonsense:1"):
            self.assertRaises(BadEndpoint, checkEndpoint, MemoryReactor(), description)

    def test_missingFile(self) -> None:
        """
        A key that is not there is named.
        """
        error = self.assertRaises(
            BadEndpoint, checkEndpoint, MemoryReactor(), "ssl:443:privateKey=/no/key.pem"
        )
        self.assertIn("/no/key.pem: No such file or directory", str(error))

    def test_ofProcess(self) -> None:
        """
        A socket that the server is handed when it starts can't be checked before.
        """
        checkEndpoint(MemoryReactor(), "systemd:domain=INET:index=0")


class LocalURLTests(SynchronousTestCase):
    """
    Tests for L{localURL}.
    """

    def test_address(self) -> None:
        """
        It is the address for a browser on this machine, where there is one.
        """
        self.assertEqual("http://localhost:8080", localURL("tcp:8080"))
        self.assertEqual("http://localhost:80", localURL("tcp:port=80:interface=0.0.0.0"))
        self.assertEqual("https://localhost:443", localURL("ssl:443:privateKey=key.pem"))
        self.assertIsNone(localURL("unix:/run/site.sock"))
