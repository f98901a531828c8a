"""
Tests for delivering messages.
"""

from __future__ import annotations

from unittest.mock import patch

from twisted.internet.defer import Deferred, succeed
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.errors import DiskFull, StoreBusy
from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.agenda import IStoreWork
from mantissa_like.config import MessageSettings
from mantissa_like.messaging import (
    DEAD,
    DONE,
    DUE,
    WAITING,
    Value,
    deadLetters,
    messageQueueOf,
    messageWork,
    outgoingMessages,
    retryMessage,
)
from mantissa_like.sharing import Identifier, shareItem, unShare
from mantissa_like.testing import TrialSite
from tests.unit.mantissa_like.messaging.correspondents import Diary, Letters, Pair, bounded

DAY = 86_400.0


class OutboxTestCase(SynchronousTestCase):
    """
    Alice and Bob, on a site that runs.
    """

    def setUp(self) -> None:
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.pair = Pair(self.site)


class DeliveryTests(OutboxTestCase):
    """
    Tests for L{OutboxWork} with the router between the stores of a site.
    """

    def test_interface(self) -> None:
        """
        It is a kind of work.
        """
        verifyObject(IStoreWork, messageWork(self.site.store, self.site.pool, MessageSettings(), lambda: 0))

    def test_answered(self) -> None:
        """
        What is sent takes effect, and its answer reaches the consequence; a little later it is forgotten.
        """
        for content in ("hello", "again"):
            self.pair.send(content)
            self.site.settle()
        self.assertEqual(["hello", "again"], self.pair.diary.entries)
        self.assertEqual(["read: HELLO", "read: AGAIN"], self.pair.letters.answers)
        self.assertEqual([DONE, DONE], [each.state for each in outgoingMessages(self.pair.alice)])
        self.site.advance(2)
        self.assertEqual([], list(outgoingMessages(self.pair.alice)))

    def test_undone(self) -> None:
        """
        What is sent in a transaction that fails never was.
        """

        def fail() -> None:
            self.pair.send("hello")
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.pair.alice.transact, fail)
        self.site.advance(DAY)
        self.assertEqual([], self.pair.diary.entries)

    def test_order(self) -> None:
        """
        Messages of one pair take effect in the order in which they were sent.
        """
        contents = [str(number) for number in range(50)]
        self.pair.send(*contents)
        self.site.settle()
        self.assertEqual(contents, self.pair.diary.entries)

    def test_onDiskTogether(self) -> None:
        """
        What was sent together waits for the disk once where it is sent, and each before it is answered.
        """
        waited: list[str] = []

        def durable(store: Store) -> Deferred[None]:
            waited.append("alice" if store is self.pair.alice else "bob")
            return succeed(None)

        with patch.object(Store, "durable", durable):
            self.pair.send("one", "two", "three")
            self.site.settle()
            self.assertEqual(["alice", "bob", "bob", "bob"], waited)
            self.pair.send("four")
            self.site.settle()
        self.assertEqual(["alice", "bob"], waited[4:])

    def test_orderWithFailures(self) -> None:
        """
        One that fails for a while is waited for.
        """
        self.pair.diary.isBroken = True
        self.pair.send("one", "two")
        self.site.settle()
        self.assertEqual([("one", DUE), ("two", WAITING)], self.pair.waiting())
        self.pair.diary.isBroken = False
        self.site.advance(5)
        self.assertEqual(["one", "two"], self.pair.diary.entries)

    def test_pairsAreIndependent(self) -> None:
        """
        A message that fails holds up none to another target.
        """
        self.pair.diary.isBroken = True
        diary = Diary(store=self.site.addUser("carol@example.com"))
        shareItem(diary, toName="alice@example.com", shareID="diary")
        self.pair.send("to bob")
        self.pair.target = Identifier("diary", "carol", "example.com")
        self.pair.send("to carol")
        self.site.settle()
        self.assertEqual(["to carol"], diary.entries)

    def test_reverted(self) -> None:
        """
        An answer that reverts what was done is an answer.
        """
        self.pair.diary.refuses = "no"
        self.pair.send("no", "yes")
        self.site.settle()
        self.assertEqual(["yes"], self.pair.diary.entries)
        self.assertEqual(["refusal: no", "read: YES"], self.pair.letters.answers)

    def test_unwantedAnswer(self) -> None:
        """
        A message without a consequence is delivered, as is one whose consequence is deleted meanwhile.
        """
        self.pair.send("hello")
        self.pair.letters.deleteFromStore()
        self.site.settle()
        self.assertEqual(["hello"], self.pair.diary.entries)
        self.assertEqual([], self.pair.waiting())

    def test_brokenConsequence(self) -> None:
        """
        A consequence that fails hears the same answer later; the message took effect once.
        """
        self.pair.letters.isBroken = True
        self.pair.send("hello")
        self.site.settle()
        self.assertEqual([], self.pair.letters.answers)
        self.pair.letters.isBroken = False
        self.site.advance(5)
        self.assertEqual(["read: HELLO"], self.pair.letters.answers)
        self.assertEqual(["hello"], self.pair.diary.entries)


