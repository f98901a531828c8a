"""
Opening stores, finding in them, and SQL on them.
"""

from __future__ import annotations

from typing import Any

import apsw
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, implementer

from axiom._engine import connection
from axiom.attributes import compoundIndex, integer, money, reference, text
from axiom.errors import (
    CannotOpenStore,
    DataIntegrityError,
    StoreBusy,
    UnknownItemType,
)
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore


class Entry(Item):
    """
    A key with a value.
    """

    typeName = "test_store_entry"

    key = text(indexed=True)
    value = integer()
    price = money()
    link = reference()
    compoundIndex(key, value)


class IWorker(Interface):
    """
    Something to be a powerup for.
    """


@implementer(IWorker)
class Worker(Item):
    """
    A powerup.
    """

    typeName = "test_store_worker"
    number = integer()


class OpeningTests(SynchronousTestCase):
    """
    L{Store} and its directory.
    """

    def setUp(self) -> None:
        """
        A name for a directory.
        """
        self.directory = FilePath(self.mktemp())

    def open(self, *args: Any, **kwargs: Any) -> Store:
        """
        A store that is closed after the test.
        """
        store = Store(*args, **kwargs)
        self.addCleanup(store.close)
        return store

    def test_made(self) -> None:
        """
        A store that is not there is made, with its directories, and keeps what it gets.
        """
        store = Store(self.directory)
        Entry(store=store, key="a")
        store.close()
        self.assertLessEqual({"db.sqlite", "files", "temp", "run"}, set(self.directory.listdir()))
        self.assertEqual(["a"], list(self.open(self.directory.path).query(Entry).getColumn("key")))

    def test_repr(self) -> None:
        """
        A store shows where it is.
        """
        self.assertEqual(f"<Store {self.directory.path}>", repr(self.open(self.directory)))
        self.assertEqual("<Store in memory>", repr(self.open()))

    def test_writeAheadLog(self) -> None:
        """
        The journal is a write-ahead log, unless another one is asked for.
        """
        self.assertEqual([("wal",)], self.open(self.directory).querySQL("PRAGMA journal_mode"))
        other = self.open(self.directory.sibling("other"), journalMode="DELETE")
        self.assertEqual([("delete",)], other.querySQL("PRAGMA journal_mode"))

    def test_twoPlaces(self) -> None:
        """
        A store with a directory has its files there and nowhere else.
        """
        self.assertRaises(ValueError, Store, self.directory, filesdir=self.directory)

    def test_foreignDirectory(self) -> None:
        """
        A directory with other things, and a file, are not taken for stores, and not touched.
        """
        self.directory.makedirs()
        self.directory.child("notes.txt").setContent(b"mine")
        for place in (self.directory, self.directory.child("notes.txt")):
            self.assertRaises(CannotOpenStore, Store, place)
        self.assertEqual(["notes.txt"], self.directory.listdir())

    def test_foreignDatabase(self) -> None:
        """
        Another program's database is not taken for a store, and not touched.
        """
        self.directory.makedirs()
        database = self.directory.child("db.sqlite")
        connection = apsw.Connection(database.path)
        connection.execute("CREATE TABLE bookmarks (url)")
        connection.close()
        before = database.getContent()
        self.assertRaises(CannotOpenStore, Store, self.directory)
        self.assertEqual(before, database.getContent())

    def test_noDatabase(self) -> None:
        """
        A file that is no database is not taken for one.
        """
        self.directory.makedirs()
        self.directory.child("db.sqlite").setContent(b"no database " * 100)
        self.assertRaises(CannotOpenStore, Store, self.directory)

    def test_cutOff(self) -> None:
        """
        A store of which the making was cut off is made.
        """
        for names in ((), ("files",), ("files", "temp", "run", "db.sqlite")):
            directory = FilePath(self.mktemp())
            directory.makedirs()
            for name in names:
                if name == "db.sqlite":
                    directory.child(name).touch()
                else:
                    directory.child(name).makedirs()
            Entry(store=self.open(directory))

    def test_patience(self) -> None:
        """
        A store waits for as long as it was told, and its substores for as long as it.
        """
        store = self.open(self.directory)
        subStore = SubStore.createNew(store, ["below"])
        self.assertEqual(15, store.patience)
        store.patience = 0.5
        with subStore.opened() as opened:
            self.assertEqual(0.5, opened.patience)

    def test_locked(self) -> None:
        """
        A database that another process has locked for itself is busy, to open and to write.
        """
        self.patch(connection, "_PATIENCE", 0.0)
        self.open(self.directory, journalMode="DELETE")
        locker = apsw.Connection(self.directory.child("db.sqlite").path)
        self.addCleanup(locker.close)
        locker.execute("BEGIN EXCLUSIVE")
        self.assertRaises(StoreBusy, Store, self.directory, journalMode="DELETE")

    def test_busy(self) -> None:
        """
        A write while somebody else writes is busy after the time-out, and nothing has happened.
        """
        self.patch(connection, "_PATIENCE", 0.0)
        store = self.open(self.directory)
        other = self.open(self.directory)
        Entry(store=store, value=1)
        entry = other.findUnique(Entry)

        def write() -> None:
            Entry(store=store)
            self.assertRaises(StoreBusy, setattr, entry, "value", 2)
            self.assertRaises(StoreBusy, Entry, store=other)

        store.transact(write)
        self.assertEqual(1, entry.value)
        entry.value = 2
        self.assertEqual(2, other.count(Entry))

    def test_unknownTypes(self) -> None:
        """
        A store opens though the module of a type can't be imported; the items stay as they are.
        """
        store = Store(self.directory)
        entry = Entry(store=store, link=None)
        for number, module in enumerate(("no_such_module_here", "", "no such; module", "json")):
            store.executeSQL(
                "INSERT INTO axiom_types (oid, typename, module, version) VALUES (?, 'test_gone', ?, ?)",
                (100 + number, module, number),
            )
        store.executeSQL("INSERT INTO axiom_objects (oid, type_id) VALUES (50, 100)")
        store.executeSQL("UPDATE item_test_store_entry_v1 SET link = 50")
        store.close()
        store = self.open(self.directory)
        error = self.assertRaises(UnknownItemType, store.getItemByID, 50)
        self.assertEqual(("test_gone", 0), (error.typeName, error.version))
        entry = store.getItemByID(entry.storeID)
        self.assertRaises(UnknownItemType, lambda: entry.link)
        entry.value = 3
        self.assertEqual(2, store.querySQL("SELECT count(*) FROM axiom_objects")[0][0])

    def test_unknownPowerup(self) -> None:
        """
        A powerup whose type is unknown is left out.
        """
        store = self.open()
        known, unknown = Worker(store=store), Worker(store=store)
        for worker in (unknown, known):
            store.powerUp(worker, IWorker)
        self.assertEqual([unknown, known], list(store.powerupsFor(IWorker)))
        store.executeSQL(
            "INSERT INTO axiom_types (oid, typename, module, version) VALUES (99, 'gone', 'gone', 1)"
        )
        store.executeSQL("UPDATE axiom_objects SET type_id = 99 WHERE oid = ?", (unknown.storeID,))
        store.identities.discard(unknown.storeID)
        del unknown
        self.assertEqual([known], list(store.powerupsFor(IWorker)))

    def test_changedColumn(self) -> None:
        """
        A class whose columns are not those of its table is refused with the differences.
        """
        store = Store(self.directory)
        Entry(store=store)
        store.executeSQL("UPDATE axiom_attributes SET sqltype = 'BLOB' WHERE attribute = 'key'")
        store.executeSQL("DELETE FROM axiom_attributes WHERE attribute = 'value'")
        store.close()
        error = self.assertRaises(DataIntegrityError, Store, self.directory)
        for part in (
            "key: BLOB in the database, TEXT COLLATE NOCASE in the class",
            "value: absent in the database, INTEGER in the class",
        ):
            self.assertIn(part, str(error))

    def test_missingIndex(self) -> None:
        """
        An index that a class asks for since its table was made is made when the store is opened, once.
        """
        store = Store(self.directory)
        Entry(store=store)
        names = "SELECT name FROM sqlite_master WHERE name LIKE 'axiomidx_test_store_entry%' ORDER BY 1"
        made = [(f"axiomidx_test_store_entry_v1_{name}",) for name in ("key", "key_value", "link")]
        self.assertEqual(made, store.querySQL(names))
        store.executeSQL("DROP INDEX axiomidx_test_store_entry_v1_key_value")
        store.close()
        store = self.open(self.directory)
        self.assertEqual(made, store.querySQL(names))
        revision = store.revision
        self.assertEqual(revision, self.open(self.directory).revision)

    def test_description(self) -> None:
        """
        Types and columns are described as Axiom does.
        """
        store = self.open()
        Entry(store=store)
        self.assertEqual(
            [("test_store_entry", __name__, 1)],
            store.querySQL("SELECT typename, module, version FROM axiom_types"),
        )
        self.assertEqual(
            [
                (0, 1, "TEXT COLLATE NOCASE", 1, "text", "key"),
                (1, 1, "INTEGER", 1, "reference", "link"),
                (2, 0, "INTEGER", 1, "money", "price"),
                (3, 0, "INTEGER", 1, "integer", "value"),
            ],
            store.querySQL(
                "SELECT row_offset, indexed, sqltype, allow_none, pythontype, attribute FROM axiom_attributes"
            ),
        )
