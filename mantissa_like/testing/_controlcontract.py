"""
What is promised of what the console controls, as tests.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from mantissa_like.errors import MantissaError
from mantissa_like.web import ISiteControl

__all__ = ["SiteControlContract"]

_HERE, _ELSEWHERE = "tcp:8080:interface=127.0.0.1", "tcp:8081:interface=127.0.0.1"


class SiteControlContract(SynchronousTestCase):
    """
    What the pages of the console rely on.

    @ivar control: what is tested.
    """

    def makeControl(self) -> ISiteControl:
        """
        That of a site that listens nowhere yet, and needed no certificate.
        """
        raise NotImplementedError("subclass, make yours, inherit the tests")

    def setUp(self) -> None:
        """
        Make it.
        """
        self.control = self.makeControl()

    def endpoints(self) -> list[str]:
        """
        Where the site listens, or is to listen.
        """
        return [port.endpoint for port in self.control.ports()]

    def test_interface(self) -> None:
        """
        It provides L{ISiteControl}, and the site does not stop.
        """
        self.assertTrue(verifyObject(ISiteControl, self.control))
        self.assertFalse(self.control.isStopping)

    def test_ports(self) -> None:
        """
        Ports that are added are listed by their numbers, with what answers there.
        """
        self.assertEqual([], self.control.ports())
        self.assertEqual([_HERE, _ELSEWHERE], [self.control.addPort(each) for each in (_HERE, _ELSEWHERE)])
        ports = self.control.ports()
        self.assertEqual([_HERE, _ELSEWHERE], [port.endpoint for port in ports])
        self.assertEqual(sorted({port.identifier for port in ports}), [port.identifier for port in ports])
        self.assertTrue(all(port.serves for port in ports))

    def test_onlyThisMachine(self) -> None:
        """
        Where an endpoint does not say who reaches it, only this machine does.
        """
        self.assertEqual(_HERE, self.control.addPort("tcp:8080"))

    def test_badPort(self) -> None:
        """
        What is no endpoint, or is there already, is refused for a reason, and changes nothing.
        """
        self.control.addPort(_HERE)
        for endpoint in ("nonsense", "tcp:http", _HERE):
            self.assertRaises(MantissaError, self.control.addPort, endpoint)
        self.assertEqual([_HERE], self.endpoints())

    def test_removed(self) -> None:
        """
        A port that is removed is gone, and can't be removed again.
        """
        for endpoint in (_HERE, _ELSEWHERE):
            self.control.addPort(endpoint)
        here, _ = self.control.ports()
        self.assertEqual(_HERE, self.control.removePort(here.identifier))
        self.assertEqual([_ELSEWHERE], self.endpoints())
        self.assertRaises(MantissaError, self.control.removePort, here.identifier)

    def test_certificate(self) -> None:
        """
        There is none; then the one that was given, until there is another.
        """
        self.assertIsNone(self.control.certificate())
        for host in ("one.example", "two.example"):
            state = self.control.useCertificate(_pemFor(host))
            self.assertEqual([host], list(state.hosts))
            self.assertEqual(state, self.control.certificate())

    def test_badCertificate(self) -> None:
        """
        What can't be used is refused for a reason, and the one before stays.
        """
        state = self.control.useCertificate(_pemFor("one.example"))
        certificate, mark, key = _pemFor("two.example").partition(b"-----BEGIN PRIVATE")
        for pem in (b"", b"nonsense", certificate, mark + key):
            self.assertRaises(MantissaError, self.control.useCertificate, pem)
        self.assertEqual(state, self.control.certificate())

    def test_services(self) -> None:
        """
        What else runs is listed by name.
        """
        names = [service.name for service in self.control.services()]
        self.assertEqual(sorted(names), names)


def _pemFor(host: str) -> bytes:
    """
    A certificate that vouches for itself, and its key.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM) + secret
