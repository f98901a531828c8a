"""
Tests for L{mantissa_like.messaging._inspection}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.agenda import figuresOf
from mantissa_like.messaging import (
    DEAD,
    DUE,
    WAITING,
    OutboxWork,
    Value,
    countMessages,
    deadLetters,
    dropMessage,
    messageQueueOf,
    outgoingMessages,
    retryMessage,
)
from mantissa_like.sharing import Identifier, shareItem
from mantissa_like.testing import Fate, TrialSite
from tests.unit.mantissa_like.messaging.correspondents import Diary, Pair, bounded

_DAY = 86_400.0


class OutgoingTests(SynchronousTestCase):
    """
    Tests for L{outgoingMessages}.
    """

    def test_repr(self) -> None:
        """
        A message shows where it goes and how it stands, and not what it says.
        """
        with TrialSite() as site:
            pair = Pair(site)
            pair.diary.isBroken = True
            pair.send("a secret")
            [message] = outgoingMessages(pair.alice)
            way = f"{message.sender} to {message.target}"
            self.assertEqual(f"<OutgoingMessage {message.storeID}: {way}, due, 0 failed>", repr(message))
            site.settle()
            self.assertIn(f"{way}, due, 1 failed, ", repr(message))

    def test_nextAttempt(self) -> None:
        """
        A message is tried next when it was sent, after an attempt failed later, and not while it waits for
        another one.
        """
        with TrialSite() as site:
            pair = Pair(site)
            pair.diary.isBroken = True
            pair.send("one", "two")
            first, second = outgoingMessages(pair.alice)
            self.assertEqual((first.queued, None), (first.nextAttempt, second.nextAttempt))
            site.settle()
            self.assertEqual(first.due, first.nextAttempt)
            self.assertNotEqual(first.queued, first.due)


class CountTests(SynchronousTestCase):
    """
    Tests for L{countMessages}, of which the agenda knows.
    """

    def test_none(self) -> None:
        """
        A store that never sent anything has none.
        """
        self.assertEqual({}, countMessages(Store()))

    def test_counted(self) -> None:
        """
        The site knows some seconds later what waits and what was given up, and when it does no more.
        """
        with TrialSite() as site:
            pair = Pair(site)
            pair.diary.isBroken = True
            pair.send("one")
            site.advance(_DAY)
            pair.send("two")
            pair.send("three")
            site.settle()
            self.assertEqual({DEAD: 1, DUE: 1, WAITING: 1}, countMessages(pair.alice))
            site.advance(200)
            self.assertEqual({DEAD: 1, DUE: 1, WAITING: 1}, figuresOf(site.store, OutboxWork.name))
            pair.diary.isBroken = False
            site.advance(_DAY)
            self.assertEqual({DEAD: 1}, figuresOf(site.store, OutboxWork.name))


class DeadLetterTests(SynchronousTestCase):
    """
    Tests for messages that are given up.
    """

    def setUp(self) -> None:
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.pair = Pair(self.site)
        self.pair.diary.isBroken = True
        self.pair.send("one")
        self.site.advance(_DAY)

    def test_givenUp(self) -> None:
        """
        After ten attempts a message is a dead letter, with the traceback; what follows it is delivered.
        """
        self.assertEqual([("one", DEAD)], self.pair.waiting())
        [letter] = deadLetters(self.pair.alice)
        self.assertEqual(10, letter.attempts)
        self.assertIn("ZeroDivisionError", letter.lastError)
        self.assertEqual([], self.pair.letters.answers)
        self.pair.diary.isBroken = False
        self.pair.send("two")
        self.site.settle()
        self.assertEqual(["two"], self.pair.diary.entries)

    def test_retried(self) -> None:
        """
        A dead letter that is retried takes effect, once, though others did meanwhile.
        """
        self.pair.diary.isBroken = False
        self.pair.send("two")
        self.site.settle()
        retryMessage(*deadLetters(self.pair.alice))
        self.site.settle()
        self.assertEqual(["two", "one"], self.pair.diary.entries)
        self.assertEqual(["read: TWO", "read: ONE"], self.pair.letters.answers)

    def test_retriedAfterItsEffect(self) -> None:
        """
        One that took effect, and whose consequence failed, takes no effect again.
        """
        self.pair.diary.isBroken, self.pair.letters.isBroken = False, True
        retryMessage(*deadLetters(self.pair.alice))
        self.site.advance(_DAY)
        self.assertEqual((["one"], [("one", DEAD)]), (self.pair.diary.entries, self.pair.waiting()))
        self.pair.letters.isBroken = False
        self.pair.send("two")
        self.site.settle()
        retryMessage(*deadLetters(self.pair.alice))
        self.site.settle()
        self.assertEqual(["one", "two"], self.pair.diary.entries)
        self.assertEqual(["read: TWO", "read: ONE"], self.pair.letters.answers)

    def test_retriedInOrder(self) -> None:
        """
        One that is retried goes before those of its pair that wait for another attempt, and they follow it.
        """
        self.pair.send("two", "three")
        self.site.settle()
        self.assertEqual([("one", DEAD), ("two", DUE), ("three", WAITING)], self.pair.waiting())
        self.pair.diary.isBroken = False
        retryMessage(*deadLetters(self.pair.alice))
        self.assertEqual([("one", DUE), ("two", WAITING), ("three", WAITING)], self.pair.waiting())
        self.site.settle()
        self.assertEqual(["one", "two", "three"], self.pair.diary.entries)

    def test_someRetried(self) -> None:
        """
        Of several some may be retried, and others later.
        """
        bounded(self.site, attempts=1)
        self.pair.send("two", "three", "four")
        self.site.settle()
        one, two, three, four = deadLetters(self.pair.alice)
        self.pair.diary.isBroken = False
        for letters in ([one, three], [two, four]):
            for letter in letters:
                retryMessage(letter)
            self.site.settle()
        self.assertEqual(["one", "three", "two", "four"], self.pair.diary.entries)
        self.assertEqual([], self.pair.waiting())

    def test_retriedHoldNobodyUp(self) -> None:
        """
        Very many that are retried let those to others pass.
        """
        bounded(self.site, attempts=1)
        self.pair.send(*map(str, range(40)))
        self.site.settle()
        self.pair.diary.isBroken = False
        self.site.network.chooseFate = lambda message: Fate(
            delay=1000 if message.target.localpart == "bob" else 0
        )
        for letter in deadLetters(self.pair.alice):
            retryMessage(letter)
        self.site.settle()
        carols = Diary(store=self.site.addUser("carol@example.com"))
        shareItem(carols, toName="alice@example.com", shareID="diary")
        target = Identifier("diary", "carol", "example.com")
        messageQueueOf(self.pair.alice).queueMessage(self.pair.sender, target, Value("text", b"hello"))
        self.site.settle()
        self.assertEqual(["hello"], carols.entries)

    def test_dropped(self) -> None:
        """
        One that is dropped is gone, and nobody hears of it.
        """
        dropMessage(*deadLetters(self.pair.alice))
        self.site.advance(_DAY)
        self.assertEqual([], self.pair.waiting())
        self.assertEqual([], self.pair.letters.answers)

    def test_backoff(self) -> None:
        """
        Each wait is longer than the one before, up to an hour and a half.
        """
        self.pair.send("two")
        waits = []
        for _ in range(9):
            self.site.settle()
            [message] = outgoingMessages(self.pair.alice, DUE)
            assert message.due is not None
            waits.append(message.due.asPOSIXTimestamp() - self.site.clock.seconds())
            self.site.advance(waits[-1] + 0.001)
        self.assertEqual(sorted(waits), waits)
        self.assertLess(waits[-1], 5400)
