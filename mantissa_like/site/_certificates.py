"""
The certificate of a site, with its key: one PEM file, which takes effect when it changes.

A new site signs one itself, so that connections are encrypted from the beginning; browsers warn of it until
there is one that they trust.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.x509.oid import NameOID
from OpenSSL import SSL
from twisted.internet.interfaces import IOpenSSLContextFactory, IReactorTime
from twisted.internet.ssl import CertificateOptions, TLSVersion
from twisted.logger import Logger
from zope.interface import implementer

from axiom.database import toDisk
from mantissa_like.site.errors import BadCertificate
from mantissa_like.web import CertificateState

__all__ = ["SiteCertificate"]

_FILE = "site.pem"
_SELF_SIGNED_DAYS = 730
_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.+?-----END \1-----", re.DOTALL)


@implementer(IOpenSSLContextFactory)
class SiteCertificate:
    """
    The certificate of one site, which its ports of the kind C{tls} use.
    """

    _log = Logger()

    def __init__(self, directory: Path, hostNames: Sequence[str], clock: IReactorTime) -> None:
        """
        @param directory: where the file is; made when it is needed.
        @param hostNames: for which the site signs a certificate itself, and addresses.
        """
        self._path, self._hostNames, self._clock = directory / _FILE, list(hostNames), clock
        self._context: SSL.Context | None = None
        self._seen: tuple[int, int] | None = None

    def getContext(self) -> SSL.Context:
        """
        What a connection is encrypted with: the certificate as the file is, or was when it last made sense.

        @raise BadCertificate: it never did.
        """
        self._makeIfMissing()
        try:
            status = self._path.stat()
            seen = status.st_mtime_ns, status.st_ino
            if self._context is None or seen != self._seen:
                self._seen = seen
                self._context = _contextOf(self._path.read_bytes())
        except (OSError, BadCertificate) as error:
            if self._context is None:
                raise
            self._log.error("the certificate that there was is used still: {error}", error=error)
        return self._context

    def state(self) -> CertificateState | None:
        """
        What the file says; None if there is none.

        @raise BadCertificate: it makes no sense.
        """
        try:
            return _stateOf(_parsed(self._path.read_bytes())[1][0])
        except FileNotFoundError:
            return None

    def replace(self, pem: bytes) -> CertificateState:
        """
        Use another certificate from now on.

        @param pem: the certificate, those that vouch for it, and the key, in any order.
        @raise BadCertificate: it can't be used; nothing was changed.
        """
        _, (leaf, *_) = _parsed(pem)
        state = _stateOf(leaf)
        if state.expires <= self._clock.seconds():
            raise BadCertificate("the certificate has expired")
        _contextOf(pem)
        self._write(pem)
        return state

    def _makeIfMissing(self) -> None:
        if not self._path.exists():
            now = datetime.fromtimestamp(self._clock.seconds(), UTC)
            self._write(_selfSigned(self._hostNames, now))

    def _write(self, pem: bytes) -> None:
        """
        Put the file in its place, readable by whom the site belongs to alone.
        """
        directory = self._path.parent
        directory.mkdir(mode=0o700, exist_ok=True)
        owner = directory.parent.stat()
        # Made with a mode of 0600.
        descriptor, name = tempfile.mkstemp(dir=directory)
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        if os.geteuid() == 0:
            for path in (directory, name):
                os.chown(path, owner.st_uid, owner.st_gid)
        os.replace(name, self._path)
        toDisk(directory)


def _parsed(pem: bytes) -> tuple[CertificateIssuerPrivateKeyTypes, list[x509.Certificate]]:
    """
    The key and the certificates of a file, that of the key first.

    @raise BadCertificate: something is missing, or makes no sense.
    """
    blocks = [(match[1], match[0]) for match in _PEM.finditer(pem)]
    keys = [block for kind, block in blocks if kind.endswith(b"PRIVATE KEY")]
    if len(keys) != 1:
        raise BadCertificate("there is no private key" if not keys else "there are several private keys")
    try:
        key = serialization.load_pem_private_key(keys[0], password=None)
        chain = [x509.load_pem_x509_certificate(block) for kind, block in blocks if kind == b"CERTIFICATE"]
    except TypeError as e:
        raise BadCertificate("the private key is encrypted") from e
    except ValueError as e:
        raise BadCertificate("it is damaged") from e
    public = key.public_key()
    own = [each for each in chain if each.public_key() == public]
    if not own:
        raise BadCertificate("there is no certificate" if not chain else "the certificate is of another key")
    return key, [own[0], *(each for each in chain if each != own[0])]  # type: ignore[return-value]


def _contextOf(pem: bytes) -> SSL.Context:
    key, (leaf, *others) = _parsed(pem)
    # Twisted declares the classes that pyOpenSSL had before it took those of cryptography.
    options = CertificateOptions(
        privateKey=key,  # type: ignore[arg-type]
        certificate=leaf,  # type: ignore[arg-type]
        extraCertChain=others,  # type: ignore[arg-type]
        raiseMinimumTo=TLSVersion.TLSv1_2,
    )
    context: SSL.Context = options.getContext()
    return context


def _stateOf(certificate: x509.Certificate) -> CertificateState:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        hosts = [str(name.value) for name in names]
    except x509.ExtensionNotFound:
        hosts = [certificate.subject.rfc4514_string()]
    return CertificateState(
        hosts=tuple(hosts),
        issuer=certificate.issuer.rfc4514_string(),
        expires=certificate.not_valid_after_utc.timestamp(),
        isSelfSigned=certificate.issuer == certificate.subject,
    )


def _selfSigned(hostNames: Sequence[str], now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hostNames[0][:64])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=_SELF_SIGNED_DAYS))
        .add_extension(x509.SubjectAlternativeName([_nameOf(each) for each in hostNames]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _nameOf(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host.strip("[]")))
    except ValueError:
        return x509.DNSName(host)
