"""
Transactions inside transactions.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.item import Item
from axiom.store import Store


class Page(Item):
    """
    A text with a number.
    """

    typeName = "test_savepoints_page"

    title = text(default="untitled")
    number = integer()


class Cancelled(Exception):
    """
    What a transaction is undone with.
    """


class SavepointTests(SynchronousTestCase):
    """
    A transaction inside another one is undone on its own.
    """

    def setUp(self) -> None:
        """
        A store with one page.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.page = Page(store=self.store, title="one", number=1)

    def undo(self, f: Callable[[], object]) -> None:
        """
        Call C{f} in a transaction that fails.
        """

        def fail() -> None:
            f()
            raise Cancelled()

        self.assertRaises(Cancelled, self.store.transact, fail)

    def test_outerGoesOn(self) -> None:
        """
        What happened before and after a failed inner transaction is kept.
        """

        def outer() -> None:
            self.page.title = "two"
            self.undo(lambda: setattr(self.page, "title", "three"))
            self.assertEqual("two", self.page.title)
            self.page.number = 2

        self.store.transact(outer)
        self.store.identities.expire()
        self.assertEqual(("two", 2), (self.page.title, self.page.number))

    def test_outerFails(self) -> None:
        """
        What an inner transaction kept is undone with the outer one.
        """

        def outer() -> None:
            self.store.transact(setattr, self.page, "title", "two")
            self.store.transact(Page, store=self.store)

        self.undo(outer)
        self.assertEqual(("one", 1), (self.page.title, self.store.count(Page)))

    def test_createdInside(self) -> None:
        """
        An item created in a failed inner transaction is in no store; its storeID goes to the next.
        """
        made = []

        def outer() -> None:
            self.undo(lambda: made.append(Page(store=self.store, title="undone")))
            made.append(Page(store=self.store, title="kept"))

        self.store.transact(outer)
        self.assertEqual([None, 2], [page.storeID for page in made])
        self.assertEqual(["one", "kept"], list(self.store.query(Page).getColumn("title")))

    def test_createdOutside(self) -> None:
        """
        An item created before a failed inner transaction has the values that it had then.
        """

        def outer() -> Page:
            page = Page(store=self.store, title="two")
            self.undo(lambda: setattr(page, "title", "three"))
            return page

        page = self.store.transact(outer)
        self.assertEqual("two", page.title)
        self.assertEqual(1, self.store.count(Page, Page.title == "two"))

    def test_deletedInside(self) -> None:
        """
        An item deleted in a failed inner transaction is there.
        """

        def outer() -> None:
            self.undo(self.page.deleteFromStore)
            self.page.title = "two"

        self.store.transact(outer)
        self.assertEqual(["two"], list(self.store.query(Page).getColumn("title")))

    def test_rawSQLInside(self) -> None:
        """
        What was changed before SQL was run in a failed inner transaction is there.
        """

        def outer() -> None:
            self.page.title = "two"
            self.undo(lambda: self.store.executeSQL(f"DELETE FROM {self.store.getTableName(Page)}"))
            self.page.number = 2

        self.store.transact(outer)
        self.assertEqual(("two", 2), (self.page.title, self.page.number))

    def test_afterCommit(self) -> None:
        """
        What was to be called after a failed inner transaction is not called.
        """
        called: list[str] = []

        def outer() -> None:
            self.store.afterCommit(lambda: called.append("outer"))
            self.undo(lambda: self.store.afterCommit(lambda: called.append("inner")))
            self.store.transact(self.store.afterCommit, lambda: called.append("kept"))

        self.store.transact(outer)
        self.assertEqual(["outer", "kept"], called)

    def test_wroteOnlyInside(self) -> None:
        """
        A transaction in which only a failed inner one wrote is no new revision.
        """
        before = self.store.revision
        self.store.transact(self.undo, lambda: Page(store=self.store))
        self.assertEqual(before, self.store.revision)
