"""
What a store says of its transaction, taking it back, and transactions over several stores.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.errors import StoreBusy, StoreSealed
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore


class Counter(Item):
    """
    A number that is changed.
    """

    typeName = "test_transacting_counter"

    number = integer(allowNone=False, default=0)


class TransactionTests(SynchronousTestCase):
    """
    The transaction under way.
    """

    def setUp(self) -> None:
        """
        A store with two counters.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.one, self.two = Counter(store=self.store), Counter(store=self.store)

    def test_autocommit(self) -> None:
        """
        Each change is a transaction of its own, unless one is under way, of which one learns what it changed.
        """
        store = self.store
        self.assertEqual((True, None, []), (store.autocommit, store.transaction, store.touched))

        def change() -> None:
            self.assertEqual((False, []), (self.store.autocommit, self.store.transaction))
            self.one.number = 1
            self.store.transact(setattr, self.two, "number", 2)
            new = Counter(store=self.store)
            self.one.number = 2
            self.assertEqual([self.one, self.two, new], self.store.touched)
            self.assertEqual([self.one, self.two, new], self.store.transaction)

        self.store.transact(change)
        self.assertEqual((True, []), (self.store.autocommit, self.store.touched))

    def test_sealed(self) -> None:
        """
        Where a store is sealed, everything is read, and nothing is changed by any way.
        """
        told: list[int] = []
        attempts: list[Callable[[], object]] = [
            lambda: setattr(self.one, "number", 5),
            lambda: Counter(store=self.store),
            self.two.deleteFromStore,
            lambda: self.store.query(Counter).deleteFromStore(),
            lambda: self.store.query(Counter).update(number=5),
            lambda: self.store.batchInsert(Counter, [Counter.number], [(5,)]),
            lambda: self.store.executeSQL("DELETE FROM axiom_objects"),
            lambda: self.store.transact(setattr, self.one, "number", 5),
            lambda: self.store.afterCommit(lambda: told.append(1)),
        ]

        def change() -> None:
            self.one.number = 1
            with self.store.sealed():
                for attempt in attempts:
                    self.assertRaises(StoreSealed, attempt)
                self.assertEqual(1, self.store.count(Counter, Counter.number == 1))
                with self.store.sealed(False):
                    self.two.number = 2
            self.store.afterCommit(lambda: told.append(2))

        self.store.transact(change)
        self.assertEqual([1, 2], list(self.store.query(Counter).getColumn("number")))
        self.assertEqual([2], told)

    def test_reverted(self) -> None:
        """
        What is taken back is undone in the database and in memory; the transaction goes on.
        """
        made: list[Counter] = []

        def change() -> None:
            self.one.number = 1
            self.store.checkpoint()
            made.append(Counter(store=self.store))
            self.two.deleteFromStore()
            self.store.afterCommit(lambda: self.fail("it was taken back"))
            self.store.revert()
            self.assertEqual((0, 0, None), (self.one.number, self.two.number, made[0].store))
            self.two.number = 5

        self.store.transact(change)
        self.assertEqual([0, 5], list(self.store.query(Counter, sort=Counter.storeID).getColumn("number")))
        self.assertEqual((0, 5), (self.one.number, self.two.number))

    def test_revertedInside(self) -> None:
        """
        In a nested transaction only its own changes are taken back.
        """

        def inner() -> None:
            self.one.number = 2
            self.two.number = 2
            self.store.revert()
            self.assertEqual((1, 0), (self.one.number, self.two.number))
            self.two.number = 3

        def outer() -> None:
            self.one.number = 1
            self.store.transact(inner)

        self.store.transact(outer)
        self.assertEqual([1, 3], list(self.store.query(Counter, sort=Counter.storeID).getColumn("number")))

    def test_revertedThenFailed(self) -> None:
        """
        A transaction that fails after changes were taken back leaves nothing.
        """

        def change() -> None:
            self.one.number = 1
            self.store.revert()
            self.one.number = 2
            raise ValueError("no")

        self.assertRaises(ValueError, self.store.transact, change)
        self.assertEqual(0, self.one.number)

    def test_revertedOutside(self) -> None:
        """
        Without a transaction there is nothing to take back.
        """
        self.one.number = 1
        self.store.revert()
        self.assertEqual(1, self.one.number)

    def test_revertedItem(self) -> None:
        """
        The changes of one item that are not written yet are taken back; one that is new is in no store then.
        """

        def change() -> None:
            self.one.number = 1
            self.one.checkpoint()
            self.one.number = 2
            self.two.number = 2
            new = Counter(store=self.store, number=3)
            self.one.revert()
            new.revert()
            self.assertEqual((None, None), (new.store, new.storeID))
            self.assertEqual((1, 2, 3), (self.one.number, self.two.number, new.number))

        self.store.transact(change)
        self.one.revert()
        self.assertEqual([1, 2], list(self.store.query(Counter, sort=Counter.storeID).getColumn("number")))

    def test_context(self) -> None:
        """
        A store is a context, closed at its end whatever happens.
        """

        def fail() -> None:
            with Store() as store:
                self.addCleanup(lambda: self.assertFalse(store.connection.inTransaction))
                Counter(store=store)
                closed.append(store)
                raise ValueError("no")

        closed: list[Store] = []
        self.assertRaises(ValueError, fail)
        self.assertRaises(RuntimeError, closed[0].count, Counter)


