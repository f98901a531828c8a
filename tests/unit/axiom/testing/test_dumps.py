"""
Stores from dumps, and dumps of stores.
"""

from __future__ import annotations

from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, reference, text
from axiom.item import Item
from axiom.store import Store
from axiom.testing import dumpStore, memoryStore, storeFromDump


class Page(Item):
    """
    Something with values of several kinds.
    """

    typeName = "test_dumps_page"

    title = text(indexed=True)
    number = integer()
    next = reference()


class DumpTests(SynchronousTestCase):
    """
    Tests for L{dumpStore} and L{storeFromDump}.
    """

    def fill(self, store: Store) -> None:
        """
        Put two pages in, one of which has a title that looks like SQL.
        """
        first = Page(store=store, title="a'b\n-- c", number=-1)
        Page(store=store, title=None, number=2**62, next=first)
        Page(store=store).deleteFromStore()

    def reopened(self, source: Path | str) -> Store:
        """
        A store made from the source, closed after the test.
        """
        store = storeFromDump(source, self.mktemp())
        self.addCleanup(store.close)
        return store

    def check(self, store: Store) -> None:
        """
        What was put in is there, and no identity is given out twice.
        """
        second, first = store.query(Page, sort=Page.number.descending)
        self.assertEqual(("a'b\n-- c", -1), (first.title, first.number))
        self.assertEqual((None, 2**62, first), (second.title, second.number, second.next))
        self.assertEqual(second.storeID + 2, Page(store=store).storeID)

    def test_sql(self) -> None:
        """
        A store made from a dump has what was dumped, with revision, identities and indexes.
        """
        store = memoryStore()
        self.fill(store)
        dump = Path(self.mktemp())
        dump.write_text(dumpStore(store))
        reopened = self.reopened(dump)
        self.assertEqual(store.revision, reopened.revision)
        self.assertEqual(dumpStore(store), dumpStore(reopened))
        self.check(reopened)

    def test_text(self) -> None:
        """
        The dump itself does as well as a file of it.
        """
        store = memoryStore()
        self.fill(store)
        self.check(self.reopened(dumpStore(store)))

    def test_stable(self) -> None:
        """
        The same content makes the same dump, which tells nothing of time, user or machine.
        """
        first, second = memoryStore(), memoryStore()
        self.fill(first)
        self.fill(second)
        self.assertEqual(dumpStore(first), dumpStore(second))
        self.assertNotIn("Date:", dumpStore(first))

    def test_file(self) -> None:
        """
        A database file is as good as a dump, and so is a store's directory with its files; both stay as they
        are.
        """
        directory = Path(self.mktemp())
        store = Store(str(directory))
        self.fill(store)
        file = store.newFile("note")
        file.write(b"x")
        self.successResultOf(file.close())
        store.close()
        before = (directory / "db.sqlite").read_bytes()
        self.check(self.reopened(directory / "db.sqlite"))
        copy = self.reopened(directory)
        self.check(copy)
        self.assertEqual(b"x", copy.newFilePath("note").getContent())
        self.assertEqual(before, (directory / "db.sqlite").read_bytes())

    def test_there(self) -> None:
        """
        What is there is not overwritten.
        """
        dump = Path(self.mktemp())
        dump.write_text(dumpStore(memoryStore()))
        store = storeFromDump(dump, directory := self.mktemp())
        self.addCleanup(store.close)
        self.assertRaises(FileExistsError, storeFromDump, dump, directory)
