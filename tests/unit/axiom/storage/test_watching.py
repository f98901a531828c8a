"""
Tests of L{axiom._storage.watching}.
"""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store


class Counted(Item):
    """
    A number.
    """

    typeName = "test_watching_counted"

    number = integer(default=0)


class WatchTests(SynchronousTestCase):
    """
    A store that is watched here, and is open a second time as in another process.
    """

    def setUp(self) -> None:
        directory = self.mktemp()
        self.clock = Clock()
        self.ours = Store(directory, runtime=Runtime(self.clock))
        self.addCleanup(self.ours.close)
        self.theirs = Store(directory, runtime=Runtime(Clock()))
        self.addCleanup(self.theirs.close)
        self.item = Counted(store=self.ours)
        self.told: list[int] = []

    def change(self) -> None:
        """
        Commit as the other process.
        """
        Counted(store=self.theirs)

    def test_own(self) -> None:
        """
        A commit of this store's is told at once.
        """
        self.ours.onChange(self.told.append)
        self.item.number = 1
        self.assertEqual([self.ours.revision], self.told)

    def test_others(self) -> None:
        """
        A commit of another process is told within 50 ms, once.
        """
        self.ours.onChange(self.told.append)
        self.change()
        self.clock.advance(0.04)
        self.assertEqual([self.theirs.revision], self.told)
        self.clock.pump([0.02] * 5)
        self.assertEqual(1, len(self.told))

    def test_newest(self) -> None:
        """
        Of several commits between two looks only the newest is told.
        """
        self.ours.onChange(self.told.append)
        for _ in range(3):
            self.change()
        self.clock.advance(0.04)
        self.assertEqual([self.theirs.revision], self.told)

    def test_noChange(self) -> None:
        """
        Nobody is told of what was there before, of what was undone, or of what was only read.
        """
        self.ours.onChange(self.told.append)
        self.assertRaises(ZeroDivisionError, self.ours.transact, lambda: setattr(self.item, "number", 1 // 0))
        self.ours.transact(lambda: self.item.number)
        self.clock.advance(0.04)
        self.assertEqual([], self.told)

    def test_afterTheRest(self) -> None:
        """
        The callbacks of the transaction come first, and what they commit is told before what they followed.
        """

        def transaction() -> None:
            self.item.number = 1
            self.ours.afterCommit(lambda: setattr(self.item, "number", 2))

        self.ours.onChange(self.told.append)
        self.ours.transact(transaction)
        self.assertEqual([self.ours.revision], self.told)

    def test_inTransaction(self) -> None:
        """
        Nobody is told in the middle of a transaction or snapshot, but after it.
        """
        self.ours.onChange(self.told.append)
        with self.ours.snapshot():
            self.change()
            self.clock.advance(0.04)
            self.assertEqual([], self.told)
        self.clock.advance(0.04)
        self.assertEqual([self.theirs.revision], self.told)

    def test_busy(self) -> None:
        """
        While the database can't be looked at nobody is told, and nothing fails.
        """
        self.ours.onChange(self.told.append)
        self.clock.advance(0.04)
        self.theirs.transact(self.clock.advance, 0.04)
        self.assertEqual([], self.told)

    def test_stopped(self) -> None:
        """
        Who wants to know no more is not told; stopping twice does nothing.
        """
        watch = self.ours.onChange(self.told.append)
        watch.stop()
        watch.stop()
        self.change()
        self.item.number = 1
        self.clock.advance(0.04)
        self.assertEqual([], self.told)
        self.assertEqual([], self.clock.getDelayedCalls())

    def test_failing(self) -> None:
        """
        One who fails is logged; the others are told, and the commit stands.
        """

        def fail(revision: int) -> None:
            raise ValueError(revision)

        self.ours.onChange(fail)
        self.ours.onChange(self.told.append)
        self.item.number = 5
        self.assertEqual(1, len(self.flushLoggedErrors(ValueError)))
        self.assertEqual(([self.ours.revision], 5), (self.told, self.item.number))

    def test_closed(self) -> None:
        """
        Nothing looks at a store that was closed.
        """
        self.ours.onChange(self.told.append)
        self.ours.close()
        self.assertEqual([], self.clock.getDelayedCalls())
