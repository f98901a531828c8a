"""
Finding the store's directory.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import apsw
from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts._directory import existingStore, onlyStore
from axiom.scripts.errors import ForeignDatabase, NoSuchStore, SeveralStores
from axiom.store import Store


class DirectoryTests(SynchronousTestCase):
    """
    L{onlyStore} guesses if there is nothing to choose; L{existingStore} checks.
    """

    def setUp(self) -> None:
        """
        An empty directory.
        """
        self.here = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.here)

    def test_one(self) -> None:
        """
        The one directory whose name ends as a store's does is taken; files aren't.
        """
        (self.here / "a.axiom").mkdir()
        (self.here / "b.axiom").touch()
        (self.here / "c").mkdir()
        self.assertEqual(str(self.here / "a.axiom"), onlyStore(str(self.here)))

    def test_none(self) -> None:
        """
        Without any, the error names the place.
        """
        error = self.assertRaises(NoSuchStore, onlyStore, str(self.here))
        self.assertEqual(str(self.here), error.path)

    def test_several(self) -> None:
        """
        With several, the error names them.
        """
        for name in ("b.axiom", "a.axiom"):
            (self.here / name).mkdir()
        error = self.assertRaises(SeveralStores, onlyStore, str(self.here))
        self.assertEqual(["a.axiom", "b.axiom"], error.names)

    def test_existing(self) -> None:
        """
        A directory with a database is a store.
        """
        (self.here / "db.sqlite").touch()
        self.assertEqual(str(self.here), existingStore(str(self.here)))

    def test_foreign(self) -> None:
        """
        A database with the tables of something else, or a file that is no database, is refused as it is.
        """
        database = self.here / "db.sqlite"
        with closing(apsw.Connection(str(database))) as connection:
            connection.execute("CREATE TABLE t (x)")
        before = database.read_bytes()
        self.assertRaises(ForeignDatabase, existingStore, str(self.here))
        self.assertEqual(before, database.read_bytes())
        database.write_bytes(b"no database" * 500)
        self.assertRaises(ForeignDatabase, existingStore, str(self.here))
        self.assertEqual([database], list(self.here.iterdir()))

    def test_locked(self) -> None:
        """
        A store that another process has locked is one.
        """
        path = str(self.here / "x.axiom")
        Store(path, journalMode="DELETE").close()
        with closing(apsw.Connection(f"{path}/db.sqlite")) as other:
            other.execute("BEGIN EXCLUSIVE")
            self.assertEqual(path, existingStore(path))

    def test_missing(self) -> None:
        """
        A directory without a database is none, and stays as it is.
        """
        self.assertRaises(NoSuchStore, existingStore, str(self.here))
        self.assertRaises(NoSuchStore, existingStore, str(self.here / "x"))
        self.assertEqual([], list(self.here.iterdir()))