class AttachmentTests(SynchronousTestCase):
    """
    L{Store.attachToParent}.
    """

    def setUp(self) -> None:
        """
        A store and a substore, in a directory with a quotation mark, with a counter each.
        """
        self.store = Store(self.mktemp() + 'it\'s "here".axiom')
        self.addCleanup(self.store.close)
        self.substore = SubStore.createNew(self.store, ["sub's.axiom"]).open()
        self.addCleanup(self.substore.close)
        self.outer, self.inner = Counter(store=self.store), Counter(store=self.substore)
        self.substore.attachToParent()

    def numbers(self) -> list[int]:
        """
        What the counters have, in the database and in memory.
        """
        return [
            *self.store.query(Counter).getColumn("number"),
            *self.substore.query(Counter).getColumn("number"),
            self.outer.number,
            self.inner.number,
        ]

    def count(self) -> None:
        """
        Change a counter in each store.
        """
        self.outer.number += 1
        self.inner.number += 1

    def fail(self, message: object = None) -> None:  # type: ignore[override]
        """
        Change them, and fail.
        """
        self.count()
        raise ZeroDivisionError

    def test_together(self) -> None:
        """
        A transaction of either store is one of both.
        """
        for store in (self.store, self.substore):
            self.assertRaises(ZeroDivisionError, store.transact, self.fail)
            self.assertEqual([0, 0, 0, 0], self.numbers())
        for store in (self.store, self.substore):
            store.transact(self.count)
        self.assertEqual([2, 2, 2, 2], self.numbers())

    def test_nested(self) -> None:
        """
        So is a transaction inside one.
        """

        def nested() -> None:
            self.count()
            self.assertRaises(ZeroDivisionError, self.substore.transact, self.fail)
            self.assertRaises(ZeroDivisionError, self.store.transact, self.fail)

        self.substore.transact(nested)
        self.assertEqual([1, 1, 1, 1], self.numbers())

    def test_reverted(self) -> None:
        """
        Taking back a transaction takes back both.
        """

        def change() -> None:
            self.count()
            self.store.revert()

        self.store.transact(change)
        self.assertEqual([0, 0, 0, 0], self.numbers())

    def test_afterCommit(self) -> None:
        """
        What is to be done after the commit in the substore is done after that of both, or never.
        """
        called: list[bool] = []

        def change() -> None:
            self.count()
            self.substore.afterCommit(lambda: called.append(self.store.autocommit))

        def fail() -> None:
            change()
            self.fail()

        self.assertRaises(ZeroDivisionError, self.store.transact, fail)
        self.substore.transact(change)
        self.assertEqual([True], called)

    def test_alone(self) -> None:
        """
        A change of one of them, outside any transaction, leaves the other one alone.
        """
        with Store(self.store.dbdir) as other:
            self.store.patience = 0

            def change() -> None:
                self.inner.number = 5
                self.assertRaises(StoreBusy, self.substore.transact, self.count)

            other.transact(change)
        self.assertEqual([0, 5, 0, 5], self.numbers())

    def test_closed(self) -> None:
        """
        When the substore is closed, its parent has its transactions alone.
        """
        self.substore.close()
        self.store.transact(setattr, self.outer, "number", 1)
        self.assertEqual(1, self.outer.number)

    def test_refused(self) -> None:
        """
        A store without a parent can't be attached, nor one in the middle of a transaction; twice is once.
        """
        self.substore.attachToParent()
        self.substore.transact(self.count)
        self.assertEqual([1, 1, 1, 1], self.numbers())
        self.assertRaises(ValueError, self.store.attachToParent)
        another = SubStore.createNew(self.store, ["another.axiom"]).open()
        self.addCleanup(another.close)
        for store in (self.store, another):
            self.assertRaises(ValueError, store.transact, another.attachToParent)
