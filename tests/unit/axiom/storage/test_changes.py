"""
What a failed transaction restores, in memory and in the database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, reference, text, textlist
from axiom.errors import ItemNotFound, SQLError, TransactionLost
from axiom.item import Item
from axiom.store import Store


class Page(Item):
    """
    A text with a number, tags and a page before it.
    """

    typeName = "test_changes_page"

    title = text(default="untitled")
    number = integer()
    tags = textlist()
    previous = reference()


class Leaf(Item):
    """
    An item whose type no test stores but in transactions that fail.
    """

    typeName = "test_changes_leaf"

    number = integer()


class Cancelled(Exception):
    """
    What a transaction is undone with.
    """


class RollbackTests(SynchronousTestCase):
    """
    After an exception in a transaction everything is as it was.
    """

    def setUp(self) -> None:
        """
        A store with one page.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.page = Page(store=self.store, title="one", number=1, tags=["a"])

    def undo(self, f: Callable[[], object]) -> None:
        """
        Call C{f} in a transaction that fails.
        """

        def fail() -> None:
            f()
            raise Cancelled()

        self.assertRaises(Cancelled, self.store.transact, fail)

    def assertStored(self, **values: Any) -> None:
        """
        The page has these values in memory, in queries, and when it is loaded anew.
        """
        for name, value in values.items():
            self.assertEqual(value, getattr(self.page, name))
            self.assertEqual([value], list(self.store.query(Page).getColumn(name)))
        self.store.identities.expire()
        for name, value in values.items():
            self.assertEqual(value, getattr(self.page, name))

    def test_values(self) -> None:
        """
        Changed values are restored, also those that were written for a query.
        """

        def change() -> None:
            self.page.title, self.page.tags = "two", ["b"]
            self.assertEqual(1, self.store.count(Page, Page.title == "two"))
            self.page.number = None

        self.undo(change)
        self.assertStored(title="one", tags=["a"], number=1)

    def test_created(self) -> None:
        """
        An item that was created is in no store, keeps what it was made with, and can be stored again.
        """
        made = []

        def create() -> None:
            page = Page(store=self.store, title="two", previous=self.page)
            made.append(page)
            self.store.checkpoint()
            page.title = "three"

        self.undo(create)
        [page] = made
        self.assertEqual((None, None), (page.store, page.storeID))
        self.assertEqual("two", page.title)
        self.assertIdentical(self.page, page.previous)
        self.assertEqual(1, self.store.count(Page))
        page.store = self.store
        self.assertIdentical(self.page, page.previous)
        self.assertEqual(["one", "two"], list(self.store.query(Page).getColumn("title")))

    def test_createdAndChangedWithin(self) -> None:
        """
        An undone savepoint leaves a new item as it was before it, and the transaction as it was made.
        """
        made = []

        def createAndChange() -> None:
            page = Page(store=self.store, title="two")
            made.append(page)
            for title in ("three", "four"):
                self.undo(lambda title=title: setattr(page, "title", title))  # type: ignore[misc]
                self.assertEqual("two", page.title)
            page.title = "five"
            self.undo(lambda: setattr(page, "title", "six"))
            self.assertEqual("five", page.title)

        self.undo(createAndChange)
        self.assertEqual("two", made[0].title)

    def test_createdTogether(self) -> None:
        """
        Items that were created together still refer to each other.
        """
        made = []

        def create() -> None:
            first = Page(store=self.store)
            made.extend([first, Page(store=self.store, previous=first)])

        self.undo(create)
        first, second = made
        self.assertIdentical(first, second.previous)

    def test_identityIsNotTaken(self) -> None:
        """
        An item created after a failed transaction is found under its storeID, not the one that was undone.
        """
        made = []
        self.undo(lambda: made.append(Page(store=self.store, title="undone")))
        page = Page(store=self.store, title="kept")
        self.assertIdentical(page, self.store.getItemByID(page.storeID))
        self.assertEqual(None, made[0].store)

    def test_deleted(self) -> None:
        """
        A deleted item is back, under its storeID, with what referred to it.
        """
        other = Page(store=self.store, title="two", previous=self.page)
        self.undo(self.page.deleteFromStore)
        self.assertIdentical(self.page, self.store.getItemByID(self.page.storeID))
        self.assertIdentical(self.page, other.previous)
        self.page.title = "still here"
        self.assertEqual("still here", next(iter(self.store.query(Page, sort=Page.storeID))).title)

    def test_changedThenDeleted(self) -> None:
        """
        An item that was changed and deleted has its old values.
        """

        def change() -> None:
            self.page.title = "two"
            self.page.deleteFromStore()

        self.undo(change)
        self.assertStored(title="one")

    def test_createdThenDeleted(self) -> None:
        """
        An item that was created and deleted in one transaction leaves nothing, committed or not.
        """

        def createAndDelete() -> None:
            Page(store=self.store).deleteFromStore()

        self.undo(createAndDelete)
        self.store.transact(createAndDelete)
        self.assertEqual([self.page], list(self.store.query(Page)))
        self.assertEqual(1, self.store.querySQL("SELECT count(*) FROM axiom_objects")[0][0])

    def test_type(self) -> None:
        """
        A type that was made is gone, and is made again for the next item.
        """
        self.undo(lambda: Leaf(store=self.store, number=1))
        self.assertEqual(0, self.store.count(Leaf))
        Leaf(store=self.store, number=2)
        self.assertEqual([2], list(self.store.query(Leaf).getColumn("number")))

    def test_typeMadeBeforeASavepoint(self) -> None:
        """
        A type that was made before a savepoint that failed, in a transaction that failed too, is gone.
        """

        def create() -> None:
            Leaf(store=self.store, number=1)
            self.undo(lambda: Leaf(store=self.store, number=2))

        self.undo(create)
        Leaf(store=self.store, number=3)
        self.assertEqual([3], list(self.store.query(Leaf).getColumn("number")))

    def test_rawSQL(self) -> None:
        """
        Items have their old values also where SQL changed them, whether they were changed or only looked at.
        """

        def change() -> None:
            self.store.executeSQL(f"UPDATE {self.store.getTableName(Page)} SET number = 5")
            self.assertEqual(5, self.page.number)

        self.undo(change)
        self.assertStored(number=1)

    def test_loadedInside(self) -> None:
        """
        An item that was inserted without an object and loaded is deleted.
        """
        found = []

        def insert() -> None:
            self.store.batchInsert(Page, [Page.title], [["two"]])
            found.append(self.store.findUnique(Page, Page.title == "two"))

        self.undo(insert)
        after = Page(store=self.store, title="three")
        self.assertRaises(ItemNotFound, setattr, found[0], "title", "four")
        self.assertIdentical(after, self.store.getItemByID(after.storeID))
        self.assertEqual("three", after.title)

    def test_revision(self) -> None:
        """
        The store's revision is the old one.
        """
        before = self.store.revision
        self.undo(lambda: setattr(self.page, "title", "two"))
        self.assertEqual(before, self.store.revision)

    def test_notRestoredTwice(self) -> None:
        """
        An item is restored to what it was before this transaction, not before an earlier one.
        """
        self.page.title = "two"
        self.undo(lambda: setattr(self.page, "title", "three"))
        self.assertStored(title="two")