class UndeliverableTests(OutboxTestCase):
    """
    Tests for messages whose target is not there, or not any more.
    """

    def answers(self) -> list[str]:
        """
        What Alice heard after a while.
        """
        self.site.settle()
        return list(self.pair.letters.answers)

    def test_noShare(self) -> None:
        """
        The sender learns that there is no such share, and not whether it is not shared with her.
        """
        unShare(self.pair.diary)
        self.pair.send("hello")
        self.assertEqual(["mantissa.delivery.error: no-share"], self.answers())
        self.assertEqual([], self.pair.diary.entries)

    def test_noUser(self) -> None:
        """
        That there is no such account is the same.
        """
        self.pair.target = Identifier("diary", "nobody", "example.com")
        self.pair.send("hello")
        self.assertEqual(["mantissa.delivery.error: no-share"], self.answers())

    def test_noReceiver(self) -> None:
        """
        What is shared and receives no messages is the same.
        """
        self.pair.target = Identifier("letters", "bob", "example.com")
        self.pair.send("hello")
        self.assertEqual(["mantissa.delivery.error: no-share"], self.answers())

    def test_revokedMeanwhile(self) -> None:
        """
        A share that is revoked while a message is tried again is not there any more.
        """
        self.pair.diary.isBroken = True
        self.pair.send("hello")
        self.site.settle()
        unShare(self.pair.diary)
        self.site.advance(5)
        self.assertEqual(["mantissa.delivery.error: no-share"], self.answers())

    def test_suspended(self) -> None:
        """
        A message to a suspended account waits until the account is there again.
        """
        account = self.bobsAccount()
        account.disabled = 1
        self.pair.send("hello")
        self.site.advance(0.3 * DAY)
        self.assertEqual([("hello", DUE)], self.pair.waiting())
        account.disabled = 0
        self.site.advance(3 * 3600)
        self.assertEqual(["hello"], self.pair.diary.entries)

    def test_suspendedStranger(self) -> None:
        """
        Who has no share of a suspended account does not hear that there is one, but what strangers hear.
        """
        self.bobsAccount().disabled = 1
        unShare(self.pair.diary)
        self.pair.send("hello")
        self.site.settle()
        self.assertEqual(["mantissa.delivery.error: no-share"], self.answers())

    def test_suspendedAfterTheAnswer(self) -> None:
        """
        An answer that was lost waits for a suspended account, though nothing is shared there any more.
        """
        with patch.object(Letters, "answerReceived", side_effect=DiskFull("no room")):
            self.pair.send("hello")
            self.site.settle()
        unShare(self.pair.diary)
        account = self.bobsAccount()
        account.disabled = 1
        self.site.advance(5)
        self.assertEqual([("hello", DUE)], self.pair.waiting())
        account.disabled = 0
        self.site.advance(3600)
        self.assertEqual(["read: HELLO"], self.answers())

    def test_unreachable(self) -> None:
        """
        One that can't be delivered for days is given up; then the next one is.
        """
        bounded(self.site, unreachableDays=1)
        account = self.bobsAccount()
        account.disabled = 1
        self.pair.send("hello")
        self.site.advance(1.2 * DAY)
        self.assertEqual([("hello", DEAD)], self.pair.waiting())
        [letter] = deadLetters(self.pair.alice)
        self.assertIn("suspended", letter.lastError)
        account.disabled = 0
        self.pair.send("again")
        self.site.settle()
        self.assertEqual(["again"], self.pair.diary.entries)
        retryMessage(letter)
        self.site.settle()
        self.assertEqual(["again", "hello"], self.pair.diary.entries)

    def test_inAnothersName(self) -> None:
        """
        What a store was brought with that was sent in another's name is not delivered.
        """
        self.pair.send("hello")
        [message] = outgoingMessages(self.pair.alice)
        message.sender = "bob@example.com/letters"
        self.site.settle()
        self.assertEqual([("hello", DEAD)], self.pair.waiting())
        self.assertEqual([], self.pair.diary.entries)

    def bobsAccount(self) -> LoginAccount:
        """
        His account on the site.
        """
        subStoreID = self.pair.bob.idInParent
        accounts = self.site.store.query(LoginAccount)
        return next(each for each in accounts if each.avatars.storeID == subStoreID)


