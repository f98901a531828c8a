"""
Stores that releases of Axiom wrote: they open, are upgraded, and keep what nobody knows any more.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, implementer

from axiom.attributes import integer, reference, text, textlist, timestamp
from axiom.errors import ItemNotFound, SQLError, UnknownItemType
from axiom.item import Item
from axiom.store import Store
from axiom.upgrade import registerUpgrader, upgradeExplicitOid, upgradeSystemOid


class IWriter(Interface):
    """
    Who writes letters.
    """


@implementer(IWriter)
class Person(Item):
    """
    As it was when the stores were written.
    """

    typeName = "upgrades_person"
    schemaVersion = 2

    name = text(caseSensitive=True, allowNone=False)
    tags = textlist()


class Letter(Item):
    """
    Two versions later than when the stores were written.
    """

    typeName = "upgrades_letter"
    schemaVersion = 3

    sender = reference(reftype=Person)
    sent = timestamp(indexed=True)
    subject = text()
    pages = integer(allowNone=False)


def _toLetter3(old: Any) -> Any:
    return old.upgradeVersion(
        Letter.typeName, 1, 3, sender=old.sender, sent=old.sent, subject=old.subject, pages=1
    )


registerUpgrader(_toLetter3, Letter.typeName, 1, 3)


class AxiomStoreTests:
    """
    What holds for the store of each release.
    """

    dump: str
    store: Store
    directory: Path

    def setUp(self: Any) -> None:
        """
        The store of the dump, opened.
        """
        self.directory = Path(self.mktemp())
        for name in ("files", "temp", "run"):
            (self.directory / name).mkdir(parents=True)
        connection = apsw.Connection(str(self.directory / "db.sqlite"))
        connection.execute((Path(__file__).parent / self.dump).read_text())
        connection.close()
        self.store = self.open()

    def open(self: Any) -> Store:
        """
        The store, closed after the test.
        """
        store = Store(str(self.directory))
        self.addCleanup(store.close)
        return store

    def test_items(self: Any) -> None:
        """
        Items are found by storeID and by query, with their values.
        """
        ann, bob = self.store.getItemByID(2), self.store.findUnique(Person, Person.name == "Bob")
        self.assertEqual(("Ann", ["x", "y"], "Bob", None), (ann.name, ann.tags, bob.name, bob.tags))
        self.assertEqual((2, 3), (ann.storeID, bob.storeID))

    def test_deleted(self: Any) -> None:
        """
        A deleted item is not found, nor is it where something refers to it.
        """
        self.assertRaises(ItemNotFound, self.store.getItemByID, 1)
        self.assertEqual(None, self.store.getItemByID(1, default=None))
        self.assertEqual(None, self.store.getItemByID(7, autoUpgrade=False).sender)

    def test_upgraded(self: Any) -> None:
        """
        Items of an old version are upgraded, with references, moments, and text that was stored as bytes.
        """
        hello = self.store.getItemByID(6)
        self.assertIdentical(self.store.getItemByID(2), hello.sender)
        when = Time.fromDatetime(datetime(2009, 2, 13, 23, 31, 30, 123456, tzinfo=UTC))
        self.assertEqual((when, 1, "Hello"), (hello.sent, hello.pages, hello.subject))
        [greetings] = self.store.query(Letter, Letter.subject == "Grüße")
        self.assertEqual((7, None), (greetings.storeID, greetings.sender))
        self.assertEqual(
            Time.fromDatetime(datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)), greetings.sent
        )

    def test_powerups(self: Any) -> None:
        """
        Powerups come in their order.
        """
        self.assertEqual(["Ann", "Bob"], [person.name for person in self.store.powerupsFor(IWriter)])

    def test_unknown(self: Any) -> None:
        """
        An item of a class that is gone can't be loaded, and is all there.
        """
        error = self.assertRaises(UnknownItemType, self.store.getItemByID, 10)
        self.assertEqual(("gone_gadget", 3), (error.typeName, error.version))
        self.assertEqual(
            [(10, 1.5, b"\0\xff")], self.store.querySQL("SELECT oid, size, blob FROM item_gone_gadget_v3")
        )

    def test_changed(self: Any) -> None:
        """
        What is changed, made and deleted is so when the store is opened again, which changes nothing.
        """
        self.store.getItemByID(3).tags = ["new"]
        self.store.getItemByID(2).deleteFromStore()
        cat = Person(store=self.store, name="Cat")
        self.assertEqual(11, cat.storeID)
        revision = self.store.revision
        self.store.close()
        self.store = self.open()
        self.assertEqual(
            [("Bob", ["new"]), ("Cat", None)],
            [(person.name, person.tags) for person in self.store.query(Person, sort=Person.name)],
        )
        self.assertEqual(None, self.store.getItemByID(6).sender)
        self.assertEqual(revision, self.store.revision)

    def test_vacuumed(self: Any) -> None:
        """
        VACUUM, which renumbers implicit oids, changes no storeID.
        """
        self.store.close()
        connection = apsw.Connection(str(self.directory / "db.sqlite"))
        connection.execute("VACUUM")
        connection.close()
        self.store = self.open()
        self.test_items()
        self.test_upgraded()
        self.test_unknown()

    def test_vacuumedOpen(self: Any) -> None:
        """
        Nor does VACUUM by the open store, which is possible outside transactions.
        """
        ann = self.store.getItemByID(2)
        self.store.executeSQL("VACUUM")
        self.assertEqual(("Ann", 2), (ann.name, ann.storeID))
        self.test_items()
        self.test_upgraded()
        self.assertRaises(SQLError, self.store.transact, self.store.executeSQL, "VACUUM")

    def test_explicit(self: Any) -> None:
        """
        Every table has explicit oids, and every reference between tables leads to one that is there.
        """
        upgradeExplicitOid(self.store)
        upgradeSystemOid(self.store)
        implicit = self.store.querySQL(
            "SELECT name FROM sqlite_master m WHERE type = 'table' AND (name LIKE 'item_%' OR name IN"
            " ('axiom_types', 'axiom_objects'))"
            " AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'oid' AND pk = 1)"
        )
        self.assertEqual([], implicit)
        referred = self.store.querySQL(
            "SELECT f.[table] FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
        )
        self.assertEqual([("axiom_types",)], referred)

    def test_identities(self: Any) -> None:
        """
        The storeID of a deleted item goes to no other.
        """
        person = Person(store=self.store, name="x")
        storeID = person.storeID
        person.deleteFromStore()
        self.store.close()
        self.store = self.open()
        self.assertEqual(storeID + 1, Person(store=self.store, name="y").storeID)

    def test_indexes(self: Any) -> None:
        """
        Every index is there once.
        """
        Letter(store=self.store, pages=1)
        self.store.close()
        indexes = self.open().querySQL(
            "SELECT m.tbl_name, i.name FROM sqlite_master m, pragma_index_info(m.name) i"
            " WHERE m.type = 'index'"
        )
        self.assertEqual(
            [
                ("axiom_objects", "type_id"),
                ("item_axiom_powerup_connector_v1", "item"),
                ("item_axiom_powerup_connector_v1", "powerup"),
                ("item_upgrades_letter_v1", "sender"),
                ("item_upgrades_letter_v3", "sender"),
                ("item_upgrades_letter_v3", "sent"),
            ],
            sorted(indexes),
        )


class Axiom07Tests(AxiomStoreTests, SynchronousTestCase):
    """
    Axiom 0.7 and older.
    """

    dump = "axiom_0_7.sql"


class Axiom09Tests(AxiomStoreTests, SynchronousTestCase):
    """
    Axiom 0.8 and 0.9.
    """

    dump = "axiom_0_9.sql"
