"""
Columns of types that applications define.
"""

from __future__ import annotations

import json
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom._items.registry import knownTypes
from axiom._upgrades.upgraders import knownUpgraders
from axiom.attributes import SQLAttribute, integer
from axiom.errors import ConstraintError
from axiom.item import Item, MetaItem
from axiom.store import Store
from axiom.upgrade import registerUpgrader


class jsonText(SQLAttribute[Any]):  # noqa: N801 (as the other columns)
    """
    A JSON value, stored as text.
    """

    sqltype = "TEXT"

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        """
        As text.
        """
        try:
            return json.dumps(pyval, sort_keys=True)
        except TypeError:
            raise ConstraintError(self.fullName(), "what JSON has", pyval) from None

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        """
        From text.
        """
        return None if dbval is None else json.loads(dbval)


class numbered(integer[int | None]):  # noqa: N801 (as the other columns)
    """
    A number that each item gets when it enters a store.
    """

    def prepareInsert(self, oself: Item, store: Store) -> None:
        """
        Take the next.
        """
        setattr(oself, self.attrname, 1 + store.count(type(oself)))


class Document(Item):
    """
    A value with a number.
    """

    typeName = "test_customcolumns_document"

    content = jsonText()
    number = numbered()


class CustomColumnTests(SynchronousTestCase):
    """
    Subclasses of the columns.
    """

    def setUp(self) -> None:
        """
        A place for a store.
        """
        self.directory = self.mktemp()
        self.store = self.open()

    def open(self) -> Store:
        """
        The store, closed after the test.
        """
        store = Store(self.directory)
        self.addCleanup(store.close)
        return store

    def test_filtered(self) -> None:
        """
        Values pass the filters, in items, conditions and queries for the column.
        """
        document = Document(store=self.store, content={"b": [1], "a": None})
        self.store.identities.expire()
        self.assertEqual({"a": None, "b": [1]}, document.content)
        self.assertIdentical(
            document, self.store.findUnique(Document, Document.content == {"b": [1], "a": None})
        )
        values = self.store.query(Document).getColumn("content")
        self.assertEqual([{"a": None, "b": [1]}], list(values))
        self.assertRaises(ConstraintError, setattr, document, "content", object())

    def test_prepared(self) -> None:
        """
        A column may give an item its value when it enters a store.
        """
        self.assertEqual([1, 2], [Document(store=self.store).number for _ in range(2)])

    def test_description(self) -> None:
        """
        A column that is not one of Axiom's is stored with its full name.
        """
        Document(store=self.store)
        self.assertEqual(
            [(f"{__name__}.jsonText",), (f"{__name__}.numbered",)],
            self.store.querySQL("SELECT pythontype FROM axiom_attributes ORDER BY attribute"),
        )

    def upgrade(self, pythonType: str) -> Any:
        """
        What an upgrader reads as the content, if only the database describes the old version.
        """
        typeName = f"test_customcolumns_{pythonType}".lower().replace(".", "_")
        self.addCleanup(knownTypes.current.pop, typeName, None)
        self.addCleanup(knownTypes.legacy.pop, (typeName, 1), None)
        self.addCleanup(knownUpgraders.forget, typeName, 1)
        namespace = {"__module__": __name__, "typeName": typeName}
        item: Any = MetaItem("Described", (Item,), {**namespace, "content": jsonText()})
        storeID = item(store=self.store, content=[1]).storeID
        self.store.executeSQL("UPDATE axiom_attributes SET pythontype = ?", (pythonType,))
        self.store.close()
        knownTypes.current.pop(typeName)
        MetaItem("Described", (Item,), {**namespace, "content": jsonText(), "schemaVersion": 2})
        seen: list[Any] = []

        def keep(old: Any) -> Any:
            seen.append(old.content)
            return old.upgradeVersion(typeName, 1, 2, content=old.content)

        registerUpgrader(keep, typeName, 1, 2)
        self.store = self.open()
        self.store.getItemByID(storeID)
        return seen

    def test_described(self) -> None:
        """
        An old version that only the database describes has the columns that it had.
        """
        self.assertEqual([[1]], self.upgrade(f"{__name__}.jsonText"))

    def test_gone(self) -> None:
        """
        A column whose class is gone reads as what is stored.
        """
        for gone in ("gone.module.jsonText", "gone", "axiom.store.Store", f"{__name__}.nothing"):
            self.assertEqual(["[1]"], self.upgrade(gone))
