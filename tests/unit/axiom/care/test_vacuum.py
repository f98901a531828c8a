"""
Vacuuming.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import apsw

from axiom.care import StorePlace, checkStore, vacuumStore
from axiom.errors import StoreDamaged
from tests.unit.axiom.care.sites import BOB, Note, SiteTestCase

DUMP = Path(__file__).parents[3] / "upgrades" / "axiom_0_7.sql"


class VacuumTests(SiteTestCase):
    """
    L{vacuumStore} gives room back.
    """

    def test_smaller(self) -> None:
        """
        The room of deleted items is given back; what is left is the same, also to who has the store open.
        """
        with closing(self.open(BOB)) as store:
            kept = store.findUnique(Note)
            store.transact(lambda: [Note(store=store, title="x" * 1000) for _ in range(200)])
            store.query(Note, Note.storeID != kept.storeID).deleteFromStore()
            last = Note(store=store, title="last")
            revision = store.revision
            before, after = vacuumStore(self.place(BOB))
            self.assertTrue(after < before / 4, (before, after))
            self.assertEqual([kept, last], list(store.query(Note, sort=Note.storeID)))
            self.assertEqual((revision, "last"), (store.revision, last.title))
            self.assertEqual(last.storeID + 1, Note(store=store).storeID)
        self.assertEqual([], checkStore(self.place(BOB)))

    def test_oldRelease(self) -> None:
        """
        Items whose identities SQLite would change keep them.
        """
        place = StorePlace(self.directory / "old.axiom")
        for name in ("files", "temp", "run"):
            (place.path / name).mkdir(parents=True)
        with closing(apsw.Connection(str(place.database))) as connection:
            connection.execute(DUMP.read_text())
            expected = connection.execute("SELECT oid, name FROM item_upgrades_person_v2").fetchall()
        vacuumStore(place)
        with closing(apsw.Connection(str(place.database))) as connection:
            found = connection.execute("SELECT oid, name FROM item_upgrades_person_v2").fetchall()
        self.assertEqual(expected, found)

    def test_damaged(self) -> None:
        """
        A damaged store is told, and is as it was.
        """
        self.overwrite(BOB, 4096, b"\xff" * 8192)
        shutil.copy(self.place(BOB).database, self.directory / "copy")
        self.assertRaises(StoreDamaged, vacuumStore, self.place(BOB))
        self.assertEqual((self.directory / "copy").read_bytes(), self.place(BOB).database.read_bytes())
