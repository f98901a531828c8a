"""
Tests for sending messages.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from mantissa_like.catalog import Offering
from mantissa_like.messaging import (
    DEAD,
    MOST_BYTES,
    BadSender,
    IMessageQueue,
    QueueFull,
    TooLarge,
    Value,
    dropMessage,
    messageQueueOf,
    outgoingMessages,
)
from mantissa_like.sharing import Identifier, shareItem
from mantissa_like.testing import TrialSite
from tests.unit.mantissa_like.messaging.correspondents import Diary, Pair, bounded


class MessageQueueTests(SynchronousTestCase):
    """
    Tests for L{MessageQueue}.
    """

    def setUp(self) -> None:
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.pair = Pair(self.site)

    def test_interface(self) -> None:
        """
        It is the way out of a store.
        """
        verifyObject(IMessageQueue, messageQueueOf(self.pair.alice))

    def test_identity(self) -> None:
        """
        The identity of a message names store and incarnation, and its number is greater than those before.
        """
        first, second = self.pair.send("one", "two")
        incarnation = self.pair.alice.incarnation
        self.assertEqual((incarnation.identity, incarnation.name), (first.store, first.epoch))
        self.assertLess(first, second)

    def test_badSender(self) -> None:
        """
        Nobody sends in the name of another, or of an application.
        """
        queue = messageQueueOf(self.pair.alice)
        for sender in (self.pair.target, Identifier("x", "alice", None)):
            error = self.assertRaises(
                BadSender, queue.queueMessage, sender, self.pair.target, Value("text", b"")
            )
            self.assertEqual(sender, error.sender)
        self.assertEqual([], list(outgoingMessages(self.pair.alice)))

    def test_tooLarge(self) -> None:
        """
        Content of a mebibyte can be sent, and no more.
        """
        self.pair.send("x" * MOST_BYTES)
        error = self.assertRaises(TooLarge, self.pair.send, "x" * (MOST_BYTES + 1))
        self.assertEqual(MOST_BYTES + 1, error.size)

    def test_fullForOne(self) -> None:
        """
        When very many messages wait for one target, another target has room; when one went there is room.
        """
        bounded(self.site, waitingForOne=2)
        self.pair.send("one", "two")
        error = self.assertRaises(QueueFull, self.pair.send, "three")
        self.assertEqual(2, error.waiting)
        queue = messageQueueOf(self.pair.alice)
        queue.queueMessage(self.pair.sender, Identifier("x", "carol", "example.com"), Value("text", b""))
        self.site.settle()
        self.pair.send("three")
        self.site.settle()
        self.assertEqual(["one", "two", "three"], self.pair.diary.entries)

    def test_fullOfDeadLetters(self) -> None:
        """
        Those that were given up are counted for their target, too; one that is dropped makes room.
        """
        bounded(self.site, waitingForOne=2, attempts=1)
        self.pair.diary.isBroken = True
        self.pair.send("one", "two")
        self.site.settle()
        self.assertEqual([("one", DEAD), ("two", DEAD)], self.pair.waiting())
        self.assertRaises(QueueFull, self.pair.send, "three")
        dropMessage(next(iter(outgoingMessages(self.pair.alice))))
        self.pair.diary.isBroken = False
        self.pair.send("three")
        self.site.settle()
        self.assertEqual(["three"], self.pair.diary.entries)

    def test_fullStore(self) -> None:
        """
        All messages of a store are counted, those too that were given up; one that is dropped makes room.
        """
        bounded(self.site, waitingOfStore=2, attempts=1)
        self.pair.diary.isBroken = True
        self.pair.send("one")
        self.site.settle()
        self.pair.send("two")
        self.assertRaises(QueueFull, self.pair.send, "three")
        dropMessage(next(iter(outgoingMessages(self.pair.alice))))
        self.pair.send("three")

    def test_fromApplication(self) -> None:
        """
        An application sends in its own name, from its own store only.
        """
        shop = self.site.install(Offering(name="test_messaging_shop", description="A shop."))
        sender = Identifier("till", "test_messaging_shop", None)
        sent = messageQueueOf(shop).queueMessage(sender, self.pair.target, Value("text", b""))
        self.assertEqual(shop.incarnation.name, sent.epoch)
        queue = messageQueueOf(self.pair.alice)
        self.assertRaises(BadSender, queue.queueMessage, sender, self.pair.target, Value("text", b""))
        shareItem(self.pair.diary, toName="application:test_messaging_shop", shareID="diary")
        self.site.settle()
        self.assertEqual([""], self.pair.diary.entries)

    def test_toApplication(self) -> None:
        """
        An application receives, too, although nobody can log in to it.
        """
        shop = self.site.install(Offering(name="test_messaging_shop", description="A shop."))
        diary = Diary(store=shop)
        shareItem(diary, toName="alice@example.com", shareID="orders")
        self.pair.target = Identifier("orders", "test_messaging_shop", None)
        self.pair.send("milk")
        self.site.settle()
        self.assertEqual(["milk"], diary.entries)
