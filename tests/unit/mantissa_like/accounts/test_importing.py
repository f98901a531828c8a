"""
Tests for L{mantissa_like.accounts._importing}, L{mantissa_like.accounts._formerstores} and
L{mantissa_like.accounts._unpacking}.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import warnings
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from twisted.cred.credentials import UsernamePassword

from axiom.iaxiom import IScheduler
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod, LoginSystem
from mantissa_like.accounts import (
    FORMER_DAYS,
    FormerStore,
    Imported,
    Manifest,
    NothingToUndo,
    UnfitArchive,
    deleteAccount,
    importAccount,
    ownerAddresses,
    undoImport,
)
from mantissa_like.accounts._removals import Removal
from tests.unit.mantissa_like.accounts.archives import ArchiveTestCase, Letter, changed

MOST = 10_000_000


class ImportingTestCase(ArchiveTestCase):
    """
    An archive of Alice that Bob brings to another site, where he has a letter, too.
    """

    def setUp(self) -> None:
        """
        Make it.
        """
        super().setUp()
        self.export()
        with self.bob.avatars.opened() as store:
            Letter(store=store, body="Dear diary")
        self.stores = Path(self.second.newFilePath("account", "localhost").path)

    def bring(self, archive: Path | None = None, most: int = MOST) -> Imported:
        """
        Import an archive.
        """
        imported: Imported = self.successResultOf(importAccount(self.bob, archive or self.archive, most))
        return imported

    def assertUnchanged(self) -> None:
        """
        Nothing came of an import.
        """
        self.assertEqual(["Dear diary"], self.letters(self.bob))
        self.assertEqual(["bob.axiom"], os.listdir(self.stores))
        self.assertEqual([0, 0, 1], [self.second.count(each) for each in (Removal, FormerStore, SubStore)])


class ImportingTests(ImportingTestCase):
    """
    Tests for L{importAccount} and L{undoImport}.
    """

    def test_imported(self) -> None:
        """
        Items are there and found by their words; files too; and it says what came.
        """
        imported = self.bring()
        self.assertEqual(["Dear <Bob>"], self.letters(self.bob))
        with self.bob.avatars.opened() as store:
            scan = store.findUnique(Letter).scan
            self.assertEqual(b"picture" * 1000, scan.getContent())
        self.assertIn(("testing_archived_letter", 1), [(t.name, t.count) for t in imported.manifest.types])
        self.assertEqual(["alice@localhost"], imported.manifest.addresses)

    def test_otherIncarnation(self) -> None:
        """
        The store is another incarnation than that in the archive, which may be imported twice.
        """
        with self.alice.avatars.opened() as store:
            before = store.incarnation
        self.archive.unlink()
        self.export()
        self.bring()
        with self.bob.avatars.opened() as store:
            self.assertEqual(before.identity, store.incarnation.identity)
            self.assertNotEqual(before.name, store.incarnation.name)

    def test_concluded(self) -> None:
        """
        What goes with an import is told what came, and undoes it by raising something.
        """

        def refuse(manifest: Manifest) -> None:
            self.assertEqual(["alice@localhost"], manifest.addresses)
            raise ZeroDivisionError

        self.failureResultOf(importAccount(self.bob, self.archive, MOST, refuse), ZeroDivisionError)
        self.assertEqual(["Dear diary"], self.letters(self.bob))
        self.assertEqual(0, self.second.count(FormerStore))

    def test_sameLogin(self) -> None:
        """
        The person logs in as before, and the store is theirs, whoever had it.
        """
        self.bring()
        credentials = UsernamePassword(b"bob@localhost", b"bob kettle 7")
        self.successResultOf(self.second.findUnique(LoginSystem).requestAvatarId(credentials))
        with self.bob.avatars.opened() as store:
            self.assertEqual({"bob@localhost"}, ownerAddresses(store))
            self.assertEqual((1, 1), (store.count(LoginAccount), store.count(LoginMethod)))

    def test_undone(self) -> None:
        """
        The former store comes back, and that can be undone, too.
        """
        self.bring()
        undoImport(self.bob)
        self.assertEqual(["Dear diary"], self.letters(self.bob))
        undoImport(self.bob)
        self.assertEqual(["Dear <Bob>"], self.letters(self.bob))

    def test_nothingToUndo(self) -> None:
        """
        Who has imported nothing, or too long ago, can't undo it; the former store is removed by then.
        """
        self.assertRaises(NothingToUndo, undoImport, self.bob)
        self.bring()
        self.tick(self.second, FORMER_DAYS)
        self.assertRaises(NothingToUndo, undoImport, self.bob)
        self.assertEqual(["Dear <Bob>"], self.letters(self.bob))
        self.assertEqual(1, len(os.listdir(self.stores)))
        self.assertEqual([], os.listdir(self.stores.parent.parent / "removed"))

    def test_deleted(self) -> None:
        """
        With an account its former stores go.
        """
        self.bring()
        deleteAccount(self.second, "bob", "localhost", lambda account: None)
        self.tick(self.second, FORMER_DAYS - 1)
        self.tick(self.second, 2)
        self.assertEqual([], os.listdir(self.stores))
        self.assertEqual(0, self.second.count(SubStore))

    def test_events(self) -> None:
        """
        What is scheduled in the archive happens at the new site; what was in the former store does not,
        unless that comes back.
        """
        with self.bob.avatars.opened() as store:
            scheduler = IScheduler(store)
            scheduler.schedule(store.findUnique(Letter), scheduler.now() + timedelta(hours=1))
        with self.alice.avatars.opened() as store:
            scheduler = IScheduler(store)
            scheduler.schedule(store.findUnique(Letter), scheduler.now() + timedelta(hours=1))
        self.archive.unlink()
        self.export()
        self.bring()
        self.tick(self.second, 1)
        with self.bob.avatars.opened() as store:
            self.assertEqual(1, store.findUnique(Letter).runs)
        undoImport(self.bob)
        with self.bob.avatars.opened() as store:
            self.assertEqual(0, store.findUnique(Letter).runs)
        self.tick(self.second)
        with self.bob.avatars.opened() as store:
            self.assertEqual(1, store.findUnique(Letter).runs)

    def test_cutOff(self) -> None:
        """
        What an import left behind that was killed is removed after a day.
        """
        left = self.second.newFilePath("account", "localhost", "bob-0102030405.axiom")
        removal = Removal(store=self.second, directory=left)
        scheduler = IScheduler(self.second)
        scheduler.schedule(removal, scheduler.now() + timedelta(days=1))
        left.makedirs()
        self.tick(self.second, 0.5)
        self.assertTrue(left.exists())
        self.tick(self.second, 0.5)
        self.assertUnchanged()


class UnfitArchiveTests(ImportingTestCase):
    """
    Archives that are refused, after which everything is as it was.
    """

    def refused(self, archive: Path, most: int = MOST) -> str:
        """
        Why an archive is refused.
        """
        failure = self.failureResultOf(importAccount(self.bob, archive, most), UnfitArchive)
        self.assertUnchanged()
        return str(failure.value)

    def rewritten(self, change: Callable[[dict[str, bytes]], None]) -> Path:
        """
        A copy of the archive in which C{change} changed the files, and the manifest is true of them.
        """
        with zipfile.ZipFile(self.archive) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(files.pop("manifest.json"))
        change(files)
        manifest["files"] = [
            {"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        ]
        copy = self.archive.with_name("rewritten")
        with zipfile.ZipFile(copy, "w") as archive:
            for name, content in [*files.items(), ("manifest.json", json.dumps(manifest).encode())]:
                archive.writestr(name, content)
        return copy

    def withDatabase(self, *statements: str) -> Path:
        """
        A copy of the archive in whose database somebody ran some SQL.
        """

        def change(files: dict[str, bytes]) -> None:
            path = self.archive.with_name("db.sqlite")
            path.write_bytes(files["store/db.sqlite"])
            with closing(sqlite3.connect(path)) as connection:
                for statement in statements:
                    connection.execute(statement)
                connection.commit()
            files["store/db.sqlite"] = path.read_bytes()

        return self.rewritten(change)

    def test_rewritten(self) -> None:
        """
        An archive that these tests change in nothing is fit, so what they refuse is refused for its change.
        """
        self.bring(self.rewritten(lambda files: None))
        self.assertEqual(["Dear <Bob>"], self.letters(self.bob))

    def test_noArchive(self) -> None:
        """
        Any other file is refused, and so is one that is cut off.
        """
        content = self.archive.read_bytes()
        for wrong in (b"", b"no archive" * 100, content[: len(content) // 2], content[:-1]):
            other = self.archive.with_name("other")
            other.write_bytes(wrong)
            self.assertIn("damaged, or no archive", self.refused(other))

    def test_otherZip(self) -> None:
        """
        A ZIP file of something else is refused.
        """
        other = changed(self.archive, lambda name, content: None if "manifest" in name else (name, content))
        self.assertIn("was not made by 'Export'", self.refused(other))

    def test_changedFile(self) -> None:
        """
        One changed byte is noticed.
        """
        other = changed(
            self.archive, lambda name, content: (name, content.replace(b"picture", b"Picture", 1))
        )
        self.assertIn("one.png is damaged", self.refused(other))

    def test_names(self) -> None:
        """
        No name leads out of the store, or is there twice.
        """
        for name in ("store/files/../../x", "/etc/x", "store/files/a\\b", "store//files/x", "store/files/x/"):
            self.refused(self.rewritten(lambda files, name=name: files.update({name: b""})))  # type: ignore[misc]
        self.assertIn(
            "belongs to no store", self.refused(self.rewritten(lambda files: files.update({"store/x": b""})))
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other = changed(
                self.archive, lambda name, content: (name.replace("README.txt", "store/db.sqlite"), content)
            )
        self.assertIn("same name", self.refused(other))

    def test_link(self) -> None:
        """
        A symbolic link is refused.
        """
        other = self.rewritten(lambda files: None)
        with zipfile.ZipFile(self.archive) as reading, zipfile.ZipFile(other, "w") as writing:
            for entry in reading.infolist():
                if entry.filename.endswith("one.png"):
                    entry.external_attr = 0o120777 << 16
                writing.writestr(entry, reading.read(entry.filename))
        self.assertIn("is no plain file", self.refused(other))

    def test_tooLarge(self) -> None:
        """
        An archive that would grow beyond all bounds is refused before it is unpacked.
        """
        bomb = self.rewritten(lambda files: files.update({"store/files/zeros": bytes(1_000_000)}))
        self.assertIn("999,999 are the most", self.refused(bomb, 999_999))

    def test_lyingSize(self) -> None:
        """
        A file that grows to more than it says is cut off there.
        """
        other = self.rewritten(lambda files: files.update({"store/files/zeros": bytes(100_000)}))
        content = other.read_bytes()
        lie = content.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
        other.write_bytes(lie.replace(b'"size": 100000', b'"size": 10    '))
        self.refused(other)

    def test_format(self) -> None:
        """
        An archive of a later format is refused.
        """
        other = changed(
            self.archive, lambda name, content: (name, content.replace(b'"format":1', b'"format":2'))
        )
        self.assertIn("has the format 2", self.refused(other))

    def test_unknownApp(self) -> None:
        """
        Items for which there is no application are named.
        """
        other = self.withDatabase(
            "UPDATE axiom_types SET typename = 'photo_album', module = 'this'"
            " WHERE typename = 'testing_archived_letter'"
        )
        self.assertIn("photo_album, for which this site has no app", self.refused(other))

    def test_newerApp(self) -> None:
        """
        Items of a later version of an application are named.
        """
        other = self.withDatabase(
            "UPDATE axiom_types SET version = 9 WHERE typename = 'testing_archived_letter'"
        )
        self.assertIn("testing_archived_letter are of a newer release", self.refused(other))

    def test_foreignSchema(self) -> None:
        """
        A database with something that could act by itself is refused.
        """
        for statement in (
            "CREATE TRIGGER evil AFTER INSERT ON axiom_objects BEGIN DELETE FROM axiom_objects; END",
            "CREATE VIEW item_x AS SELECT 1",
            "CREATE TABLE other (x)",
            "CREATE VIRTUAL TABLE item_y USING fts5(x)",
        ):
            self.assertIn("which no store has", self.refused(self.withDatabase(statement)))

    def test_foreignTrigger(self) -> None:
        """
        A trigger that pretends to keep a search table is replaced by what really does.
        """
        self.bring(
            self.withDatabase(
                "CREATE TRIGGER axiomfts_evil AFTER UPDATE ON axiom_types"
                " BEGIN DELETE FROM axiom_objects; END"
            )
        )
        self.assertEqual(["Dear <Bob>"], self.letters(self.bob))

    def test_foreignModule(self) -> None:
        """
        A column of a class in some other module is refused, and the module not imported.
        """
        other = self.withDatabase("UPDATE axiom_attributes SET pythontype = 'antigravity.x'")
        self.assertIn("which this site does not know", self.refused(other))

    def test_damagedDatabase(self) -> None:
        """
        A damaged database is refused, whatever its checksum.
        """

        def damage(files: dict[str, bytes]) -> None:
            files["store/db.sqlite"] = (
                files["store/db.sqlite"][:8192] + bytes(8192) + files["store/db.sqlite"][16384:]
            )

        self.assertIn("damaged", self.refused(self.rewritten(damage)))
