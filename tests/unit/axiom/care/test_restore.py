"""
Restoring.
"""

from __future__ import annotations

import os

from axiom.care import TOP, StorePlace, checkStore, restore, storesBelow
from axiom.care.errors import BackupDamaged, NoSuchBackup, TargetExists
from axiom.store import Store
from tests.unit.axiom.care.backups import BackupTestCase
from tests.unit.axiom.care.sites import ALICE, BOB


class RestoreTests(BackupTestCase):
    """
    L{restore} makes directories.
    """

    def test_site(self) -> None:
        """
        A restored site is whole, can be used at once, and has the identities and revisions that it had.
        """
        self.backUp()
        came = self.restore()
        self.assertEqual(([TOP, ALICE, BOB], 1), (came.stores, came.files))
        places = list(storesBelow(StorePlace(self.directory / "again")))
        self.assertEqual([[], [], []], [checkStore(place) for place in places])
        self.assertEqual(["cat.jpg"], self.titles(self.directory / "again", ALICE))

    def test_oneStore(self) -> None:
        """
        One store is restored with its files.
        """
        self.backUp()
        self.assertEqual([ALICE], self.restore("alice.axiom", store=ALICE).stores)
        alice = self.directory / "alice.axiom"
        self.assertEqual(["cat.jpg"], self.titles(alice, TOP))
        self.assertEqual(b"purr", (alice / "files" / "pictures" / "cat.jpg").read_bytes())
        self.assertEqual([], checkStore(StorePlace(alice)))

    def test_inPlace(self) -> None:
        """
        A store that was moved away is restored to its place in the site.
        """
        self.backUp()
        os.rename(self.place(ALICE).path, self.directory / "damaged")
        restore(self.backups, self.place(ALICE).path, store=ALICE)
        self.assertEqual([[], [], []], [checkStore(place) for place in storesBelow(self.top)])

    def test_otherIncarnation(self) -> None:
        """
        A restored store is another incarnation of the same one: what it told since is not its past.
        """
        with Store(str(self.place(ALICE).path)) as store:
            before = store.incarnation
        self.backUp()
        self.restore("alice.axiom", store=ALICE)
        with Store(str(self.directory / "alice.axiom")) as restored:
            self.assertEqual(before.identity, restored.incarnation.identity)
            self.assertNotEqual(before.name, restored.incarnation.name)

    def test_refused(self) -> None:
        """
        Nothing is overwritten, and what is not in the backup can't be restored.
        """
        self.assertRaises(NoSuchBackup, self.restore)
        self.backUp()
        self.assertRaises(NoSuchBackup, self.restore, generation="2")
        self.assertRaises(NoSuchBackup, self.restore, store="account/x/carol.axiom")
        (self.directory / "again").mkdir()
        self.assertRaises(TargetExists, self.restore)
        self.assertEqual([], list((self.directory / "again").iterdir()))

    def test_damagedBackup(self) -> None:
        """
        A file that is missing or changed in the backup is found, and nothing is left of the attempt.
        """
        report = self.backUp()
        picture = self.inBackup(report, ALICE).parent / "files" / "pictures" / "cat.jpg"
        here = sorted(self.directory.iterdir())
        picture.write_bytes(b"hiss")
        error = self.assertRaises(BackupDamaged, self.restore)
        self.assertEqual(str(picture), error.path)
        picture.unlink()
        self.assertRaises(BackupDamaged, self.restore)
        self.assertEqual(here, sorted(self.directory.iterdir()))

    def test_hostileManifest(self) -> None:
        """
        A manifest that names what is outside is refused, as is one that is none.
        """
        report = self.backUp()
        manifest = report.generation.path / "manifest.json"
        text = manifest.read_text()
        for bad in (
            text.replace("files/pictures", "files/../../../x"),
            text.replace('"path":"site', "'"),
            "{}",
        ):
            if bad != text:
                manifest.write_text(bad)
                self.assertRaises(BackupDamaged, self.restore)
