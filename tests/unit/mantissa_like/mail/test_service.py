"""
Tests for L{mantissa_like.mail._service}.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.testing import memoryStore
from mantissa_like.mail import (
    FAILED,
    SENT,
    WAITING,
    IMailRelay,
    Mail,
    MailRefused,
    MailService,
    QueuedMail,
    RelayTrouble,
    Sender,
    dropMail,
    queueMail,
)
from tests.unit.mantissa_like.mail.relays import MemoryRelay

MAIL = Mail("alice@example.com", "Hello", "Hello, Alice.\n")


class MailServiceTests(SynchronousTestCase):
    """
    Tests for L{MailService}.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.clock.advance(1_000_000_000)
        self.store = memoryStore(self.clock)
        self.relay = MemoryRelay()
        self.service = self.start(self.relay)

    def start(self, relay: MemoryRelay | None) -> MailService:
        """
        A service that runs.
        """
        service = MailService(self.store, relay, Sender("noreply@example.com", "Example"))
        service.startService()
        return service

    def pass_(self, seconds: float) -> None:
        """
        Let time pass, a moment at a time.
        """
        self.clock.pump([1.0] * round(seconds))

    def queue(self) -> QueuedMail:
        """
        Write a mail, and give the service a moment.
        """
        mail = queueMail(self.store, MAIL)
        self.clock.advance(0.1)
        return mail

    def test_relay(self) -> None:
        """
        The relay of these tests is one.
        """
        verifyObject(IMailRelay, self.relay)

    def test_sent(self) -> None:
        """
        What is written is handed over within a tenth of a second, and noted as sent once the relay has it.
        """
        mail = self.queue()
        (message,) = self.relay.messages
        self.assertEqual(
            (MAIL, f"<{mail.messageID}@example.com>", "noreply@example.com", "Example"),
            (message.mail, message.messageID, message.sender, message.senderName),
        )
        self.assertEqual(WAITING, mail.state)
        self.relay.answers[0].callback(None)
        self.assertEqual(SENT, mail.state)
        self.pass_(3600)
        self.assertEqual(1, len(self.relay.messages))

    def test_writtenBefore(self) -> None:
        """
        What was written while no process ran is sent when one does.
        """
        self.service.stopService()
        self.queue()
        self.assertEqual([], self.relay.messages)
        self.start(self.relay)
        self.clock.advance(0)
        self.assertEqual(1, len(self.relay.messages))

    def test_trouble(self) -> None:
        """
        What the relay can't take now is tried again, with the same identity, and why is known.
        """
        mail = self.queue()
        self.relay.answers[0].errback(RelayTrouble("452 disk full"))
        self.assertEqual((WAITING, "452 disk full"), (mail.state, mail.lastError))
        self.pass_(175)
        self.assertEqual(1, len(self.relay.messages))
        self.pass_(10)
        self.assertEqual(1, len({each.messageID for each in self.relay.messages}))
        self.relay.answers[1].callback(None)
        self.assertEqual((SENT, 2), (mail.state, mail.attempts))

    def test_refused(self) -> None:
        """
        What the relay refuses for good is given up with the relay's sentence.
        """
        mail = self.queue()
        self.relay.answers[0].errback(MailRefused("550 no such user"))
        self.assertEqual((FAILED, "550 no such user"), (mail.state, mail.lastError))
        self.pass_(600)
        self.assertEqual(1, len(self.relay.messages))

    def test_givenUpAtLast(self) -> None:
        """
        What can't be sent for three days is given up.
        """
        mail = self.queue()
        self.relay.answers[0].errback(RelayTrouble("down"))
        self.clock.pump([1800.0] * 150)
        self.assertEqual(FAILED, mail.state)
        tried = len(self.relay.messages)
        self.assertGreater(tried, 20)
        self.clock.pump([1800.0] * 50)
        self.assertEqual(tried, len(self.relay.messages))

    def test_silence(self) -> None:
        """
        A relay that doesn't answer is given up after two minutes, and tried again later.
        """
        mail = self.queue()
        self.pass_(121)
        self.assertEqual((WAITING, "the relay took longer than 120 seconds"), (mail.state, mail.lastError))
        self.pass_(65)
        self.assertEqual(2, len(self.relay.messages))

    def test_bug(self) -> None:
        """
        What nobody has foreseen is logged, and the mail tried again.
        """
        mail = self.queue()
        self.relay.answers[0].errback(ZeroDivisionError("x"))
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))
        self.assertEqual((WAITING, "ZeroDivisionError: x"), (mail.state, mail.lastError))

    def test_unreadable(self) -> None:
        """
        A mail whose text can't be opened is given up, and doesn't stop the others.
        """
        mail = queueMail(self.store, MAIL)
        mail.sealed = b"damaged"
        other = self.queue()
        self.assertEqual((FAILED, WAITING, 1), (mail.state, other.state, len(self.relay.messages)))

    def test_few(self) -> None:
        """
        Three at a time are sent; the next as soon as one is done.
        """
        for _ in range(5):
            self.queue()
        self.assertEqual(3, len(self.relay.messages))
        self.relay.answers[1].callback(None)
        self.clock.advance(0.1)
        self.assertEqual(4, len(self.relay.messages))

    def test_twoProcesses(self) -> None:
        """
        Where two run, each mail is sent by one of them.
        """
        self.start(self.relay)
        for _ in range(3):
            self.queue()
        self.pass_(60)
        self.assertEqual(3, len({each.messageID for each in self.relay.messages}))
        self.assertEqual(3, len(self.relay.messages))

    def test_killed(self) -> None:
        """
        What a process was sending when it died is sent by another one after a while.
        """
        self.queue()
        self.service.stopService()
        later = MemoryRelay()
        self.start(later)
        self.pass_(170)
        self.assertEqual([], later.messages)
        self.pass_(15)
        self.assertEqual([self.relay.messages[0].messageID], [each.messageID for each in later.messages])

    def test_droppedMeanwhile(self) -> None:
        """
        A mail may be dropped while it is being sent.
        """
        dropMail(self.queue())
        self.relay.answers[0].callback(None)
        self.assertEqual(0, self.store.count(QueuedMail))

    def test_stopped(self) -> None:
        """
        Stopping waits for what is under way, though not for long.
        """
        mail, late = self.queue(), self.queue()
        stopped: Deferred[object] = self.service.stopService()
        self.relay.answers[0].callback(None)
        self.assertNoResult(stopped)
        self.pass_(5)
        self.successResultOf(stopped)
        self.assertEqual((SENT, WAITING), (mail.state, late.state))

    def test_withoutRelay(self) -> None:
        """
        Without a relay mail is kept, for three days as what is waiting.
        """
        self.service.stopService()
        self.start(None)
        mail = self.queue()
        self.assertEqual((WAITING, 0), (mail.state, mail.attempts))
        self.clock.pump([3600.0] * 80)
        self.assertEqual(
            (FAILED, "There is no relay to send it.", MAIL), (mail.state, mail.lastError, mail.mail())
        )
