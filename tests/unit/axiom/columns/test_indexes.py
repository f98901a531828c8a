"""
Indexes: made with the table or later, used by queries, dropped when asked for.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom._items.registry import knownTypes
from axiom._upgrades.upgraders import knownUpgraders
from axiom.attributes import AND, compoundIndex, integer, json, text
from axiom.errors import CannotOpenStore, DuplicatesStored, ItemUpgradeError, NotUnique
from axiom.item import Item, MetaItem
from axiom.store import Store
from axiom.upgrade import registerAttributeCopyingUpgrader, registerUpgrader

TYPE = "test_indexes_entry"
PREFIX = f"axiomidx_{TYPE}_v1_"


class Indexed(Item):
    """
    A column and a pair of columns with indexes, and paths into JSON.
    """

    typeName = "test_indexes_indexed"

    a = integer(indexed=True)
    b = integer()
    data = json()
    compoundIndex(b, a)
    compoundIndex(data["author"]["name"])
    compoundIndex(data["number"], a, unique=True)


def define(*compound: tuple[str, str], **columns: Any) -> Any:
    """
    The class of entries as one release of the software has it.
    """
    for names in compound:
        compoundIndex(*(columns[name] for name in names), unique=True)
    return MetaItem("Entry", (Item,), {"__module__": __name__, "typeName": TYPE, **columns})


class IndexTests(SynchronousTestCase):
    """
    Indexes of a store in memory.
    """

    def setUp(self) -> None:
        """
        A store with one item.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        Indexed(store=self.store, a=1, b=2, data={"author": {"name": "me"}, "number": 7})

    def test_used(self) -> None:
        """
        A query finds its items by the index that there is.
        """
        for comparison, index in (
            (Indexed.a == 1, "a"),
            (AND(Indexed.b == 2, Indexed.a > 0), "b_a"),
            (Indexed.data["author"]["name"] == "me", "data['author']['name']"),
            (Indexed.data["author"]["name"].startswith("m") & (Indexed.a == 1), "a"),
        ):
            plan = str(self.store.query(Indexed, comparison).explain())
            self.assertIn(f"INDEX axiomidx_test_indexes_indexed_v1_{index} (", plan)
            self.assertEqual(1, self.store.query(Indexed, comparison).count())

    def test_uniquePath(self) -> None:
        """
        What is at a path into JSON can be unique, with a column.
        """
        Indexed(store=self.store, a=2, data={"number": 7})
        Indexed(store=self.store, a=1, data={})
        Indexed(store=self.store, a=1, data={})
        error = self.assertRaises(NotUnique, Indexed, store=self.store, a=1, data={"number": 7})
        self.assertEqual({"data['number']": 7, "a": 1}, error.values)

    def test_notAColumn(self) -> None:
        """
        The name of a column is none.
        """
        bad: Any = "a"
        self.assertIn("not 'a'", str(self.assertRaises(TypeError, compoundIndex, bad, integer())))


