"""
Backing up.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from fcntl import LOCK_EX, flock
from pathlib import Path
from stat import S_IMODE

from axiom.care import TOP, StorePlace, _taking, backUp, checkStore, copyDatabase, storesBelow
from axiom.care._manifest import readManifest
from axiom.care.errors import BackupBusy, BackupRefused
from axiom.errors import DiskFull
from axiom.substore import SubStore
from tests.unit.axiom.care.backups import BackupTestCase
from tests.unit.axiom.care.sites import ALICE, BOB, Note, snapshotOf


class BackUpTests(BackupTestCase):
    """
    L{backUp} makes generations.
    """

    def test_whole(self) -> None:
        """
        The first generation has all stores and files, and the site is as it was.
        """
        (self.top.path / "site.toml").write_text("x = 1\n")
        before = snapshotOf(self.top.path)
        report = self.backUp()
        self.assertEqual(3, report.stores)
        self.assertEqual([".", ALICE, BOB], report.copied)
        self.assertEqual(({}, {}), (report.kept, report.missing))
        self.assertEqual(before, snapshotOf(self.top.path))
        self.restore()
        again = {name: content for name, content in snapshotOf(self.directory / "again").items() if content}
        self.assertEqual(set(before) & set(again), {name for name, content in before.items() if content})
        self.assertEqual(before["site.toml"], again["site.toml"])

    def test_private(self) -> None:
        """
        Nobody else can read a generation, even in a directory that is everybody's.
        """
        self.backups.mkdir(mode=0o777)
        self.assertEqual(0o700, S_IMODE(self.backUp().generation.path.stat().st_mode))

    def test_withoutTheKey(self) -> None:
        """
        The key to what is sealed in the databases is not in a backup; a file of that name elsewhere is.
        """
        for directory in (self.top.path, self.top.files):
            (directory / "secrets.key").write_text("key\n")
        self.backUp()
        self.restore()
        again = self.directory / "again"
        self.assertEqual([again / "files" / "secrets.key"], list(again.rglob("secrets.key")))

    def test_nothingChanged(self) -> None:
        """
        What did not change is one file with two names, and is not even read.
        """
        first = self.backUp()
        self.patch(_taking, "copyDatabase", None)
        self.patch(_taking, "copyFile", None)
        second = self.backUp()
        self.assertEqual(([], 0, 3), (second.copied, second.bytes, second.stores))
        for name in (TOP, ALICE, BOB):
            self.assertTrue(os.path.samefile(self.inBackup(first, name), self.inBackup(second, name)))

    def test_changed(self) -> None:
        """
        Only the stores in which something changed are copied; each generation has its own.
        """
        first = self.backUp()
        with closing(self.open(BOB)) as store:
            Note(store=store, title="new")
        (self.place(ALICE).files / "pictures" / "dog.jpg").write_bytes(b"woof")
        second = self.backUp()
        self.assertEqual([ALICE, BOB], second.copied)
        self.restore("one", generation="1")
        self.restore("two")
        self.assertEqual(["Hello"], self.titles(self.directory / "one", BOB))
        self.assertEqual(["Hello", "new"], self.titles(self.directory / "two", BOB))
        self.assertFalse(os.path.samefile(self.inBackup(first, BOB), self.inBackup(second, BOB)))
        self.assertTrue(os.path.samefile(self.inBackup(first, ALICE), self.inBackup(second, ALICE)))

    def test_revisions(self) -> None:
        """
        The manifest has the revision of each copy.
        """
        report = self.backUp()
        with closing(self.open(ALICE)) as store:
            expected = store.revision
        [entry] = [each for each in readManifest(report.generation.path).stores if each.name == ALICE]
        self.assertEqual(expected, entry.revision)

    def test_equalAgain(self) -> None:
        """
        A file whose time changed, but nothing else, is read, and takes no room.
        """
        first = self.backUp()
        os.utime(self.place(BOB).database)
        os.utime(self.place(ALICE).files / "pictures" / "cat.jpg")
        second = self.backUp()
        self.assertEqual(([], 0), (second.copied, second.bytes))
        self.assertTrue(os.path.samefile(self.inBackup(first, BOB), self.inBackup(second, BOB)))

    def test_changedAtOnce(self) -> None:
        """
        A change in the same moment as the backup is not taken for the state that was copied.
        """
        backUp(self.top, self.backups, clock=lambda: 0)
        picture = self.place(ALICE).files / "pictures" / "cat.jpg"
        status = picture.stat()
        picture.write_bytes(b"hiss")
        os.utime(picture, ns=(status.st_atime_ns, status.st_mtime_ns))
        self.assertEqual([ALICE], self.backUp().copied)

    def test_openStore(self) -> None:
        """
        A transaction that is under way is not in the backup, what is only in the log is.
        """
        with closing(self.open(BOB)) as store:
            Note(store=store, title="logged")

            def backUpWhileWriting() -> None:
                Note(store=store, title="late")
                store.checkpoint()
                self.backUp()

            store.transact(backUpWhileWriting)
        self.restore()
        self.assertEqual(["Hello", "logged"], self.titles(self.directory / "again", BOB))

    def aroundCopies(self, before: Callable[[], object], after: Callable[[], object]) -> list[Path]:
        """
        Do something before and after the first copy of Alice's store.

        @return: the databases that are copied from now on.
        """
        copies: list[Path] = []

        def copy(source: Path, target: Path) -> int | None:
            copies.append(source)
            isFirst = source == self.place(ALICE).database and copies.count(source) == 1
            if isFirst:
                before()
            revision = copyDatabase(source, target)
            if isFirst:
                after()
            return revision

        self.patch(_taking, "copyDatabase", copy)
        return copies

    def deletePicture(self, title: str) -> None:
        """
        Delete one of Alice's notes, then its picture.
        """
        with closing(self.open(ALICE)) as store:
            store.findUnique(Note, Note.title == title).deleteFromStore()
        (self.place(ALICE).files / "pictures" / title).unlink()

    def addLatePicture(self) -> None:
        """
        A note with a picture more in Alice's store.
        """
        with closing(self.open(ALICE)) as store:
            self.addPicture(store, "late.jpg")

    def test_fileGoneMeanwhile(self) -> None:
        """
        A file that is deleted with its item after the database was copied is in the backup with it.
        """
        copies = self.aroundCopies(lambda: None, lambda: self.deletePicture("cat.jpg"))
        self.backUp()
        self.assertEqual(1, copies.count(self.place(ALICE).database))
        self.restore()
        self.assertEqual(["cat.jpg"], self.titles(self.directory / "again", ALICE))
        self.assertTrue((self.directory / "again" / "files" / ALICE / "files/pictures/cat.jpg").exists())

    def test_fileComeMeanwhile(self) -> None:
        """
        A file that comes with its item before the database is copied is there, one that comes later is not.
        """
        self.aroundCopies(self.addLatePicture, lambda: None)
        self.backUp()
        self.restore("one")
        self.deletePicture("late.jpg")
        self.aroundCopies(lambda: None, self.addLatePicture)
        self.backUp()
        self.restore("two")
        for name, expected in (("one", ["cat.jpg", "late.jpg"]), ("two", ["cat.jpg"])):
            files = self.directory / name / "files" / ALICE / "files" / "pictures"
            self.assertEqual(expected, self.titles(self.directory / name, ALICE))
            self.assertEqual(expected, sorted(os.listdir(files)))

    def test_fileComeAndGoneMeanwhile(self) -> None:
        """
        If a file came and went while the database was copied, that is copied again.
        """
        copies = self.aroundCopies(self.addLatePicture, lambda: self.deletePicture("late.jpg"))
        self.backUp()
        self.assertEqual(2, copies.count(self.place(ALICE).database))
        self.restore()
        self.assertEqual(["cat.jpg"], self.titles(self.directory / "again", ALICE))

    def test_storeGoneMeanwhile(self) -> None:
        """
        If a store is moved away after its parent was copied, the parent is copied again.
        """

        def copy(source: Path, target: Path) -> int | None:
            if source == self.place(ALICE).database:
                with closing(self.open()) as site:
                    place = SubStore.place(site, BOB.split("/"))
                    site.findUnique(SubStore, SubStore.storepath == place).deleteFromStore()
                shutil.rmtree(self.place(BOB).path)
            return copyDatabase(source, target)

        self.patch(_taking, "copyDatabase", copy)
        self.assertEqual(2, self.backUp().stores)
        self.restore()
        top = StorePlace(self.directory / "again")
        self.assertEqual([[], []], [checkStore(place) for place in storesBelow(top)])

    def test_damagedStore(self) -> None:
        """
        A damaged store is told, and its last good copy goes into the new generation; no generation goes.
        """
        first = self.backUp()
        self.overwrite(ALICE, 4096, b"\xff" * 8192)
        (self.place(ALICE).files / "pictures" / "cat.jpg").unlink()
        self.backUp(keep=1)
        report = self.backUp(keep=1)
        self.assertEqual([ALICE], list(report.kept))
        self.assertIn("damaged", report.kept[ALICE])
        self.assertEqual(["0001", "0002", "0003"], self.generations())
        self.restore()
        self.assertEqual(["cat.jpg"], self.titles(self.directory / "again", ALICE))
        self.assertTrue((self.directory / "again" / "files" / ALICE / "files/pictures/cat.jpg").exists())
        entry = next(each for each in readManifest(report.generation.path).stores if each.name == ALICE)
        self.assertEqual(first.generation.name, entry.keptFrom)

    def test_damagedFromTheBeginning(self) -> None:
        """
        A damaged store of which there is no copy is told, and left out.
        """
        self.truncate(ALICE, 10_000)
        report = self.backUp()
        self.assertEqual(([ALICE], 2), (list(report.missing), report.stores))
        self.assertFalse(self.inBackup(report, ALICE).exists())

    def test_damagedSite(self) -> None:
        """
        If the site store itself is damaged, there is no new generation.
        """
        self.backUp()
        self.overwrite(TOP, 4096, b"\xff" * 8192)
        self.assertRaises(BackupRefused, self.backUp)
        self.assertEqual(["0001"], [name for name in self.generations() if name.isdecimal()])

    def test_kept(self) -> None:
        """
        Of all generations the newest are left, and nothing that is in them is lost with the others.
        """
        for _ in range(3):
            self.backUp(keep=2)
        self.assertEqual(["0002", "0003"], self.generations())
        self.backUp(keep=1)
        self.assertEqual(["0004"], self.generations())
        self.restore()
        self.assertEqual(["cat.jpg"], self.titles(self.directory / "again", ALICE))

    def test_cutOff(self) -> None:
        """
        A backup that is cut off leaves those before it, and the next one is whole.
        """
        self.backUp()
        with closing(self.open(BOB)) as store:
            Note(store=store, title="new")

        def die() -> None:
            raise KeyboardInterrupt

        self.assertRaises(KeyboardInterrupt, self.backUp, advance=die)
        self.restore("old")
        self.assertEqual(["Hello"], self.titles(self.directory / "old", BOB))
        self.backUp()
        self.assertEqual(["0001", "0002"], self.generations())
        self.restore("new")
        self.assertEqual(["Hello", "new"], self.titles(self.directory / "new", BOB))

    def test_oneAtATime(self) -> None:
        """
        Two backups into one directory at the same time are refused, as is one into the site itself.
        """
        self.backUp()
        descriptor = os.open(self.backups, os.O_RDONLY)
        self.addCleanup(os.close, descriptor)
        flock(descriptor, LOCK_EX)
        self.assertRaises(BackupBusy, self.backUp)
        self.assertRaises(BackupRefused, backUp, self.top, self.top.path / "backup")

    def test_linksAndEmptyDirectories(self) -> None:
        """
        Symbolic links and empty directories come back as they were.
        """
        (self.place(ALICE).files / "empty").mkdir()
        (self.place(ALICE).files / "link").symlink_to("pictures/cat.jpg")
        self.backUp()
        self.backUp()
        self.restore()
        files = self.directory / "again" / "files" / ALICE / "files"
        self.assertEqual([], list((files / "empty").iterdir()))
        self.assertEqual("pictures/cat.jpg", os.readlink(files / "link"))

    def test_names(self) -> None:
        """
        Names of files that are no text come back as they were.
        """
        files = os.fsencode(self.place(ALICE).files)
        for name in (b"\xff", b"new\nline", b"\x1b[31m", "\u2028".encode()):
            Path(os.fsdecode(files + b"/" + name)).write_bytes(name)
        self.backUp()
        self.backUp()
        self.restore()
        again = os.fsencode(self.directory / "again" / "files" / ALICE / "files")
        self.assertEqual(sorted(os.listdir(files)), sorted(os.listdir(again)))
        self.assertEqual(b"\xff", Path(os.fsdecode(again + b"/\xff")).read_bytes())

    def test_noRoom(self) -> None:
        """
        Where the disk is full, nothing of an attempt is left to fill it.
        """
        self.backUp()

        def fill(source: Path, target: Path) -> None:
            target.write_bytes(b"what there was room for")
            raise DiskFull("no room")

        self.patch(_taking, "copyDatabase", fill)
        with closing(self.open(BOB)) as store:
            Note(store=store, title="more")
        self.assertRaises(DiskFull, self.backUp)
        self.assertEqual(["0001"], self.generations())
