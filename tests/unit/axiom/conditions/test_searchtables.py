"""
Search tables: whatever happens to the items, their words are what is found.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom._items.registry import knownTypes
from axiom._upgrades.upgraders import knownUpgraders
from axiom.attributes import integer, text
from axiom.item import Item, MetaItem
from axiom.search import matches
from axiom.store import Store
from axiom.upgrade import registerAttributeCopyingUpgrader

TYPE = "test_searchtables_note"


def define(version: int = 1, **columns: Any) -> Any:
    """
    The class of notes as one release of the software has it, which no other release knows.
    """
    namespace = {"__module__": __name__, "typeName": TYPE, "schemaVersion": version, **columns}
    return MetaItem("Note", (Item,), namespace)


class SearchTableTests(SynchronousTestCase):
    """
    A store of notes.
    """

    def setUp(self) -> None:
        """
        Two notes of which title and body are searched.
        """
        self.addCleanup(self.forget)
        self.directory = self.mktemp()
        self.note = define(title=text(searchable=True), body=text(searchable=True), stars=integer())
        self.store = self.open()
        self.first = self.note(store=self.store, title="first", body="apple pie", stars=1)
        self.second = self.note(store=self.store, title="second", body="apple juice", stars=2)

    def forget(self) -> None:
        """
        Know nothing of notes.
        """
        knownTypes.current.pop(TYPE, None)
        knownTypes.legacy.pop((TYPE, 1), None)
        knownUpgraders.forget(TYPE, 1)

    def open(self) -> Store:
        """
        The store, opened anew.
        """
        store = Store(self.directory)
        self.addCleanup(store.close)
        return store

    def reopen(self, **columns: Any) -> Any:
        """
        Open the store with a release in which the class of notes has these columns, and get that class.
        """
        self.store.close()
        self.forget()
        self.note = define(**columns)
        self.store = self.open()
        return self.note

    def assertFound(self, words: str, *titles: str, store: Store | None = None) -> None:
        """
        These notes have the words, and the search tables agree with the items.
        """
        store = store or self.store
        found = store.query(self.note, matches(self.note, words), sort=self.note.storeID)
        self.assertEqual(list(titles), [note.title for note in found])
        for table in self.tables():
            store.executeSQL(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")

    def tables(self) -> list[str]:
        """
        The names of the search tables.
        """
        rows = self.store.querySQL(
            "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
        return [name for (name,) in rows]

    def test_changes(self) -> None:
        """
        Changed items are found by their new words, deleted ones not at all.
        """
        self.first.body = "plum cake"
        self.assertFound("apple", "second")
        self.assertFound("plum", "first")
        self.first.body = None
        self.assertFound("plum")
        self.assertFound("first", "first")
        self.second.deleteFromStore()
        self.assertFound("apple")

    def test_inMany(self) -> None:
        """
        What happens to many items at once is followed too.
        """
        self.store.batchInsert(
            self.note, [self.note.title, self.note.body], [("third", "pear"), ("fourth", "pear")]
        )
        self.assertFound("pear", "third", "fourth")
        self.store.query(self.note, self.note.title == "third").deleteFromStore()
        self.assertFound("pear", "fourth")
        self.store.executeSQL(f"UPDATE item_{TYPE}_v1 SET body = 'peach' WHERE body = 'pear'")
        self.assertFound("peach", "fourth")
        self.store.executeSQL(f"DELETE FROM item_{TYPE}_v1 WHERE body = 'peach'")
        self.assertFound("peach")

    def test_undone(self) -> None:
        """
        What is undone, all or to a savepoint, was never there.
        """

        def change() -> None:
            self.first.body = "lost"
            self.note(store=self.store, title="lost", body="lost")
            self.second.deleteFromStore()
            self.assertFound("lost", "first", "lost")
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.store.transact, change)
        self.assertFound("apple", "first", "second")

        def inside() -> None:
            self.second.body = "kept"
            self.assertRaises(ZeroDivisionError, self.store.transact, change)

        self.store.transact(inside)
        self.assertFound("apple", "first")
        self.assertFound("kept", "second")
        self.assertFound("lost")

    def test_typeUndone(self) -> None:
        """
        When the first item of its type is undone, the search table is made with the next one.
        """
        store = Store()
        self.addCleanup(store.close)

        def create() -> None:
            self.note(store=store, title="a", body="apple")
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, store.transact, create)
        self.note(store=store, title="b", body="apple")
        self.assertFound("apple", "b", store=store)

    def test_otherStore(self) -> None:
        """
        What one store writes another one on the same directory finds.
        """
        other = self.open()
        self.assertFound("apple", "first", "second", store=other)
        self.second.body = "orange"
        self.assertFound("orange", "second", store=other)

    def test_vacuum(self) -> None:
        """
        Vacuuming changes nothing.
        """
        self.first.deleteFromStore()
        self.note(store=self.store, title="third", body="apple")
        self.store._connection.execute("VACUUM")
        self.assertFound("apple", "second", "third")

    def test_oldText(self) -> None:
        """
        Texts that Python 2 stored as bytes are found.
        """
        self.store.executeSQL(f"UPDATE item_{TYPE}_v1 SET body = CAST('Ärger' AS BLOB) WHERE oid = ?", (1,))
        self.assertFound("arger", "first")
        [hit] = self.store.search(self.note.body.matches("ärger"))
        self.assertEqual("Ärger", str(hit.excerpt))

    def test_laterSearchable(self) -> None:
        """
        What becomes searchable has the words of all items that there are.
        """
        self.reopen(title=text(searchable="stems"), body=text(), stars=integer())
        self.assertEqual([f"axiomfts_{TYPE}_v1_stems", f"axiomfts_{TYPE}_v1_words"], self.tables())
        self.assertFound("seconds ", "second")

    def test_moreColumns(self) -> None:
        """
        A column beside others that becomes searchable joins them.
        """
        directory, note = self.mktemp(), define(title=text(searchable=True), body=text())
        store = Store(directory)
        note(store=store, title="first", body="apple")
        store.close()
        self.directory = directory
        self.reopen(title=text(searchable=True), body=text(searchable=True))
        self.assertFound("apple first", "first")
        self.assertEqual([f"axiomfts_{TYPE}_v1_words"], self.tables())

    def test_undeclared(self) -> None:
        """
        What one release searches stays true while another one is used, until that says that it is alone.
        """
        note = self.reopen(title=text(searchable=True), body=text(), stars=integer())
        note(store=self.store, title="third", body="apple")
        columns = {"body": text(searchable=True), "stars": integer()}
        self.reopen(title=text(searchable=True), **columns)
        self.assertFound("apple", "first", "second", "third")
        self.reopen(title=text(searchable=True), body=text(), stars=integer())
        self.assertEqual([f"axiomfts_{TYPE}_v1_words"], self.store.dropUndeclaredIndexes())
        self.assertFound("apple")
        self.assertFound("third", "third")
        self.reopen(title=text(), body=text(), stars=integer())
        self.assertEqual([f"axiomfts_{TYPE}_v1_words"], self.store.dropUndeclaredIndexes())
        self.assertEqual([], self.tables())
        self.assertEqual([], self.store.dropUndeclaredIndexes())
        self.store.getItemByID(1).body = "written without a search table"
        self.reopen(title=text(), body=text(searchable=True), stars=integer())
        self.assertFound("table", "first")

    def test_reopened(self) -> None:
        """
        A store that has all its search tables is opened without being written to.
        """
        revision = self.store.revision
        self.store.close()
        self.store = self.open()
        self.assertEqual(revision, self.store.revision)
        self.assertFound("apple", "first", "second")

    def test_upgraded(self) -> None:
        """
        An upgraded item is found in its new version, whatever was searched of the old one.
        """
        self.store.close()
        self.forget()
        self.note = define(2, title=text(searchable=True), body=text(searchable=True), stars=integer())
        registerAttributeCopyingUpgrader(self.note, 1, 2)
        self.store = self.open()
        self.assertFound("apple", "first", "second")
        left = self.store.querySQL(
            f"SELECT count(*) FROM axiomfts_{TYPE}_v1_words WHERE axiomfts_{TYPE}_v1_words MATCH 'apple'"
        )
        self.assertEqual([(0,)], left)

    def test_lateClass(self) -> None:
        """
        A class that is defined when the store is open has its search table with the next item.
        """
        self.reopen(title=text(), body=text(), stars=integer())
        self.store.dropUndeclaredIndexes()
        self.store.close()
        self.forget()
        self.store = self.open()
        self.note = define(title=text(searchable=True), body=text(searchable=True), stars=integer())
        self.note(store=self.store, title="third", body="apple")
        self.assertFound("apple", "first", "second", "third")

    def test_reservedNames(self) -> None:
        """
        A column with a name that FTS5 has for itself can't be searchable, and says so when it is declared.
        """
        self.assertRaises(TypeError, define, rank=text(searchable=True))
        self.assertEqual("Note.rank", repr(define(rank=text()).rank))