class LaterIndexTests(SynchronousTestCase):
    """
    Indexes of a store that another release of the software has made.
    """

    def setUp(self) -> None:
        """
        Three entries in a store without indexes, which is closed.
        """
        self.addCleanup(self.forget)
        self.directory = self.mktemp()
        entry = define(name=text(), number=integer())
        store = Store(self.directory)
        for name, number in (("a", 1), ("A", 2), ("b", 1)):
            entry(store=store, name=name, number=number)
        store.close()
        self.forget()

    def forget(self) -> None:
        """
        Know nothing of entries.
        """
        knownTypes.current.pop(TYPE, None)
        knownTypes.legacy.pop((TYPE, 1), None)

    def open(self) -> Store:
        """
        The store, opened anew.
        """
        store = Store(self.directory)
        self.addCleanup(store.close)
        return store

    def indexes(self, store: Store) -> list[str]:
        """
        The names of all indexes of entries, without what they have in common.
        """
        rows = store.querySQL(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? ORDER BY name",
            (f"item_{TYPE}_v1",),
        )
        return [name.replace(f"_{TYPE}_v1", "") for (name,) in rows]

    def test_made(self) -> None:
        """
        What a release declares anew is made when it opens the store.
        """
        entry = define(("name", "number"), name=text(), number=integer(indexed=True))
        store = self.open()
        self.assertEqual(["axiomidx_number", "axiomunique_name_number"], self.indexes(store))
        self.assertRaises(NotUnique, entry, store=store, name="B", number=1)

    def test_knownLate(self) -> None:
        """
        What a class declares that is known only after the store was opened is made with the first of its
        items that stays, though others were loaded before, or stored in vain.
        """
        store = self.open()
        entry = define(("name", "number"), name=text(), number=integer())
        self.assertEqual("a", store.getItemByID(1).name)

        def storeInVain() -> None:
            entry(store=store, name="c", number=1)
            store.checkpoint()
            raise ValueError("no")

        self.assertRaises(ValueError, store.transact, storeInVain)
        self.assertEqual([], self.indexes(store))
        entry(store=store, name="c", number=1)
        self.assertEqual(["axiomunique_name_number"], self.indexes(store))
        self.assertRaises(NotUnique, entry, store=store, name="C", number=1)

    def test_dropped(self) -> None:
        """
        What no release declares any more goes when that is said.
        """
        define(("name", "number"), name=text(), number=integer(indexed=True))
        self.open().close()
        self.forget()
        entry = define(name=text(indexed=True), number=integer())
        store = self.open()
        self.assertRaises(NotUnique, entry, store=store, name="B", number=1)
        self.assertEqual(
            [f"axiomidx_{TYPE}_v1_number", f"axiomunique_{TYPE}_v1_name_number"],
            sorted(store.dropUndeclaredIndexes()),
        )
        self.assertEqual(["axiomidx_name"], self.indexes(store))
        entry(store=store, name="B", number=1)

    def test_oldName(self) -> None:
        """
        An index that an old release of Axiom made under its name for it is neither made again nor dropped.
        """
        define(name=text(), number=integer())
        store = self.open()
        store.createSQL(f"CREATE INDEX axiomidx_item_{TYPE}_v1_number ON item_{TYPE}_v1 (number)")
        store.close()
        self.forget()
        define(name=text(), number=integer(indexed=True))
        store = self.open()
        self.assertEqual([], store.dropUndeclaredIndexes())
        self.assertEqual(["axiomidx_item_number"], self.indexes(store))

    def test_duplicates(self) -> None:
        """
        A store with items that have the same where no two may is not opened, nor changed; they are named.
        """
        define(name=text(unique=True), number=integer(indexed=True))
        error = self.assertRaises(DuplicatesStored, Store, self.directory)
        self.assertIsInstance(error, CannotOpenStore)
        self.assertIn("Entry.name", str(error))
        self.assertIn("'a' (items 1, 2)", str(error))
        self.assertTrue(error.hint)
        self.forget()
        define(name=text(caseSensitive=False), number=integer())
        store = self.open()
        self.assertEqual([], self.indexes(store))
        store.getItemByID(2).name = "c"
        store.close()
        self.forget()
        define(name=text(unique=True), number=integer())
        self.assertEqual(["axiomunique_name"], self.indexes(self.open()))

    def test_uniqueInNewVersion(self) -> None:
        """
        With a new version the store is opened; an item that can't be unique stays in its old version until
        an upgrader makes it so.
        """
        entry = define(schemaVersion=2, name=text(unique=True), number=integer())
        self.addCleanup(knownUpgraders.forget, TYPE, 1)
        registerAttributeCopyingUpgrader(entry, 1, 2)
        store = self.open()
        self.assertEqual(["a", "b"], [each.name for each in store.query(entry, sort=entry.storeID)])
        [failure] = self.flushLoggedErrors(NotUnique)
        self.assertEqual("item 2 can't have the Entry name 'A': item 1 has it", failure.getErrorMessage())
        self.assertEqual([(2, "A", 2)], store.querySQL(f"SELECT oid, name, number FROM item_{TYPE}_v1"))
        self.assertRaises(ItemUpgradeError, store.getItemByID, 2)
        knownUpgraders.forget(TYPE, 1)
        registerUpgrader(
            lambda old: old.upgradeVersion(TYPE, 1, 2, name=f"{old.name}{old.number}", number=old.number),
            TYPE,
            1,
            2,
        )
        self.assertEqual("A2", store.getItemByID(2).name)
