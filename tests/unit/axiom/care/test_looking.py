"""
Looking at databases.
"""

from __future__ import annotations

import os
import time
from contextlib import closing
from typing import Any

import apsw

from axiom.care._looking import footprint, isSettled, look, openReadOnly
from axiom.care.errors import UnfinishedTransaction
from axiom.errors import CannotOpenStore, StoreBusy, StoreDamaged
from axiom.store import Store
from tests.unit.axiom.care.sites import ALICE, Note, SiteTestCase, snapshotOf


def titles(connection: apsw.Connection) -> list[str]:
    """
    Those of all notes.
    """
    return [title for (title,) in connection.execute("SELECT title FROM item_care_note_v1 ORDER BY oid")]


def later() -> int:
    """
    When all that is on disk is settled.
    """
    return time.time_ns() + 1_000_000_000


class LookTests(SiteTestCase):
    """
    L{look} reads, and changes nothing.
    """

    def test_closedLeavesNoTrace(self) -> None:
        """
        A look at a closed store leaves every file, and the time of the directory, as they are.
        """
        place = self.place(ALICE)
        before = snapshotOf(self.directory), os.stat(place.path).st_mtime_ns
        self.assertEqual(["cat.jpg"], look(place.database, titles, later))
        self.assertEqual(before, (snapshotOf(self.directory), os.stat(place.path).st_mtime_ns))

    def test_unsettledLeavesNoFiles(self) -> None:
        """
        Nor does a look at a store that was changed a moment ago leave a file.
        """
        before = snapshotOf(self.directory)
        self.assertEqual(["cat.jpg"], look(self.place(ALICE).database, titles, lambda: 0))
        self.assertEqual(before, snapshotOf(self.directory))

    def test_openElsewhere(self) -> None:
        """
        What another connection committed is seen, also while it writes more.
        """
        with closing(self.open(ALICE)) as store:
            Note(store=store, title="new")
            self.assertEqual(["cat.jpg", "new"], look(self.place(ALICE).database, titles, later))
            seen = store.transact(self.lookWhileWriting, store)
        self.assertEqual(["cat.jpg", "new"], seen)

    def lookWhileWriting(self, store: Store) -> list[str]:
        """
        What is seen while there is more in a transaction.
        """
        Note(store=store, title="late")
        store.checkpoint()
        return look(self.place(ALICE).database, titles, later)

    def test_leftLog(self) -> None:
        """
        What a dead process left in the log is seen, and stays where it is.
        """
        self.leaveLog(ALICE)
        place = self.place(ALICE)
        before = place.database.read_bytes(), (place.path / "db.sqlite-wal").read_bytes()
        self.assertEqual(["cat.jpg", "logged"], look(place.database, titles, later))
        self.assertEqual(before, (place.database.read_bytes(), (place.path / "db.sqlite-wal").read_bytes()))

    def test_changedMeanwhile(self) -> None:
        """
        If somebody writes while a closed store is read, it is read again.
        """
        looks: list[list[str]] = []

        def disturbed(connection: apsw.Connection) -> list[str]:
            looks.append(titles(connection))
            if len(looks) == 1:
                with closing(self.open(ALICE)) as store:
                    Note(store=store, title="new")
            return looks[-1]

        self.assertEqual(["cat.jpg", "new"], look(self.place(ALICE).database, disturbed, later))
        self.assertEqual(["cat.jpg"], looks[0])

    def test_cannotWrite(self) -> None:
        """
        No way of looking lets anything be written.
        """

        def write(connection: apsw.Connection) -> Any:
            return connection.execute("DELETE FROM item_care_note_v1")

        database = self.place(ALICE).database
        for now in (later, lambda: 0):
            self.assertRaises(CannotOpenStore, look, database, write, now)
        with closing(openReadOnly(database)) as connection:
            self.assertRaises(apsw.ReadOnlyError, write, connection)
        self.assertEqual(["cat.jpg"], look(database, titles))

    def test_missing(self) -> None:
        """
        A database that is missing is told, and one of which only the log is left is damaged.
        """
        database = self.place(ALICE).database
        database.unlink()
        error = self.assertRaises(CannotOpenStore, look, database, titles)
        self.assertNotIsInstance(error, StoreDamaged)
        (database.parent / "db.sqlite-wal").write_bytes(b"x")
        self.assertRaises(StoreDamaged, look, database, titles)
        self.assertFalse(database.exists())

    def test_damaged(self) -> None:
        """
        What is no database, or no whole one, is damaged.
        """
        self.truncate(ALICE, 5000)
        self.assertRaises(StoreDamaged, look, self.place(ALICE).database, titles)
        self.overwrite(ALICE, 0, b"nothing of the sort, and never was")
        self.assertRaises(StoreDamaged, look, self.place(ALICE).database, titles)

    def test_rollbackNeeded(self) -> None:
        """
        A journal that must be rolled back is told, and is not rolled back.
        """
        self.execute(ALICE, "PRAGMA journal_mode = DELETE")
        database = self.place(ALICE).database
        with closing(apsw.Connection(str(database))) as connection:
            connection.execute("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN")
            for _ in range(100):
                connection.execute("INSERT INTO item_care_note_v1 (title) VALUES (hex(randomblob(2000)))")
            files = {
                suffix: (database.parent / f"db.sqlite{suffix}").read_bytes() for suffix in ("", "-journal")
            }
        for suffix, content in files.items():
            (database.parent / f"db.sqlite{suffix}").write_bytes(content)
        self.assertRaises(UnfinishedTransaction, look, database, titles)
        self.assertEqual(files[""], database.read_bytes())

    def test_locked(self) -> None:
        """
        A database that another connection has for itself is busy.
        """
        self.execute(ALICE, "PRAGMA journal_mode = DELETE")
        with closing(apsw.Connection(str(self.place(ALICE).database))) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            self.assertRaises(StoreBusy, look, self.place(ALICE).database, titles, patience=0.0)


class FootprintTests(SiteTestCase):
    """
    L{footprint} shows every commit.
    """

    def test_commits(self) -> None:
        """
        It differs after each commit, and not after a look or an opening.
        """
        database = self.place(ALICE).database
        first = footprint(database)
        self.open(ALICE).close()
        look(database, titles)
        self.assertEqual(first, footprint(database))
        with closing(self.open(ALICE)) as store:
            Note(store=store)
            second = footprint(database)
            Note(store=store)
            third = footprint(database)
        self.assertEqual(4, len({first, second, third, footprint(database)}))

    def test_settled(self) -> None:
        """
        It is settled when the next change would have another time.
        """
        found = (("", 1, 1, 1_000_000_000),)
        self.assertEqual([False, True], [isSettled(found, now) for now in (1_000_000_001, 1_200_000_000)])
