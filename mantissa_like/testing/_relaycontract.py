"""
What is promised of mail relays, as tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage

from twisted.internet.defer import CancelledError, Deferred, gatherResults
from twisted.trial.unittest import TestCase
from zope.interface.verify import verifyObject

from mantissa_like.mail import IMailRelay, Mail, MailRefused, Message, RelayTrouble

__all__ = ["MailRelayContract"]


class MailRelayContract(TestCase):
    """
    What the mail service of a site relies on.

    @ivar relay: what is tested.
    """

    timeout = 30

    def makeRelay(self) -> IMailRelay:
        """
        A relay that takes all mail for now.
        """
        raise NotImplementedError("subclass, make yours, inherit the tests")

    def taken(self) -> Sequence[EmailMessage]:
        """
        The mail for which it has taken over responsibility, in any order.
        """
        raise NotImplementedError("subclass, tell what arrived")

    def refuse(self) -> None:
        """
        From now on no mail will ever be taken.
        """
        raise NotImplementedError("subclass, let yours refuse")

    def beInTrouble(self) -> None:
        """
        From now on no mail can be taken, until it can again.
        """
        raise NotImplementedError("subclass, let yours be in trouble")

    def recover(self) -> None:
        """
        Mail is taken again.
        """
        raise NotImplementedError("subclass, let yours recover")

    def setUp(self) -> None:
        """
        Make the relay.
        """
        self.relay = self.makeRelay()

    def message(self, number: int = 1) -> Message:
        """
        One to alice.
        """
        mail = Mail("alice@example.com", "Grüße", "Hello.\n.\n")
        written = datetime(2026, 1, 2, tzinfo=UTC)
        return Message(mail, f"<{number}@example.com>", "noreply@example.com", "Example", written)

    def identities(self) -> list[str]:
        """
        Of the mail that was taken, sorted.
        """
        return sorted(str(each["Message-ID"]) for each in self.taken())

    def test_interface(self) -> None:
        """
        It provides L{IMailRelay}.
        """
        self.assertTrue(verifyObject(IMailRelay, self.relay))

    async def test_taken(self) -> None:
        """
        A message is taken as it was written.
        """
        await self.relay.send(self.message())
        (taken,) = self.taken()
        self.assertEqual(
            ("<1@example.com>", "Grüße", "Example <noreply@example.com>", "alice@example.com"),
            tuple(str(taken[name]) for name in ("Message-ID", "Subject", "From", "To")),
        )
        self.assertEqual("Hello.\n.\n", taken.get_content().replace("\r\n", "\n"))

    async def test_severalAtOnce(self) -> None:
        """
        Several messages can be handed over at the same time; each is taken.
        """
        sending: list[Deferred[None]] = [self.relay.send(self.message(number)) for number in range(5)]
        await gatherResults(sending)
        self.assertEqual([f"<{number}@example.com>" for number in range(5)], self.identities())

    async def test_repeated(self) -> None:
        """
        What is handed over again, since nobody knows whether it was taken, keeps its identity.
        """
        for _ in range(2):
            await self.relay.send(self.message())
        self.assertEqual({"<1@example.com>"}, set(self.identities()))

    async def test_refused(self) -> None:
        """
        What will never be taken fails with L{MailRefused}.
        """
        self.refuse()
        await self.assertFailure(self.relay.send(self.message()), MailRefused)
        self.assertEqual([], self.identities())

    async def test_trouble(self) -> None:
        """
        What can't be taken now fails with L{RelayTrouble}, and is taken later.
        """
        self.beInTrouble()
        await self.assertFailure(self.relay.send(self.message()), RelayTrouble)
        self.assertEqual([], self.identities())
        self.recover()
        await self.relay.send(self.message())
        self.assertEqual(["<1@example.com>"], self.identities())

    async def test_cancelled(self) -> None:
        """
        Whoever cancels it waits no longer; other messages are taken as ever.
        """
        sending: Deferred[None] = self.relay.send(self.message(1))
        sending.cancel()
        await self.assertFailure(sending, CancelledError, RelayTrouble)
        await self.relay.send(self.message(2))
        self.assertIn("<2@example.com>", self.identities())