class UnwritableTests(SynchronousTestCase):
    """
    What can't be written fails the transaction, even if the code in it goes on.
    """

    def test_caught(self) -> None:
        """
        A transaction that catches the failure to write its changes is not committed.
        """
        store = Store()
        self.addCleanup(store.close)
        page = Page(store=store, title="one")
        Leaf(store=store).deleteFromStore()
        store.executeSQL("DROP TABLE item_test_changes_leaf_v1")

        def change() -> None:
            page.title = "two"
            Leaf(store=store)
            self.assertRaises(SQLError, store.checkpoint)

        self.assertRaises(SQLError, store.transact, change)
        self.assertEqual(["one"], list(store.query(Page).getColumn("title")))
        self.assertEqual("one", page.title)

    def test_undoneBySQLite(self) -> None:
        """
        Where SQLite undid the whole transaction, nothing of it is written on its own.
        """
        store = Store()
        self.addCleanup(store.close)
        page = Page(store=store, title="one")

        def change() -> None:
            page.title = "two"
            self.assertRaises(SQLError, store.transact, store.executeSQL, "ROLLBACK; nonsense")
            page.title = "three"

        self.assertRaises(TransactionLost, store.transact, change)
        self.assertEqual(["one"], list(store.query(Page).getColumn("title")))
        self.assertEqual("one", page.title)


class IdentityTests(SynchronousTestCase):
    """
    Which storeIDs new items get.
    """

    def test_twoWriters(self) -> None:
        """
        Who has given out a storeID goes on after it, and after those that others gave out meanwhile.
        """
        directory = self.mktemp()
        stores = [Store(directory) for _ in range(2)]
        for store in stores:
            self.addCleanup(store.close)
        made = [Page(store=stores[number]).storeID for number in (0, 0, 1, 0, 1, 1, 0)]
        stores[0].getItemByID(made[-1]).deleteFromStore()
        made += [Page(store=stores[number]).storeID for number in (0, 1)]
        self.assertEqual(list(range(made[0], made[0] + len(made))), made)
