"""
Databases of stores, seen from outside.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import apsw
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.database import copyInto, databaseError, isForeign, isStore, toDisk, withoutOid
from axiom.errors import CannotOpenStore, DiskFailed, DiskFull, StoreBusy, StoreDamaged
from axiom.item import Item
from axiom.store import Store


class Copied(Item):
    """
    An item with a name.
    """

    typeName = "test_database_copied"

    name = text()


class CopyTests(SynchronousTestCase):
    """
    Copies of a database that is in use.
    """

    def setUp(self) -> None:
        """
        A store with one item, and a place for the copy.
        """
        self.store = Store(self.mktemp())
        self.addCleanup(self.store.close)
        Copied(store=self.store, name="one")
        directory = Path(self.mktemp())
        directory.mkdir()
        self.target = directory / "copy.sqlite"

    def names(self) -> list[object]:
        """
        What is in the copy.
        """
        connection = apsw.Connection(str(self.target))
        self.addCleanup(connection.close)
        return [name for (name,) in connection.execute("SELECT name FROM item_test_database_copied_v1")]

    def test_oneFile(self) -> None:
        """
        A copy has what is committed in one file, though the original has most of it in a log.
        """
        copyInto(self.target, self.store.engine)
        self.assertEqual(["copy.sqlite"], [path.name for path in self.target.parent.iterdir()])
        self.assertEqual(["one"], self.names())

    def test_ofAMoment(self) -> None:
        """
        It has what its source sees, not what was committed since.
        """
        with self.store.snapshot():
            self.store.count(Copied)
            other = Store(self.store.dbdir)
            Copied(store=other, name="two")
            other.close()
            copyInto(self.target, self.store.engine)
        self.assertEqual(["one"], self.names())

    def test_toDisk(self) -> None:
        """
        Files and directories can be brought to the disk, if they are there.
        """
        copyInto(self.target, self.store.engine)
        toDisk(self.target)
        toDisk(self.target.parent)
        self.assertRaises(FileNotFoundError, toDisk, self.target.with_name("absent"))


class TablesTests(SynchronousTestCase):
    """
    What the tables of a database tell.
    """

    def test_whose(self) -> None:
        """
        A store's database has three tables at least; one with others is foreign, one without any is not.
        """
        ours = ["axiom_types", "axiom_objects", "axiom_attributes", "item_note_v1"]
        for tables, expected in ((ours, (True, False)), (ours[:2], (False, True)), ([], (False, False))):
            self.assertEqual(expected, (isStore(tables), isForeign(tables)))

    def test_withoutOid(self) -> None:
        """
        The tables of types, objects and items should say which column is their oid.
        """
        self.assertEqual(
            ["axiom_types", "item_note_v1"],
            withoutOid(
                {
                    "axiom_types": "CREATE TABLE axiom_types (typename)",
                    "axiom_objects": "CREATE TABLE axiom_objects (oid INTEGER PRIMARY KEY, type_id)",
                    "item_note_v1": "CREATE TABLE item_note_v1 ([title])",
                    "axiom_attributes": "CREATE TABLE axiom_attributes (attribute)",
                }
            ),
        )


class ErrorTests(SynchronousTestCase):
    """
    What SQLite's errors become.
    """

    def test_classes(self) -> None:
        """
        Each becomes the class that says what to do, with the name of the database.
        """
        noSharedMemory: Any = apsw.IOError()
        noSharedMemory.extendedresult = apsw.SQLITE_IOERR_SHMSIZE
        for error, expected in (
            (apsw.BusyError(), StoreBusy),
            (noSharedMemory, DiskFull),
            (apsw.IOError(), DiskFailed),
            (apsw.FullError(), DiskFull),
            (apsw.NotADBError(), StoreDamaged),
            (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no text"), StoreDamaged),
            (apsw.CantOpenError(), CannotOpenStore),
        ):
            found = databaseError(error, "db.sqlite")
            self.assertIdentical(expected, type(found))
            self.assertIn("db.sqlite", str(found))
