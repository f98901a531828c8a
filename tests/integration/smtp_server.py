"""
A real SMTP server in a thread, which answers as a test wants.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

__all__ = ["PASSWORD", "USER", "SMTPServer", "makeCertificate"]

USER, PASSWORD = "site", "pass word"


class _Session(SMTP):
    """
    One connection.

    @ivar transports: that of the connection, and that which encrypts it; also after their end, of which the
        session hears before they are closed.
    """

    def __init__(self, handler: object, **settings: Any) -> None:
        super().__init__(handler, **settings)
        self.transports: list[Any] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """
        Remember it.
        """
        self.transports.append(transport)
        super().connection_made(transport)


class SMTPServer(Controller):
    """
    A server on a port of its own; C{start} and C{stop} are its base's.

    @ivar messages: what it took, the latest last.
    @ivar toRecipient: what it answers to C{RCPT}; empty to accept.
    @ivar toMessage: what it answers to the message; empty to take it.
    @ivar slowness: the seconds which it takes for a message.
    """

    def __init__(
        self, port: int, certificate: Path | None = None, isWrapped: bool = False, needsLogin: bool = False
    ) -> None:
        """
        @param certificate: a PEM file with its key; None to encrypt nothing.
        @param isWrapped: whether a connection begins with TLS.
        """
        self.messages: list[EmailMessage] = []
        self.toRecipient = self.toMessage = ""
        self.slowness = 0.0
        context = None
        if certificate is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(certificate)
        self._needsLogin = needsLogin
        # It does not see that what wraps it is TLS.
        login: dict[str, Any] = {"authenticator": _authenticate, "auth_require_tls": not isWrapped}
        if context is not None and not isWrapped:
            login |= {"tls_context": context, "require_starttls": True}
        self._sessions: list[_Session] = []
        super().__init__(
            self,
            hostname="127.0.0.1",
            port=port,
            ssl_context=context if isWrapped else None,
            server_hostname="localhost",
            **login,
        )

    def factory(self) -> SMTP:
        """
        What serves one connection.
        """
        self._sessions.append(_Session(self.handler, **self.SMTP_kwargs))
        return self._sessions[-1]

    def stop(self, no_assert: bool = False) -> None:
        """
        Close the connections, too.
        """
        asyncio.run_coroutine_threadsafe(self._hangUp(), self.loop).result(10)
        super().stop(no_assert)

    async def _hangUp(self) -> None:
        for session in self._sessions:
            for transport in session.transports:
                transport.abort()
        # They are closed by what the loop does next.
        for _ in range(3):
            await asyncio.sleep(0)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """
        Take a recipient, or not.
        """
        if self._needsLogin and not session.authenticated:
            return "530 log in first"
        if self.toRecipient:
            return self.toRecipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """
        Take a message, or not.
        """
        time.sleep(self.slowness)
        if self.toMessage == "hang up":
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
            return "421 gone"
        if self.toMessage:
            return self.toMessage
        content = envelope.content
        assert isinstance(content, bytes)
        self.messages.append(message_from_bytes(content, policy=default))
        return "250 OK"


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    isRight = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=isRight, handled=False)


def makeCertificate(path: Path) -> None:
    """
    Write a certificate for C{localhost}, with its key, that vouches for itself.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(pem)
    )
