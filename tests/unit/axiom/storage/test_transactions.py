"""
Transactions, and what follows their commits.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import inmemory, integer, text
from axiom.errors import ChangeRejected, StoreClosed
from axiom.item import Item, transacted
from axiom.store import Store


class Told(Item):
    """
    An item that lists the calls of its hooks.
    """

    typeName = "test_transactions_told"

    number = integer(default=0, allowNone=False)
    calls = inmemory()

    def stored(self) -> None:
        """
        Begin the list.
        """
        self.calls = ["stored"]

    def committed(self) -> None:
        """
        Go on with it.
        """
        self.calls.append("committed")

    def deleted(self) -> None:
        """
        End it.
        """
        self.calls.append("deleted")

    @transacted
    def add(self, much: int, fails: bool = False) -> int:
        """
        Add C{much} to the number.
        """
        self.number += much
        if fails:
            raise ValueError("too much")
        return self.number


class Meddling(Item):
    """
    An item that does in its hook what it was given.
    """

    typeName = "test_transactions_meddling"

    number = integer()
    meddle = inmemory()

    def committed(self) -> None:
        """
        Do it.
        """
        if self.number:
            self.meddle()


class Plain(Item):
    """
    An item without hooks.
    """

    typeName = "test_transactions_plain"

    name = text()


class CommitTests(SynchronousTestCase):
    """
    What happens after a commit.
    """

    def setUp(self) -> None:
        """
        An empty store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)

    def test_returned(self) -> None:
        """
        A transaction returns what its function does, which gets the arguments.
        """
        self.assertEqual((1, {"b": 2}), self.store.transact(lambda a, **more: (a, more), 1, b=2))

    def test_asynchronous(self) -> None:
        """
        An asynchronous function, which would run after its transaction, is refused and not run.
        """

        async def change() -> None:
            self.fail("it was run")

        def inSavepoint() -> None:
            self.assertRaises(TypeError, self.store.transact, change)

        before = self.store.revision
        self.assertIn("asynchronous", str(self.assertRaises(TypeError, self.store.transact, change)))
        self.store.transact(inSavepoint)
        self.assertEqual(before, self.store.revision)

    def test_hooks(self) -> None:
        """
        C{stored} is called in the transaction, C{committed} and C{deleted} once after each.
        """
        item = Told(store=self.store)
        self.store.transact(lambda: [item.add(1), item.add(1)])
        item.deleteFromStore()
        self.assertEqual(["stored", "committed", "committed", "deleted"], item.calls)

    def test_noHooks(self) -> None:
        """
        After a failed transaction no hook is called, nor for an item that was only read.
        """
        item = Told(store=self.store)
        self.assertRaises(ValueError, item.add, 1, fails=True)
        self.store.transact(lambda: item.number)
        self.assertEqual((["stored", "committed"], 0), (item.calls, item.number))

    def test_touched(self) -> None:
        """
        A touched item counts as changed.
        """
        item = Told(store=self.store)
        before = self.store.revision
        item.touch()
        self.assertEqual(before + 1, self.store.revision)
        self.assertEqual(["stored", "committed", "committed"], item.calls)

    def test_changeInHook(self) -> None:
        """
        A hook that changes, makes or deletes items is rejected, and whoever committed is told; the commit
        stands, and what was to be called after it is called.
        """
        other = Plain(store=self.store, name="old")
        item = Meddling(store=self.store)
        for meddle in (
            lambda: setattr(other, "name", "new"),
            lambda: Plain(store=self.store),
            other.deleteFromStore,
        ):
            called: list[int] = []

            def change(called: list[int] = called) -> None:
                self.store.afterCommit(lambda: called.append(1))
                item.number = 1

            item.meddle = meddle
            self.assertRaises(ChangeRejected, self.store.transact, change)
            self.assertEqual([1], called)
        self.assertEqual(["old"], list(self.store.query(Plain).getColumn("name")))
        self.assertEqual([1], list(self.store.query(Meddling).getColumn("number")))

    def test_readInHook(self) -> None:
        """
        A hook may look at the store, where the transaction is committed.
        """
        seen: list[Any] = []
        item = Meddling(store=self.store)
        item.meddle = lambda: seen.append(list(self.store.query(Meddling).getColumn("number")))
        item.number = 7
        self.assertEqual([[7]], seen)

    def test_failingHook(self) -> None:
        """
        A hook that fails is logged; the other hooks and what was to be called are called.
        """
        called: list[str] = []

        def meddle() -> None:
            called.append("hook")
            raise ZeroDivisionError()

        def change() -> None:
            for _ in range(2):
                Meddling(store=self.store, number=1).meddle = meddle
            self.store.afterCommit(lambda: called.append("callback"))

        self.store.transact(change)
        self.assertEqual(["hook", "hook", "callback"], called)
        self.assertEqual(2, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_afterCommit(self) -> None:
        """
        Functions given to C{afterCommit} are called in order, after the commit.
        """
        called: list[Any] = []

        def change() -> None:
            self.store.afterCommit(lambda: called.append(("first", self.store.revision)))
            self.store.afterCommit(lambda: called.append(("second", self.store.transactions.active)))
            Plain(store=self.store)
            self.assertEqual([], called)

        self.store.transact(change)
        self.assertEqual([("first", 1), ("second", False)], called)

    def test_notAfterFailure(self) -> None:
        """
        They are not called if the transaction fails.
        """

        def fail() -> None:
            self.store.afterCommit(lambda: self.fail("called"))
            raise ValueError("no")

        self.assertRaises(ValueError, self.store.transact, fail)
        self.store.transact(lambda: None)

    def test_atOnce(self) -> None:
        """
        Outside a transaction the function is called at once.
        """
        called: list[str] = []
        self.store.afterCommit(lambda: called.append("now"))
        self.assertEqual(["now"], called)

    def test_transactAfterCommit(self) -> None:
        """
        What is called after a commit may have transactions, which have callbacks of their own.
        """
        called: list[Any] = []

        def inner() -> None:
            Plain(store=self.store, name="inner")
            self.store.afterCommit(lambda: called.append("inner"))

        def outer() -> None:
            self.store.afterCommit(lambda: self.store.transact(inner))
            self.store.afterCommit(lambda: called.append("outer"))

        self.store.transact(outer)
        self.assertEqual(["inner", "outer"], called)
        self.assertEqual(1, self.store.count(Plain))

    def test_failingCallback(self) -> None:
        """
        A callback that fails is logged, and the others are called.
        """
        called: list[str] = []

        def change() -> None:
            self.store.afterCommit(lambda: 1 // 0)
            self.store.afterCommit(lambda: called.append("second"))

        self.store.transact(change)
        self.assertEqual(["second"], called)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_revision(self) -> None:
        """
        The revision grows by one with each transaction that writes, and not by reading.
        """
        self.assertEqual(0, self.store.revision)
        item, _ = self.store.transact(lambda: (Told(store=self.store), Told(store=self.store)))
        self.assertEqual(1, self.store.revision)
        item.number = 5
        self.store.executeSQL("DELETE FROM axiom_attributes WHERE 0")
        self.assertEqual(3, self.store.revision)
        self.store.transact(self.store.count, Told)
        list(self.store.query(Told))
        self.assertEqual(3, self.store.revision)

    def test_transactedMethod(self) -> None:
        """
        A transacted method is one transaction and returns its result.
        """
        item = Told(store=self.store)
        self.assertEqual(3, item.add(3))
        self.assertEqual("add", Told.add.__name__)


class ClosedTests(SynchronousTestCase):
    """
    A closed store.
    """

    def test_used(self) -> None:
        """
        Using it says that it is closed; closing it again does nothing.
        """
        store = Store()
        item = Plain(store=store, name="one")
        store.close()
        store.close()
        self.assertEqual("one", item.name)
        for use in (
            lambda: setattr(item, "name", "two"),
            lambda: list(store.query(Plain)),
            lambda: store.revision,
            lambda: store.getItemByID(77),
        ):
            self.assertRaises(StoreClosed, use)

    def test_openResult(self) -> None:
        """
        A query that was being read ends when its store is closed.
        """
        store = Store()
        store.batchInsert(Plain, [Plain.name], [[str(number)] for number in range(1000)])
        results = iter(store.query(Plain))
        next(results)
        store.close()
        del results
