"""
Copies of databases, and going back to them.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine.goingback import goBack, openAlone
from axiom._engine.safetycopies import BACK, FORMAT, UPGRADE, SafetyCopies
from axiom.errors import CannotOpenStore, StoreInUse
from axiom.store import Store
from axiom.substore import SubStore


class DatabaseTestCase(SynchronousTestCase):
    """
    A database in a directory of its own, with one table and the revision that stores have.
    """

    def setUp(self) -> None:
        """
        It holds a row, and its revision is 5.
        """
        self.database = Path(self.mktemp()) / "db.sqlite"
        self.database.parent.mkdir()
        self.copies = SafetyCopies(self.database)
        self.sql(
            "PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1);"
            " CREATE TABLE axiom_revision (revision INTEGER NOT NULL); INSERT INTO axiom_revision VALUES (5)"
        )

    def connect(self, database: Path | None = None) -> Any:
        """
        A connection, as a context that closes it.
        """
        return closing(apsw.Connection(str(database or self.database)))

    def sql(self, statements: str, database: Path | None = None) -> list[Any]:
        """
        The rows of the last of some statements.
        """
        with self.connect(database) as connection:
            return list(connection.execute(statements).fetchall())

    def names(self) -> list[str]:
        """
        What is in the directory of the copies.
        """
        return sorted(path.name for path in (self.database.parent / "backups").iterdir())


class SafetyCopiesTests(DatabaseTestCase):
    """
    L{SafetyCopies} keeps copies.
    """

    def test_none(self) -> None:
        """
        At first there are none.
        """
        self.assertEqual([], self.copies.all())

    def test_kept(self) -> None:
        """
        A copy has a number and what came after it; the newest three stay, in their order.
        """
        for before in (FORMAT, UPGRADE, BACK, UPGRADE):
            self.copies.keep(before)
        self.assertEqual(
            ["0002-before-upgrade.sqlite", "0003-before-going-back.sqlite", "0004-before-upgrade.sqlite"],
            self.names(),
        )
        self.assertEqual([(2, UPGRADE), (3, BACK), (4, UPGRADE)], [copy[:2] for copy in self.copies.all()])

    def test_wayBack(self) -> None:
        """
        The copy to which one can go back stays, however often that is tried.
        """
        self.copies.keep(UPGRADE)
        for _ in range(5):
            self.copies.keep(BACK)
        self.assertEqual([1, 4, 5, 6], [copy.number for copy in self.copies.all()])
        self.assertEqual(self.copies.all()[0], self.copies.wayBack())

    def test_committed(self) -> None:
        """
        A copy is one file with what is committed, also where a transaction is under way.
        """
        with self.connect() as writing:
            writing.execute("BEGIN IMMEDIATE; INSERT INTO t VALUES (2)")
            self.copies.keep(UPGRADE)
        [copy] = self.copies.all()
        self.assertEqual([(1,)], self.sql("SELECT x FROM t", copy.path))
        self.assertEqual(["0001-before-upgrade.sqlite"], self.names())

    def test_cutOff(self) -> None:
        """
        What is left of a copy that was not finished is none, and is in nobody's way.
        """
        directory = self.database.parent / "backups"
        directory.mkdir()
        (directory / "unfinished").write_bytes(b"SQLite")
        self.assertEqual([], self.copies.all())
        self.copies.keep(UPGRADE)
        self.assertEqual(["0001-before-upgrade.sqlite"], self.names())

    def test_inMemory(self) -> None:
        """
        Of a store in memory nothing is kept.
        """
        copies = SafetyCopies(None)
        copies.keep(UPGRADE)
        self.assertEqual([], copies.all())

    def test_unreadable(self) -> None:
        """
        Without a copy there is an error.
        """
        self.database.write_bytes(b"This is no database, and so nothing that could be copied.")
        self.assertRaises(CannotOpenStore, self.copies.keep, UPGRADE)
        self.assertEqual([], self.copies.all())


class GoingBackTests(DatabaseTestCase):
    """
    L{goBack} makes a copy the content of the database again.
    """

    def goBack(self) -> bool:
        """
        Do it.
        """
        with openAlone(self.database) as connection:
            return goBack(self.database, connection)

    def upgrade(self) -> None:
        """
        What software does to a database: keep a copy, make a table, fill it.
        """
        self.copies.keep(UPGRADE)
        self.sql("CREATE TABLE t2 (x, y); INSERT INTO t2 SELECT x, 0 FROM t; DELETE FROM t")
        self.sql("UPDATE axiom_revision SET revision = revision + 1")

    def test_back(self) -> None:
        """
        The tables and their rows are what they were, in the same file; the revision goes on.
        """
        inode = self.database.stat().st_ino
        self.upgrade()
        self.assertTrue(self.goBack())
        self.assertEqual([("t",), ("axiom_revision",)], self.sql("SELECT name FROM sqlite_master"))
        self.assertEqual([(1, 7)], self.sql("SELECT x, revision FROM t, axiom_revision"))
        self.assertEqual(inode, self.database.stat().st_ino)
        self.assertEqual([("wal",)], self.sql("PRAGMA journal_mode"))

    def test_otherIncarnation(self) -> None:
        """
        It is another incarnation from then on.
        """
        self.sql("CREATE TABLE axiom_incarnation (identity, incarnation)")
        self.sql("INSERT INTO axiom_incarnation VALUES ('i', 'one')")
        self.upgrade()
        self.goBack()
        [(identity, name)] = self.sql("SELECT identity, incarnation FROM axiom_incarnation")
        self.assertEqual("i", identity)
        self.assertNotEqual("one", name)

    def test_replaced(self) -> None:
        """
        What was there until then is kept.
        """
        self.upgrade()
        self.goBack()
        *_, newest = self.copies.all()
        self.assertEqual((BACK, [(1, 0)]), (newest.before, self.sql("SELECT x, y FROM t2", newest.path)))
        self.assertEqual(2, len(self.names()))

    def test_once(self) -> None:
        """
        It is gone back once for each upgrade, by way of the newest.
        """
        self.upgrade()
        self.sql("DROP TABLE t2")
        self.copies.keep(UPGRADE)
        self.assertEqual([True, False], [self.goBack(), self.goBack()])
        self.sql("INSERT INTO t VALUES (7)")
        self.upgrade()
        self.assertEqual([True, False], [self.goBack(), self.goBack()])
        self.assertEqual([(7,)], self.sql("SELECT x FROM t"))

    def test_nothing(self) -> None:
        """
        Where no copy was kept nothing happens.
        """
        self.assertFalse(self.goBack())
        self.assertFalse((self.database.parent / "backups").exists())

    def test_withoutRevision(self) -> None:
        """
        A store of a release that did not count revisions gets one that goes on from the other.
        """
        directory = self.mktemp()
        self.database = Path(directory) / "db.sqlite"
        Store(directory).close()
        self.sql("DROP TABLE axiom_revision")
        store = Store(directory)
        store.getTypeID(SubStore)
        revision = store.revision
        store.close()
        self.assertTrue(self.goBack())
        store = Store(directory)
        self.addCleanup(store.close)
        self.assertEqual((revision + 1, []), (store.revision, store.querySQL("SELECT 1 FROM axiom_types")))

    def test_inUse(self) -> None:
        """
        While somebody has the database open it is left alone, and while it is L{openAlone} nobody opens it.
        """
        self.upgrade()
        with self.connect() as other:
            other.execute("SELECT * FROM t2").fetchall()
            error = self.assertRaises(StoreInUse, self.goBack)
        self.assertEqual(str(self.database.parent), error.path)
        with openAlone(self.database), self.connect() as other:
            self.assertRaises(apsw.BusyError, other.execute, "SELECT * FROM t2")
        self.assertEqual([(1, 0)], self.sql("SELECT x, y FROM t2"))
