"""
Tests for L{mantissa_like.mail._queue}.
"""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.testing import memoryStore
from mantissa_like.mail import (
    FAILED,
    SENT,
    WAITING,
    Mail,
    MailQueueFull,
    QueuedMail,
    dropMail,
    queueMail,
    retryMail,
)
from mantissa_like.mail import _queue as queue

MAIL = Mail("alice@example.com", "Hello", "The secret is 4711.\n")
A_DAY = 86_400.0


class QueueTests(SynchronousTestCase):
    """
    Tests for the queue.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.clock.advance(1_000_000_000)
        self.store = memoryStore(self.clock)

    def due(self, mail: QueuedMail) -> float | None:
        """
        The seconds until it is due.
        """
        return None if mail.due is None else round(mail.due.asPOSIXTimestamp() - self.clock.seconds())

    def test_queued(self) -> None:
        """
        What is queued is due at once, and can be read.
        """
        mail = queueMail(self.store, MAIL)
        self.assertEqual((WAITING, 0, 0), (mail.state, mail.attempts, self.due(mail)))
        self.assertEqual(MAIL, mail.mail())

    def test_sealed(self) -> None:
        """
        The text can't be read in the database.
        """
        self.assertNotIn(b"4711", queueMail(self.store, MAIL).sealed or b"4711")

    def test_partOfTheTransaction(self) -> None:
        """
        What is undone sends no mail.
        """

        def fail() -> None:
            queueMail(self.store, MAIL)
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.store.transact, fail)
        self.assertEqual(0, self.store.count(QueuedMail))

    def test_identities(self) -> None:
        """
        No two mails have the same identity.
        """
        self.assertNotEqual(*(queueMail(self.store, MAIL).messageID for _ in range(2)))

    def test_full(self) -> None:
        """
        When very many are waiting, no more are taken; those that were sent don't count.
        """
        self.patch(queue, "_MOST_WAITING", 2)
        first, _ = queueMail(self.store, MAIL), queueMail(self.store, MAIL)
        self.assertRaises(MailQueueFull, queueMail, self.store, MAIL)
        first.succeeded(first.queued)
        queueMail(self.store, MAIL)

    def test_takenOnce(self) -> None:
        """
        What somebody is sending, nobody else takes until it is due again; the waits grow up to four hours.
        """
        mail = queueMail(self.store, MAIL)
        waits = []
        for _ in range(12):
            self.assertEqual([mail], queue.takeDue(self.store, 5))
            self.assertEqual([], queue.takeDue(self.store, 5))
            wait = self.due(mail)
            assert wait is not None
            waits.append(wait // 60)
            self.clock.advance(wait)
        self.assertEqual([3, 6, 12, 24, 48, 96, 192, 240, 240, 240, 240, 240], waits)

    def test_takenInOrder(self) -> None:
        """
        What has waited longest is taken first, and no more than asked for.
        """
        mails = []
        for _ in range(3):
            mails.append(queueMail(self.store, MAIL))
            self.clock.advance(1)
        self.assertEqual(mails[:2], queue.takeDue(self.store, 2))

    def test_sent(self) -> None:
        """
        Of what was sent, only that is known that it was.
        """
        mail = queueMail(self.store, MAIL)
        mail.failed("busy")
        mail.succeeded(mail.queued)
        self.assertEqual((SENT, None, "", None), (mail.state, mail.mail(), mail.lastError, mail.due))

    def test_retried(self) -> None:
        """
        What was given up can be tried again, as if it were new; what was sent can't.
        """
        mail = queueMail(self.store, MAIL)
        mail.givenUp(mail.queued, "no")
        self.clock.advance(4 * A_DAY)
        retryMail(mail)
        queue.clearOld(self.store)
        self.assertEqual(([mail], WAITING), (queue.takeDue(self.store, 5), mail.state))
        mail.succeeded(mail.queued)
        retryMail(mail)
        self.assertEqual(SENT, mail.state)

    def test_dropped(self) -> None:
        """
        What was dropped is gone, and what comes of an attempt is of no interest any more.
        """
        mail = queueMail(self.store, MAIL)
        dropMail(mail)
        queue.conclude(self.store, mail.messageID, lambda mail: self.fail("it is gone"))
        self.assertEqual(0, self.store.count(QueuedMail))

    def test_givenUp(self) -> None:
        """
        What was not sent for three days is given up, with the reason, and forgotten after 30 more.
        """
        mail = queueMail(self.store, MAIL)
        mail.failed("busy")
        self.clock.advance(3 * A_DAY)
        queue.clearOld(self.store)
        self.assertEqual(WAITING, mail.state)
        self.clock.advance(1)
        queue.clearOld(self.store)
        self.assertEqual((FAILED, "busy", None), (mail.state, mail.lastError, mail.due))
        self.clock.advance(30 * A_DAY + 1)
        queue.clearOld(self.store)
        self.assertEqual(0, self.store.count(QueuedMail))

    def test_nextDue(self) -> None:
        """
        What is due first is known, if anything is waiting.
        """
        self.assertIdentical(None, queue.nextDue(self.store))
        queueMail(self.store, MAIL).givenUp(queueMail(self.store, MAIL).queued, "no")
        found = queue.nextDue(self.store)
        assert found is not None
        self.assertEqual(self.clock.seconds(), found.asPOSIXTimestamp())
