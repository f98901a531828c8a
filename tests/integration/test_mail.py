"""
Mail on real connections to a real SMTP server.
"""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from twisted.internet import reactor
from twisted.internet.threads import deferToThread
from twisted.trial.unittest import TestCase

from axiom.store import Store
from mantissa_like.mail import IMailRelay, Mail, MailRefused, Message, RelayTrouble, SMTPRelay
from mantissa_like.testing import contracts
from mantissa_like.vault import getSecret
from tests.integration.smtp_server import PASSWORD, USER, SMTPServer, makeCertificate

# Dots that begin lines, one of them where twisted begins a new piece.
TEXT = "Grüße\n.\n..\n" + "x" * 70 + "\n" + (".\n" * 20_000)


def freePort() -> int:
    """
    A port that nothing listens on.
    """
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _listen(context: ssl.SSLContext, listening: socket.socket) -> bytes:
    """
    What a client says to whom it meets with this certificate.
    """
    connection, _ = listening.accept()
    with connection:
        try:
            with context.wrap_socket(connection, server_side=True) as secure:
                return secure.recv(1000)
        except ssl.SSLError:
            return b""


class SMTPRelayTests(TestCase):
    """
    Tests for L{SMTPRelay}.
    """

    timeout = 30

    def setUp(self) -> None:
        self.certificate = Path(self.mktemp())
        makeCertificate(self.certificate)
        self.port = freePort()

    def serve(self, **settings: object) -> SMTPServer:
        """
        A server until the end of the test.
        """
        server = SMTPServer(self.port, **settings)  # type: ignore[arg-type]
        server.start()
        # It waits for connections that this thread is to close.
        self.addCleanup(deferToThread, server.stop, no_assert=True)
        return server

    async def send(
        self, text: str = "Hello.\n", password: Callable[[], str] = lambda: PASSWORD, **settings: object
    ) -> None:
        """
        Hand over a mail.
        """
        relay = SMTPRelay(
            reactor=reactor,
            host="localhost",
            port=self.port,
            password=password,
            **{"tls": "none", **settings},  # type: ignore[arg-type]
        )
        mail = Mail("alice@example.com", "Grüße", text)
        written = datetime(2026, 1, 2, tzinfo=UTC)
        await relay.send(Message(mail, "<1@example.com>", "noreply@example.com", "Example", written))

    async def assertTrouble(self, reason: str, **settings: object) -> str:
        """
        It can't be handed over now.

        @return: what is said about it.
        """
        try:
            await self.send(**settings)  # type: ignore[arg-type]
        except RelayTrouble as e:
            self.assertIn(reason, str(e))
            return str(e)
        self.fail("it was handed over")

    async def assertRefused(self, reason: str) -> None:
        """
        It will never be taken.
        """
        try:
            await self.send()
        except MailRefused as e:
            self.assertEqual(reason, str(e))
        else:
            self.fail("it was handed over")

    async def test_plain(self) -> None:
        """
        A mail arrives as it was written, whatever dots it has.
        """
        server = self.serve()
        await self.send(TEXT)
        (message,) = server.messages
        self.assertEqual(TEXT, message.get_content().replace("\r\n", "\n"))
        self.assertEqual(
            ("Grüße", "alice@example.com", "<1@example.com>"),
            (message["Subject"], message["To"], message["Message-ID"]),
        )

    async def test_startTLS(self) -> None:
        """
        With STARTTLS, the login and the mail are encrypted.
        """
        server = self.serve(certificate=self.certificate, needsLogin=True)
        await self.send(tls="starttls", user=USER, authority=self.certificate)
        self.assertEqual(1, len(server.messages))

    async def test_tls(self) -> None:
        """
        So they are with TLS from the start.
        """
        server = self.serve(certificate=self.certificate, isWrapped=True, needsLogin=True)
        await self.send(tls="tls", user=USER, authority=self.certificate)
        self.assertEqual(1, len(server.messages))

    async def test_stranger(self) -> None:
        """
        A server for which nobody vouches gets nothing at all.
        """
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate)
        with socket.create_server(("127.0.0.1", self.port)) as listening:
            told = deferToThread(_listen, context, listening)
            await self.assertTrouble("certificate", tls="tls", user=USER)
            self.assertEqual(b"", await told)

    async def test_noEncryption(self) -> None:
        """
        Nor does a server that can't encrypt, where that is asked for.
        """
        server = self.serve()
        await self.assertTrouble("TLS", tls="starttls")
        self.assertEqual([], server.messages)

    async def test_wrongPassword(self) -> None:
        """
        If the login is refused the mail waits, and the password is not told.
        """
        self.serve(certificate=self.certificate, isWrapped=True, needsLogin=True)
        said = await self.assertTrouble(
            "535", tls="tls", user=USER, password=lambda: "forgotten", authority=self.certificate
        )
        for secret in ("forgotten", b64encode(b"forgotten").decode()):
            self.assertNotIn(secret, said)

    async def test_noPassword(self) -> None:
        """
        Mail waits until there is a password to log in with.
        """
        password = partial(getSecret, Store(), "relay")
        await self.assertTrouble("there is no secret 'relay'", user=USER, password=password)

    async def test_later(self) -> None:
        """
        What the server can't take now waits, with the server's sentence.
        """
        server = self.serve()
        server.toRecipient = "451 try again later"
        await self.assertTrouble("451 try again later")
        server.toRecipient, server.toMessage = "", "452 disk full"
        await self.assertTrouble("452 disk full")

    async def test_never(self) -> None:
        """
        What the server refuses for good is refused with the server's sentence.
        """
        server = self.serve()
        server.toRecipient = "550 no such user"
        await self.assertRefused("550 no such user")
        server.toRecipient, server.toMessage = "", "554 spam"
        await self.assertRefused("554 spam")

    async def test_nobodyThere(self) -> None:
        """
        Where nothing listens, the mail waits; once something does, it is taken.
        """
        await self.assertTrouble("can't be reached")
        server = self.serve()
        await self.send()
        self.assertEqual(1, len(server.messages))

    async def test_hungUp(self) -> None:
        """
        If the server goes away in the middle, that is noticed at once.
        """
        self.serve().toMessage = "hang up"
        await self.assertTrouble("")


