"""
Tests for L{mantissa_like.web._http.proxies}.
"""

from __future__ import annotations

from time import perf_counter

from twisted.trial.unittest import SynchronousTestCase
from twisted.web.http_headers import Headers

from mantissa_like.web._http.proxies import Client, Proxies

NEAR, FAR = "10.0.0.1", "10.1.0.1"


class ProxiesTests(SynchronousTestCase):
    """
    Tests for L{Proxies}.
    """

    def client(self, peer: str, **headers: str) -> Client:
        """
        Who sends a request with these headers.
        """
        raw = Headers({name.replace("_", "-"): [value] for name, value in headers.items()})
        return Proxies(["10.0.0.0/8", "::1"]).clientOf(peer, raw)

    def test_strangersAreNotBelieved(self) -> None:
        """
        Whoever is not trusted can say what they like.
        """
        said = self.client(
            "192.0.2.9", X_Forwarded_For="127.0.0.1", X_Forwarded_Proto="https", Forwarded="for=1.2.3.4"
        )
        self.assertEqual(Client("192.0.2.9"), said)

    def test_trusted(self) -> None:
        """
        A trusted server says who connected to it, how, and to what name.
        """
        said = self.client(
            NEAR, X_Forwarded_For="192.0.2.9", X_Forwarded_Proto="https", X_Forwarded_Host="a.example"
        )
        self.assertEqual(Client("192.0.2.9", False, True, "a.example"), said)

    def test_readFromTheEnd(self) -> None:
        """
        What a client put into the header before it reached a trusted server is not believed.
        """
        self.assertEqual("192.0.2.9", self.client(NEAR, X_Forwarded_For="127.0.0.1, 192.0.2.9").address)
        chain = f"127.0.0.1, 192.0.2.9, {FAR}"
        self.assertEqual("192.0.2.9", self.client(NEAR, X_Forwarded_For=chain).address)

    def test_standard(self) -> None:
        """
        The header of RFC 7239 goes before the others, and is read likewise.
        """
        forwarded = (
            f'for=127.0.0.1, for="[2001:db8::9]:4711";proto=https;host="a.example", for={FAR};proto=http'
        )
        said = self.client(NEAR, Forwarded=forwarded, X_Forwarded_For="192.0.2.1")
        self.assertEqual(Client("2001:db8::9", False, True, "a.example"), said)

    def test_longHeaders(self) -> None:
        """
        However somebody pads the header that a trusted server passes on, it is read at once.
        """
        began = perf_counter()
        for padding in (" ", "a", '"', "a=;", "for=", ", "):
            padded = padding * (16_000 // len(padding))
            self.assertEqual("192.0.2.9", self.client(NEAR, Forwarded=f"{padded}, for=192.0.2.9").address)
        self.assertLess(perf_counter() - began, 1.0)

    def test_bothVersions(self) -> None:
        """
        A trusted server is known also where a socket for IPv6 tells its address of IPv4.
        """
        self.assertEqual("192.0.2.9", self.client(f"::ffff:{NEAR}", X_Forwarded_For="192.0.2.9").address)
        self.assertFalse(self.client("::ffff:192.0.2.9").isTrusted)

    def test_nonsense(self) -> None:
        """
        Where what is said makes no sense, the server that said it is the last one known.
        """
        for value in ("", "unknown", "_hidden", "1.2.3", "192.0.2.9, x", "<script>"):
            self.assertEqual(NEAR, self.client(NEAR, X_Forwarded_For=value).address, value)
            self.assertEqual(NEAR, self.client(NEAR, Forwarded=f"for={value}").address, value)

    def test_saysNothing(self) -> None:
        """
        A trusted server that says nothing speaks for itself, and so does a socket in the file system.
        """
        self.assertEqual(Client("::1", isTrusted=True), self.client("::1"))
        self.assertEqual(Client("", isTrusted=True), self.client(""))

    def test_endless(self) -> None:
        """
        A chain is followed for twenty servers.
        """
        chain = ", ".join(["192.0.2.9", *[FAR] * 20])
        self.assertEqual(FAR, self.client(NEAR, X_Forwarded_For=chain).address)
