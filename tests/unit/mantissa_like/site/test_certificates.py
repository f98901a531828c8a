"""
Tests for L{mantissa_like.site._certificates}.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.site._certificates import SiteCertificate
from mantissa_like.site.errors import BadCertificate


class SiteCertificateTests(SynchronousTestCase):
    """
    Tests for L{SiteCertificate}.
    """

    def setUp(self) -> None:
        """
        A site without a certificate.
        """
        self.clock = Clock()
        self.clock.advance(time.time())
        self.directory = Path(self.mktemp())
        self.certificate = self.make(self.directory)
        self.file = self.directory / "site.pem"

    def make(self, directory: Path, *names: str) -> SiteCertificate:
        """
        The certificate of a site.
        """
        return SiteCertificate(directory, names or ["site.example", "127.0.0.1"], self.clock)

    def other(self) -> bytes:
        """
        The file of another site.
        """
        directory = Path(self.mktemp())
        self.make(directory, "other.example").getContext()
        return (directory / "site.pem").read_bytes()

    def assertRefused(self, pem: bytes, problem: str) -> None:
        before = self.file.read_bytes()
        error = self.assertRaises(BadCertificate, self.certificate.replace, pem)
        self.assertIn(problem, str(error))
        self.assertEqual(before, self.file.read_bytes())

    def test_made(self) -> None:
        """
        When one is needed and there is none, the site signs one itself for its names, in a file of its own.
        """
        self.assertIsNone(self.certificate.state())
        self.certificate.getContext()
        state = self.certificate.state()
        assert state is not None
        self.assertEqual((("site.example", "127.0.0.1"), True), (state.hosts, state.isSelfSigned))
        self.assertEqual(730, round((state.expires - self.clock.seconds()) / 86400))
        self.assertEqual(0o600, self.file.stat().st_mode & 0o777)
        self.assertEqual(0o700, self.directory.stat().st_mode & 0o777)

    def test_kept(self) -> None:
        """
        As long as the file is the same, it is read once.
        """
        self.assertIs(self.certificate.getContext(), self.certificate.getContext())

    def test_replaced(self) -> None:
        """
        Another certificate is used from the next connection on, here and in other processes.
        """
        elsewhere = self.make(self.directory)
        before = elsewhere.getContext()
        self.assertEqual(("other.example",), self.certificate.replace(self.other()).hosts)
        self.assertIsNot(before, elsewhere.getContext())

    def test_refused(self) -> None:
        """
        What can't be used changes nothing.
        """
        self.certificate.getContext()
        other = self.other()
        key = re.compile(rb"-----BEGIN PRIVATE KEY-----.*-----END PRIVATE KEY-----", re.DOTALL)
        self.assertRefused(b"nonsense", "no private key")
        self.assertRefused(key.sub(b"", other), "no private key")
        self.assertRefused(other + self.other(), "several private keys")
        own = key.search(self.file.read_bytes())
        assert own is not None
        self.assertRefused(key.sub(own[0], other), "of another key")
        self.assertRefused(own[0], "no certificate")
        self.assertRefused(
            other.replace(b"BEGIN CERTIFICATE-----\nMII", b"BEGIN CERTIFICATE-----\nMIX"), "damaged"
        )
        self.clock.advance(1000 * 86400)
        self.assertRefused(other, "has expired")

    def test_encrypted(self) -> None:
        """
        A key with a passphrase is refused by name.
        """
        self.certificate.getContext()
        pem = self.other()
        key = serialization.load_pem_private_key(pem, None)
        sealed = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"x"),
        )
        self.assertRefused(pem.partition(b"-----BEGIN PRIVATE")[0] + sealed, "is encrypted")

    def test_damagedMeanwhile(self) -> None:
        """
        Where the file no longer makes sense, what there was is used, and the log says so; at first, it fails.
        """
        before = self.certificate.getContext()
        self.file.write_text("damaged")
        os.utime(self.file, (1, 1))
        self.assertIs(before, self.certificate.getContext())
        self.assertRaises(BadCertificate, self.make(self.directory).getContext)