class IncarnationTests(OutboxTestCase):
    """
    Tests for stores that were set back.
    """

    def test_newEpoch(self) -> None:
        """
        What a store sends after it was brought back is not taken for what it sent before, and what it sends
        again keeps its identity.
        """
        self.site.settle()
        self.pair.send("zero")
        self.site.settle()
        [before] = self.pair.send("one")
        self.site.settle()
        work = messageWork(self.site.store, self.site.pool, MessageSettings(), lambda: 0)
        work.commitsLost(self.pair.alice)
        *_, message = outgoingMessages(self.pair.alice)
        self.assertEqual(before, message.messageID)
        message.state, message.due = DUE, message.queued
        [after] = self.pair.send("two")
        self.assertEqual(before.store, after.store)
        self.assertNotEqual(before.epoch, after.epoch)
        self.site.advance(1)
        self.assertEqual(["zero", "one", "two"], self.pair.diary.entries)
        self.assertEqual(["read: ONE", "read: ONE", "read: TWO"], self.pair.letters.answers[1:])

    def test_died(self) -> None:
        """
        A message of which the process died was tried.
        """
        bounded(self.site, attempts=1)
        with patch.object(Diary, "messageReceived", side_effect=StoreBusy("busy")):
            [sent] = self.pair.send("deadly")
            self.site.settle()
        work = messageWork(self.site.store, self.site.pool, MessageSettings(attempts=1), lambda: 0)
        work.died(self.pair.alice, str(sent.number))
        self.assertEqual([("deadly", DEAD)], self.pair.waiting())


class FairnessTests(OutboxTestCase):
    """
    Tests for stores that have much to send.
    """

    def test_manyPairs(self) -> None:
        """
        More pairs than are looked at together are delivered without waiting for anything.
        """
        self.site.settle()
        self.pair.send("before")
        self.site.settle()
        queue = messageQueueOf(self.pair.alice)
        for number in range(40):
            sender = Identifier(f"letters-{number}", "alice", "example.com")
            queue.queueMessage(sender, self.pair.target, Value("text", b"x"))
        self.site.settle()
        self.assertEqual(["before", *["x"] * 40], self.pair.diary.entries)

    def test_slices(self) -> None:
        """
        After a while others have their turns; then it goes on at once, without waiting for anything.
        """
        self.site.settle()
        self.pair.send("before")
        self.site.settle()
        contents = [str(number) for number in range(20)]
        with patch("mantissa_like.messaging._outbox._SLICE", 0.0):
            self.pair.send(*contents)
            self.site.settle()
        self.assertEqual(["before", *contents], self.pair.diary.entries)
