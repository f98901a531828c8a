"""
Finding, counting and inserting items, and SQL on them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import compoundIndex, integer, money, reference, text
from axiom.errors import (
    ConstraintError,
    DuplicateUniqueItem,
    ItemClassesOnly,
    ItemNotFound,
    SQLError,
    TableAlreadyExists,
)
from axiom.item import Item
from axiom.store import Store


class Entry(Item):
    """
    A key with a value.
    """

    typeName = "test_finding_entry"

    key = text(indexed=True)
    value = integer()
    price = money()
    link = reference()
    compoundIndex(key, value)


class Other(Item):
    """
    An item that nobody stores.
    """

    typeName = "test_finding_other"

    number = integer()


class FindingTests(SynchronousTestCase):
    """
    Finding, counting and inserting.
    """

    def setUp(self) -> None:
        """
        A store with three entries.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        for key, value in (("a", 1), ("b", 2), ("b", 3)):
            Entry(store=self.store, key=key, value=value)

    def test_unique(self) -> None:
        """
        The one item is found, of none the default, of several none.
        """
        self.assertEqual(1, self.store.findUnique(Entry, Entry.key == "a").value)
        error: Exception = self.assertRaises(ItemNotFound, self.store.findUnique, Entry, Entry.key == "x")
        self.assertIn("there is no Entry with Entry.key = 'x'", str(error))
        self.assertEqual(None, self.store.findUnique(Entry, Entry.key == "x", default=None))
        self.assertRaises(DuplicateUniqueItem, self.store.findUnique, Entry, Entry.key == "b", default=None)
        error = self.assertRaises(DuplicateUniqueItem, self.store.findUnique, Entry)
        self.assertEqual("there are several Entry", str(error))

    def test_first(self) -> None:
        """
        The first in an order is found, of none the default.
        """
        greatest = self.store.findFirst(Entry, Entry.key == "b", sort=Entry.value.descending)
        second = self.store.findFirst(Entry, offset=1, sort=Entry.value)
        assert greatest is not None and second is not None
        self.assertEqual((3, 2), (greatest.value, second.value))
        self.assertEqual("none", self.store.findFirst(Entry, Entry.key == "x", default="none"))

    def test_findOrCreate(self) -> None:
        """
        An item with the given attributes is found, or made and handed over.
        """
        made: list[Entry] = []
        found = self.store.findOrCreate(Entry, made.append, key="a", value=1)
        self.assertEqual(([], 3), (made, self.store.count(Entry)))
        created = self.store.findOrCreate(Entry, made.append, key="a", value=None)
        self.assertEqual([created], made)
        self.assertNotIdentical(found, created)
        self.assertIdentical(created, self.store.findOrCreate(Entry, key="a", value=None))

    def test_findOrCreateFails(self) -> None:
        """
        If what the item is handed over to fails, it is not made.
        """
        self.assertRaises(ZeroDivisionError, self.store.findOrCreate, Entry, lambda entry: 1 // 0, key="x")
        self.assertEqual(3, self.store.count(Entry))

    def test_sums(self) -> None:
        """
        A store counts and sums up.
        """
        self.assertEqual(2, self.store.count(Entry, Entry.key == "b"))
        self.assertEqual(5, self.store.sum(Entry.value, Entry.key == "b"))

    def test_batchInsert(self) -> None:
        """
        Rows are inserted with defaults for the columns not given, all of them or none.
        """
        self.store.batchInsert(Entry, [Entry.value, Entry.key], [[7, "x"], [8, "y"]])
        self.assertEqual(
            [("x", 7), ("y", 8)], [(e.key, e.value) for e in self.store.query(Entry, Entry.value > 6)]
        )
        self.assertRaises(ConstraintError, self.store.batchInsert, Entry, [Entry.value], [[9], ["no"]])
        self.assertRaises(ValueError, self.store.batchInsert, Entry, [Entry.value], [[9], [1, 2]])
        self.store.batchInsert(Entry, [Entry.value], [])
        self.assertEqual(5, self.store.count(Entry))
        self.assertEqual(6, Entry(store=self.store).storeID)

    def test_querySQL(self) -> None:
        """
        SQL sees what was changed in the transaction.
        """

        def change() -> list[tuple[Any, ...]]:
            Entry(store=self.store, key="new")
            return self.store.querySQL(
                f"SELECT key FROM {self.store.getTableName(Entry)} WHERE key = ?", ("new",)
            )

        self.assertEqual([("new",)], self.store.transact(change))

    def test_executeSQL(self) -> None:
        """
        What SQL changes is seen by items that are in memory, also by changed ones.
        """
        entry = self.store.findUnique(Entry, Entry.key == "a")

        def change() -> int | None:
            entry.price = Decimal(5)
            self.store.executeSQL("UPDATE item_test_finding_entry_v1 SET value = value + 10")
            value: int | None = entry.value
            return value

        self.assertEqual(11, self.store.transact(change))
        self.assertEqual((11, 5), (entry.value, entry.price))

    def test_badSQL(self) -> None:
        """
        SQL that SQLite refuses is an error with the statement, and undone.
        """
        error = self.assertRaises(SQLError, self.store.executeSQL, "UPDATE nowhere SET a = ?", (1,))
        self.assertEqual(("UPDATE nowhere SET a = ?", (1,)), (error.sql, error.args[1]))
        self.assertRaises(SQLError, self.store.querySQL, "SELECT nothing")
        self.assertRaises(TableAlreadyExists, self.store.createSQL, "CREATE TABLE axiom_types (a)")
        self.assertEqual(3, self.store.count(Entry))

    def test_names(self) -> None:
        """
        Names in SQL are those of classes, not of their items.
        """
        self.assertEqual("item_test_finding_entry_v1", self.store.getTableName(Entry))
        self.assertEqual(1, self.store.getTypeID(Entry))
        self.assertEqual(2, self.store.getTypeID(Other))
        for name in (self.store.getTableName, self.store.getTypeID):
            self.assertRaises(ItemClassesOnly, name, self.store.findFirst(Entry))
