"""
Laying out the directory of a store.
"""

from __future__ import annotations

import shutil

import apsw
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine import directories
from axiom.attributes import text
from axiom.errors import CannotOpenStore
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore

_SCHEMA = "SELECT name, sql FROM sqlite_master ORDER BY name"


class Entry(Item):
    """
    A text.
    """

    typeName = "test_directories_entry"

    body = text()


class LayingOutTests(SynchronousTestCase):
    """
    Where no store is one is made, unless there is something of another one.
    """

    def setUp(self) -> None:
        """
        A name for a directory.
        """
        self.directory = FilePath(self.mktemp())
        self.database = self.directory.child("db.sqlite")

    def open(self) -> Store:
        """
        The store, which is closed after the test.
        """
        store = Store(self.directory)
        self.addCleanup(store.close)
        return store

    def test_sameTables(self) -> None:
        """
        A new database has the tables that the empty one of a store in memory is given.
        """
        self.assertEqual(Store().querySQL(_SCHEMA), self.open().querySQL(_SCHEMA))

    def test_journal(self) -> None:
        """
        A new database keeps its journal from the start as it was asked for.
        """
        for number, (mode, expected) in enumerate([(None, "wal"), ("wal", "wal"), ("TRUNCATE", "delete")]):
            place = self.directory.child(str(number))
            Store(place, journalMode=mode).close()
            connection = apsw.Connection(place.child("db.sqlite").path)
            self.addCleanup(connection.close)
            self.assertEqual(expected, connection.pragma("journal_mode"))

    def test_onDisk(self) -> None:
        """
        The names of a new store, and of directories that are made for it, are on the disk.
        """
        synced: list[str] = []
        self.patch(directories, "toDisk", lambda path: synced.append(str(path)))
        top = self.directory.parent()
        Store(top.child("a").child("b").child("c")).close()
        expected = [top, top.child("a"), top.child("a").child("b"), top.child("a").child("b").child("c")]
        self.assertEqual([each.path for each in expected], sorted(synced))

    def test_longPath(self) -> None:
        """
        No store is made where SQLite could not open its database.
        """
        room = 504 - len(self.directory.child("db.sqlite").path.encode())
        place = self.directory
        for length in (room // 2, room - room // 2):
            place = place.child("x" * (length - 1))
        Store(place).close()
        error = self.assertRaises(CannotOpenStore, Store, place.sibling(f"{place.basename()}x"))
        self.assertIn("504", str(error))
        self.assertFalse(place.sibling(f"{place.basename()}x").exists())

    def test_cutOff(self) -> None:
        """
        What a making that was cut off left is overwritten.
        """
        self.directory.makedirs()
        left = self.directory.child("db.sqlite-unfinished")
        left.setContent(b"some bytes")
        Entry(store=self.open(), body="a")
        self.assertFalse(left.exists())

    def test_lostWithLog(self) -> None:
        """
        A write-ahead log whose database is gone, or empty, is kept and not given another one.
        """
        store = self.open()
        Entry(store=store, body="a")
        moved = self.directory.sibling("moved")
        shutil.copytree(self.directory.path, moved.path)
        store.close()
        database, log = moved.child("db.sqlite"), moved.child("db.sqlite-wal")
        content, logged = database.getContent(), log.getContent()
        for lose in (database.remove, database.touch):
            lose()
            self.assertIn("db.sqlite-wal", str(self.assertRaises(CannotOpenStore, Store, moved)))
            self.assertEqual(logged, log.getContent())
        database.setContent(content)
        found = Store(moved)
        self.addCleanup(found.close)
        self.assertEqual("a", found.findUnique(Entry).body)

    def test_lostWithFiles(self) -> None:
        """
        A directory whose database is gone, but not the files, is not taken for a new store.
        """
        store = self.open()
        SubStore.createNew(store, ["below"])
        store.close()
        self.database.remove()
        self.assertIn("files/below", str(self.assertRaises(CannotOpenStore, Store, self.directory)))
        self.assertFalse(self.database.exists())

    def test_emptiedSubStore(self) -> None:
        """
        A substore whose database was emptied is gone; no new one takes its place.
        """
        below = SubStore.createNew(self.open(), ["below"])
        database = self.directory.descendant(["files", "below", "db.sqlite"])
        database.setContent(b"")
        self.assertRaises(CannotOpenStore, below.open)
        self.assertEqual(0, database.getsize())

    def test_refused(self) -> None:
        """
        What the file system says when no directory can be made is told.
        """
        self.directory.setContent(b"a file")
        place = self.directory.child("store")
        self.assertIn("Not a directory", str(self.assertRaises(CannotOpenStore, Store, place)))
