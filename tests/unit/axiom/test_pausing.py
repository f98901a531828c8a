"""
Tests of pauses and snapshots: a consistent read while others write.
"""

from __future__ import annotations

import apsw
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.errors import NotPaused, SnapshotExpired, StoreClosed, TransactionUnderWay, WriteInSnapshot
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store


class Part(Item):
    """
    One of several numbers whose sum stays the same.
    """

    typeName = "test_pausing_part"

    number = integer(default=0, allowNone=False)


class TwoStores(SynchronousTestCase):
    """
    Two stores on one directory, of which one pauses.
    """

    def setUp(self) -> None:
        directory = self.mktemp()
        self.clock = Clock()
        self.ours = Store(directory, runtime=Runtime(self.clock))
        self.addCleanup(self.ours.close)
        self.theirs = Store(directory)
        self.addCleanup(self.theirs.close)
        self.first, self.second = (Part(store=self.ours, number=number) for number in (40, 2))

    def move(self) -> None:
        """
        Change both numbers, in one transaction of the other process.
        """
        first, second = self.theirs.query(Part, sort=Part.storeID)

        def inTransaction() -> None:
            first.number -= 1
            second.number += 1

        self.theirs.transact(inTransaction)

    def numbers(self) -> list[int]:
        """
        What the pausing one sees.
        """
        return list(self.ours.query(Part, sort=Part.storeID).getColumn("number"))


class PauseTests(TwoStores):
    """
    Pauses and snapshots that end in time.
    """

    def test_consistent(self) -> None:
        """
        Everything that is read between is of the moment of the pause, also items that were in memory.
        """
        self.ours.pause()
        self.assertEqual(40, self.first.number)
        self.move()
        self.assertEqual([40, 2], self.numbers())
        self.assertEqual(2, self.second.number)
        self.ours.resume()
        self.assertEqual([39, 3], self.numbers())
        self.assertEqual((39, 3), (self.first.number, self.second.number))

    def test_seesTheNewest(self) -> None:
        """
        A pause begins with what others have committed by then.
        """
        self.move()
        self.ours.pause()
        self.assertEqual((39, 3), (self.first.number, self.second.number))
        self.ours.resume()

    def test_revision(self) -> None:
        """
        The revision is that of the moment, too.
        """
        before = self.ours.revision
        self.ours.pause()
        self.move()
        self.assertEqual(before, self.ours.revision)
        self.ours.resume()
        self.assertEqual(before + 1, self.ours.revision)

    def test_nested(self) -> None:
        """
        The outermost pause counts.
        """
        self.ours.pause()
        self.ours.pause()
        self.move()
        self.ours.resume()
        with self.ours.snapshot():
            self.assertEqual([40, 2], self.numbers())
        self.assertEqual([40, 2], self.numbers())
        self.ours.resume()
        self.assertEqual([39, 3], self.numbers())

    def test_noWriting(self) -> None:
        """
        Nothing can be written in a pause; after it, it can.
        """
        self.ours.pause()
        self.assertRaises(WriteInSnapshot, setattr, self.first, "number", 1)
        self.assertRaises(WriteInSnapshot, self.ours.transact, lambda: None)
        self.ours.resume()
        self.first.number = 1
        self.assertEqual([1, 2], self.numbers())

    def test_unpaired(self) -> None:
        """
        Resuming without a pause is refused.
        """
        self.assertRaises(NotPaused, self.ours.resume)
        self.ours.pause()
        self.ours.resume()
        self.assertRaises(NotPaused, self.ours.resume)

    def test_inTransaction(self) -> None:
        """
        A transaction can't be paused; a snapshot in one is that of the transaction.
        """
        self.assertRaises(TransactionUnderWay, self.ours.transact, self.ours.pause)

        def transaction() -> list[int]:
            self.first.number = 7
            with self.ours.snapshot():
                return self.numbers()

        self.assertEqual([7, 2], self.ours.transact(transaction))

    def test_closedMeanwhile(self) -> None:
        """
        A store may be closed in a snapshot, and leaves no timer.
        """
        with self.ours.snapshot():
            self.ours.close()
        self.assertRaises(StoreClosed, self.numbers)
        self.theirs.pause()
        self.theirs.close()
        self.assertRaises(StoreClosed, self.theirs.count, Part)
        self.assertEqual([], self.clock.getDelayedCalls())


class BoundedPauseTests(TwoStores):
    """
    Pauses that last too long.
    """

    def assertExpired(self) -> None:
        """
        Reading is refused until the pause is resumed, and then goes on with what is there now.
        """
        self.assertRaises(SnapshotExpired, self.numbers)
        self.assertRaises(SnapshotExpired, self.numbers)
        self.assertRaises(WriteInSnapshot, self.ours.transact, lambda: None)
        self.ours.resume()
        self.assertEqual([39, 3], self.numbers())
        self.first.number = 1

    def test_readTooLate(self) -> None:
        """
        Who reads after the time is told so, and the moment is given up.
        """
        self.ours.longestSnapshot = 0
        self.ours.pause()
        self.move()
        self.assertExpired()

    def test_forgotten(self) -> None:
        """
        The moment of a pause that nobody looks at any more is given up by the clock, so that the log can be
        emptied.
        """
        self.ours.pause()
        self.move()
        self.assertFalse(self.emptiesLog())
        self.clock.advance(self.ours.longestSnapshot)
        self.assertTrue(self.emptiesLog())
        self.assertExpired()
        self.assertEqual([], self.clock.getDelayedCalls())

    def emptiesLog(self) -> bool:
        """
        Empty the log, which a pause under way prevents, and say whether that succeeded.
        """
        database = apsw.Connection(self.ours.newFilePath().sibling("db.sqlite").path)
        try:
            database.pragma("journal_mode")
            return bool(next(database.execute("PRAGMA wal_checkpoint(TRUNCATE)")) == (0, 0, 0))
        finally:
            database.close()

    def test_inTime(self) -> None:
        """
        One that ends in time leaves no timer.
        """
        self.ours.pause()
        self.clock.advance(1)
        self.ours.resume()
        self.assertEqual([], self.clock.getDelayedCalls())

    def test_snapshot(self) -> None:
        """
        A snapshot is bounded, too.
        """
        self.ours.longestSnapshot = 0
        with self.ours.snapshot():
            self.assertRaises(SnapshotExpired, self.numbers)
        self.assertEqual([40, 2], self.numbers())
