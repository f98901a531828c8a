"""
Handing mail to an SMTP relay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.internet.ssl import Certificate, optionsForClientTLS, platformTrust, trustRootFromCertificates
from zope.interface import implementer

from mantissa_like.mail._message import Message
from mantissa_like.mail.errors import RelayTrouble
from mantissa_like.mail.interfaces import IMailRelay
from mantissa_like.vault import VaultError

__all__ = ["SMTPRelay"]

_SILENCE = 60


@implementer(IMailRelay)
@dataclass(frozen=True, kw_only=True)
class SMTPRelay:
    """
    A server that takes mail by SMTP; a connection for each message.

    @ivar reactor: connects.
    @ivar host: its name, which its certificate must have.
    @ivar port: its port.
    @ivar tls: C{starttls}: encrypted after a greeting; C{tls}: from the start; C{none}: not at all.
    @ivar user: who logs in; empty if nobody does.
    @ivar password: is called for the password of C{user}, whenever one is needed.
    @ivar authority: a PEM file with the certificate that vouches for the relay; None for those of the system.
    """

    reactor: Any
    host: str
    port: int
    tls: str = "starttls"
    user: str = ""
    password: Callable[[], str] = field(default=str, repr=False)
    authority: Path | None = None

    def send(self, message: Message) -> Deferred[None]:
        """
        See L{IMailRelay}.
        """
        return Deferred.fromCoroutine(self._send(message))

    async def _send(self, message: Message) -> None:
        # Importing it installs a reactor.
        from mantissa_like.mail._session import SenderFactory, converse  # noqa: PLC0415

        result: Deferred[object] = Deferred()
        endpoint: IStreamClientEndpoint = HostnameEndpoint(self.reactor, self.host, self.port)
        security = optionsForClientTLS(self.host, self._trustRoot())
        factory = SenderFactory(
            self.user.encode(),
            self._password(),
            message.sender,
            message.recipient,
            BytesIO(message.asBytes()),
            result,
            retries=0,
            timeout=_SILENCE,
            contextFactory=security if self.tls == "starttls" else None,
            heloFallback=True,
            requireAuthentication=bool(self.user),
            requireTransportSecurity=self.tls != "none",
        )
        _, _, factory.domain = message.sender.encode().rpartition(b"@")
        await converse(wrapClientTLS(security, endpoint) if self.tls == "tls" else endpoint, factory, result)

    def _password(self) -> bytes:
        try:
            return self.password().encode() if self.user else b""
        except VaultError as e:
            # That is no fault of the message, and an administrator can mend it.
            raise RelayTrouble(f"there is no password for it: {e}") from e

    def _trustRoot(self) -> Any:
        if self.authority is None:
            return platformTrust()
        return trustRootFromCertificates([Certificate.loadPEM(self.authority.read_bytes())])