class PlainRelayTests(contracts.MailRelayContract):
    """
    A relay to which the mail goes as it is.

    @cvar settings: of the relay.
    """

    settings: ClassVar[dict[str, Any]] = {"tls": "none"}

    def makeRelay(self) -> IMailRelay:
        """
        See L{contracts.MailRelayContract}.
        """
        self.certificate, port = Path(self.mktemp()), freePort()
        makeCertificate(self.certificate)
        self.server = self.makeServer(port)
        self.server.start()
        # It waits for connections that this thread is to close.
        self.addCleanup(deferToThread, self.server.stop, no_assert=True)
        relay: IMailRelay = SMTPRelay(
            reactor=reactor, host="localhost", port=port, authority=self.certificate, **self.settings
        )
        return relay

    def makeServer(self, port: int) -> SMTPServer:
        """
        What the relay connects to.
        """
        return SMTPServer(port)

    def taken(self) -> Sequence[EmailMessage]:
        """
        See L{contracts.MailRelayContract}.
        """
        return self.server.messages

    def refuse(self) -> None:
        """
        See L{contracts.MailRelayContract}.
        """
        self.server.toRecipient = "550 no such user"

    def beInTrouble(self) -> None:
        """
        See L{contracts.MailRelayContract}.
        """
        self.server.toMessage = "452 disk full"

    def recover(self) -> None:
        """
        See L{contracts.MailRelayContract}.
        """
        self.server.toMessage = ""


class EncryptedRelayTests(PlainRelayTests):
    """
    A relay to which one logs in, encrypted after a greeting.
    """

    settings: ClassVar[dict[str, Any]] = {"tls": "starttls", "user": USER, "password": lambda: PASSWORD}

    def makeServer(self, port: int) -> SMTPServer:
        """
        See L{PlainRelayTests}.
        """
        isWrapped = self.settings["tls"] == "tls"
        return SMTPServer(port, self.certificate, isWrapped, needsLogin=True)


class WrappedRelayTests(EncryptedRelayTests):
    """
    The same, encrypted from the start.
    """

    settings: ClassVar[dict[str, Any]] = {**EncryptedRelayTests.settings, "tls": "tls"}
