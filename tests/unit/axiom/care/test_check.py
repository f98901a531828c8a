"""
Checking stores.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import apsw

from axiom.care import TOP, Problem, StorePlace, checkStore
from tests.unit.axiom.care.sites import ALICE, BOB, Note, SiteTestCase, snapshotOf

DUMPS = Path(__file__).parents[3] / "upgrades"


class CheckTests(SiteTestCase):
    """
    L{checkStore} finds what is wrong with one store.
    """

    def check(self, name: str) -> list[Problem]:
        """
        The problems of a store.
        """
        return checkStore(self.place(name))

    def problem(self, name: str, kind: str, isHarmless: bool = False) -> str:
        """
        What the one problem of a store is, whose kind is this.
        """
        [found] = self.check(name)
        self.assertEqual((kind, isHarmless), (found.kind, found.isHarmless), found)
        self.assertTrue(found.remedy)
        return found.what

    def test_clean(self) -> None:
        """
        A site that was used has no problems, and is not changed by looking for them.
        """
        before = snapshotOf(self.directory)
        self.assertEqual([[], [], []], [self.check(name) for name in (TOP, ALICE, BOB)])
        self.assertEqual(before, snapshotOf(self.directory))

    def test_inUse(self) -> None:
        """
        A store that is open, and being written, has none either.
        """
        with closing(self.open(ALICE)) as store:

            def checkWhileWriting() -> list[Problem]:
                Note(store=store)
                store.checkpoint()
                return self.check(ALICE)

            self.assertEqual([], store.transact(checkWhileWriting))
            self.assertEqual([], self.check(ALICE))

    def test_damaged(self) -> None:
        """
        Damage is one problem, however much of it there is, and the rest is not looked at.
        """
        self.overwrite(ALICE, 4096, b"\xff" * 8192)
        self.assertIn("damaged", self.problem(ALICE, "database"))

    def test_everyBitOfThePages(self) -> None:
        """
        Wherever a page is overwritten, the check ends, and says so in sentences of one line.
        """
        whole = self.place(ALICE).database.read_bytes()
        for page in range(0, len(whole), 4096):
            self.overwrite(ALICE, page, b"\x5a" * 100)
            found = self.check(ALICE)
            self.assertTrue(found, page)
            self.assertEqual([], [each for each in found if "\n" in each.what])
            self.place(ALICE).database.write_bytes(whole)

    def test_truncated(self) -> None:
        """
        A database of which a part or everything is missing is told.
        """
        self.truncate(ALICE, 10_000)
        self.problem(ALICE, "database")
        self.truncate(ALICE, 0)
        self.assertIn("empty", self.problem(ALICE, "database"))

    def test_logWithoutDatabase(self) -> None:
        """
        A log that has no database is told, and what has a log is found.
        """
        self.leaveLog(ALICE)
        self.place(ALICE).database.unlink()
        self.assertIn("-wal", self.problem(ALICE, "database"))

    def test_foreign(self) -> None:
        """
        Another program's database is no store.
        """
        self.place(ALICE).database.unlink()
        self.execute(BOB, f"VACUUM INTO '{self.place(ALICE).database}'")
        self.execute(ALICE, "DROP TABLE axiom_types")
        self.assertIn("another program", self.problem(ALICE, "database"))

    def test_nonsense(self) -> None:
        """
        A database that is whole to SQLite, but whose types make no sense, is damaged.
        """
        self.execute(ALICE, "UPDATE axiom_types SET version = NULL")
        self.assertIn("None instead of a number", self.problem(ALICE, "database"))

    def test_rowsAndObjects(self) -> None:
        """
        An object without a row, a row without an object, and an object without a type are told by storeID.
        """
        self.execute(ALICE, "INSERT INTO axiom_objects (oid, type_id) VALUES (70, 1), (71, 99)")
        self.execute(ALICE, "INSERT INTO item_care_note_v1 (oid) VALUES (80)")
        self.assertEqual(
            [
                "the items 70 have no row in item_care_note_v1",
                "the items 80 have a row in item_care_note_v1, but are no such objects",
                "the items 71 have no type",
            ],
            [each.what for each in self.check(ALICE)],
        )

    def test_deletedByAxiom(self) -> None:
        """
        What Axiom leaves of deleted items is no problem; references to them are as those to nothing.
        """
        self.execute(ALICE, "INSERT INTO axiom_objects (oid, type_id) VALUES (70, -1)")
        self.assertEqual([], self.check(ALICE))
        self.execute(ALICE, "UPDATE item_care_note_v1 SET friend = 70")
        self.assertIn("friend of care_note v1", self.problem(ALICE, "reference", isHarmless=True))

    def test_descriptions(self) -> None:
        """
        Tables, columns and indexes must be those that are described.
        """
        self.execute(ALICE, "ALTER TABLE item_care_note_v1 DROP COLUMN title")
        self.assertIn("title of care_note v1 is absent in its table", self.problem(ALICE, "schema"))
        self.execute(ALICE, "ALTER TABLE item_care_note_v1 ADD COLUMN title TEXT")
        self.execute(ALICE, "DROP INDEX axiomidx_care_note_v1_stars")
        self.assertIn("the index of care_note v1 on stars", self.problem(ALICE, "schema"))
        self.execute(BOB, "ALTER TABLE item_care_note_v1 RENAME TO item_other_v1")
        self.assertEqual(
            ["the table item_other_v1 is of no type in axiom_types", "the table of care_note v1 is missing"],
            [each.what for each in self.check(BOB)],
        )

    def test_otherThanTheClass(self) -> None:
        """
        A type with other columns than its class, or a newer one, keeps the store from being opened.
        """
        self.execute(ALICE, "UPDATE axiom_attributes SET sqltype = 'TEXT' WHERE attribute = 'title'")
        self.assertIn("other columns than its class: title", self.problem(ALICE, "schema"))
        self.execute(BOB, "UPDATE axiom_types SET version = 2")
        self.execute(BOB, "ALTER TABLE item_care_note_v1 RENAME TO item_care_note_v2")
        self.assertIn("newer than its class", self.problem(BOB, "schema"))

    def test_unknownType(self) -> None:
        """
        A type whose application is gone is harmless.
        """
        self.execute(ALICE, "UPDATE axiom_types SET typename = 'gone', module = 'gone.away'")
        self.execute(ALICE, "ALTER TABLE item_care_note_v1 RENAME TO item_gone_v1")
        self.assertEqual("gone v1 has no class in gone.away", self.problem(ALICE, "schema", isHarmless=True))

    def test_references(self) -> None:
        """
        A reference to nothing is a problem if it should have deleted its item, and else harmless.
        """
        self.execute(ALICE, "UPDATE item_care_note_v1 SET friend = 99")
        self.assertIn("friend of care_note v1", self.problem(ALICE, "reference", isHarmless=True))
        self.execute(ALICE, "UPDATE item_care_note_v1 SET friend = -1, parent = 99")
        self.assertEqual("parent of care_note v1 1 refers to nothing", self.problem(ALICE, "reference"))

    def test_missingFile(self) -> None:
        """
        A file that an item names, and that is not there, is told with the item.
        """
        (self.place(ALICE).files / "pictures" / "cat.jpg").unlink()
        expected = "picture of item 1 (care_note v1) names files/pictures/cat.jpg, which is missing"
        self.assertEqual(expected, self.problem(ALICE, "file"))

    def test_orphans(self) -> None:
        """
        Files that nothing names are told, those in a directory together; one in a named directory is not.
        """
        pictures = self.place(ALICE).files / "pictures"
        for i in range(7):
            (pictures / f"stray{i}").write_bytes(b"")
        self.assertIn("stray4 and 2 more in files/pictures", self.problem(ALICE, "file"))
        self.execute(ALICE, "UPDATE item_care_note_v1 SET picture = 'pictures'")
        self.assertEqual([], self.check(ALICE))

    def test_unclaimed(self) -> None:
        """
        Directories that need no item are named by the caller.
        """
        (self.top.files / "static").mkdir()
        (self.top.files / "static" / "site.css").write_bytes(b"")
        self.problem(TOP, "file")
        self.assertEqual([], checkStore(self.top, unclaimed=["static"]))

    def test_temporaryFiles(self) -> None:
        """
        A temporary file of a living process is its own affair; any other was left.
        """
        with closing(self.open(ALICE)) as store:
            file = store.newFile("new")
            self.assertEqual([], self.check(ALICE))
            file.abort()
        (self.place(ALICE).path / "temp" / f"{2**30}-1.tmp").write_bytes(b"")
        self.assertIn(f"{2**30}-1.tmp", self.problem(ALICE, "file"))

    def test_substores(self) -> None:
        """
        A substore needs its directory, and a directory with a store its item.
        """
        shutil.rmtree(self.place(BOB).path)
        self.assertIn(f"stands for a store in files/{BOB}, which is missing", self.problem(TOP, "substore"))
        os.rename(self.place(ALICE).path, self.place(BOB).path)
        self.execute(TOP, f"DELETE FROM item_substore_v1 WHERE storepath = '{ALICE}'")
        self.execute(TOP, "DELETE FROM axiom_objects WHERE oid = 1")
        self.assertEqual([], self.check(TOP))
        shutil.copytree(self.place(BOB).path, self.place(ALICE).path)
        self.assertIn(f"no item stands for the store in files/{ALICE}", self.problem(TOP, "substore"))

    def test_search(self) -> None:
        """
        A full-text index that has other words than its table is told, in which nothing is changed.
        """
        self.execute(
            ALICE,
            "CREATE VIRTUAL TABLE words USING fts5(title, content=item_care_note_v1, content_rowid=oid);"
            "INSERT INTO words(words) VALUES ('rebuild')",
        )
        self.assertEqual([], self.check(ALICE))
        self.execute(ALICE, "UPDATE item_care_note_v1 SET title = 'dog'")
        before = self.place(ALICE).database.read_bytes()
        self.assertIn("the full-text index words", self.problem(ALICE, "search"))
        self.assertEqual(before, self.place(ALICE).database.read_bytes())

    def test_quick(self) -> None:
        """
        A quick check leaves out files and references, and finds damage.
        """
        (self.place(ALICE).files / "stray").write_bytes(b"")
        self.execute(ALICE, "UPDATE item_care_note_v1 SET parent = 99")
        self.assertEqual([], checkStore(self.place(ALICE), quick=True))
        self.overwrite(ALICE, 4096, b"\xff" * 8192)
        self.assertEqual(["database"], [each.kind for each in checkStore(self.place(ALICE), quick=True)])

    def test_oldReleases(self) -> None:
        """
        Stores of old releases of Axiom are whole as they are: only what is gone is told, and is harmless.
        """
        for dump in ("axiom_0_7.sql", "axiom_0_9.sql"):
            place = StorePlace(self.directory / dump)
            (place.path / "files").mkdir(parents=True)
            with closing(apsw.Connection(str(place.database))) as connection:
                connection.execute((DUMPS / dump).read_text())
            before = place.database.read_bytes()
            self.assertEqual([], [each for each in checkStore(place) if not each.isHarmless])
            self.assertIn("gone_gadget v3", str(checkStore(place)))
            self.assertEqual(before, place.database.read_bytes())
