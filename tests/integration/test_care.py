"""
Taking care of a site with real processes, while another one writes to it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.care import StorePlace, checkStore, storesBelow
from axiom.store import Store
from axiom.substore import SubStore
from tests.unit.axiom.care.sites import Note

SECONDS = 60.0
STORES = 5

WRITER = """
import sys
from axiom.store import Store
from axiom.substore import SubStore
from tests.unit.axiom.care.sites import Note

site = Store(sys.argv[1])
stores = [subStore.open() for subStore in site.query(SubStore)]

def write(store, number):
    note = Note(store=store, title=str(number), stars=store.count(Note))
    file = store.newFile("pictures", f"{number}.jpg")
    file.write(str(number).encode())
    file.close()
    note.picture = store.newFilePath("pictures", f"{number}.jpg")
    old = store.findFirst(Note, sort=Note.storeID)
    if store.count(Note) > 20:
        store.afterCommit(old.picture.remove)
        old.deleteFromStore()

print("writing", flush=True)
for number in range(10**9):
    for store in stores:
        store.transact(write, store, number)
    if number % 20 == 19:
        stores.append(SubStore.createNew(site, ["made", f"{number}.axiom"]).open())
"""


class CareTests(SynchronousTestCase):
    """
    The commands, while a process makes, changes and deletes notes, files and stores.
    """

    def setUp(self) -> None:
        """
        A site, and the writer.
        """
        self.directory = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.directory)
        self.site = self.directory / "site.axiom"
        self.backups = self.directory / "backups"
        with closing(Store(str(self.site))) as site:
            for number in range(STORES):
                SubStore.createNew(site, ["account", f"{number}.axiom"])
        self.environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self.writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(self.site)], env=self.environment, stdout=subprocess.PIPE
        )
        self.addCleanup(self.stopWriter)
        assert self.writer.stdout is not None
        self.assertEqual(b"writing\n", self.writer.stdout.readline())

    def stopWriter(self) -> None:
        """
        End the writer as a power switch would. Repeating it is safe.
        """
        with self.writer:
            self.writer.kill()

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """
        Start one command on the site.
        """
        command = [sys.executable, "-m", "axiom.scripts.axiomatic", "-d", str(self.site), *words]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def done(self, *words: str) -> str:
        """
        What a command writes that succeeds.
        """
        with self.begin(*words) as process:
            out, err = process.communicate(timeout=SECONDS)
        self.assertEqual((0, ""), (process.returncode, err), (words, out))
        return out

    def assertWhole(self, site: Path) -> None:
        """
        Nothing is wrong with a site, but that files and stores may be there a moment before their items, and
        that the writer was killed.
        """
        places = list(storesBelow(StorePlace(site)))
        self.assertTrue(len(places) > STORES)
        wrong = [(place.name, problem) for place in places for problem in checkStore(place)]
        moments = ("no item ", "left in temp")
        self.assertEqual([], [each for each in wrong if not each[1].what.startswith(moments)])

    def test_backups(self) -> None:
        """
        Every backup is whole when it is restored, and has each note with its file.
        """
        for _ in range(2):
            self.done("backup", str(self.backups))
        self.stopWriter()
        for number in ("1", "2"):
            target = self.directory / f"restored{number}.axiom"
            self.done("restore", "--generation", number, str(self.backups), str(target))
            self.assertWhole(target)
            for place in storesBelow(StorePlace(target)):
                with closing(Store(str(place.path))) as store:
                    for note in store.query(Note):
                        assert note.picture is not None
                        self.assertEqual(note.title, note.picture.getContent().decode())

    def test_killedBackup(self) -> None:
        """
        A backup that is killed leaves the last one, and the next one is whole.
        """
        self.done("backup", str(self.backups))
        for delay in (0.5, 0.7):
            process = self.begin("backup", str(self.backups))
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        listed = json.loads(self.done("restore", "--list", "--json", str(self.backups)))
        self.assertTrue(listed)
        self.done("restore", "--generation", "1", str(self.backups), str(self.directory / "first"))
        self.assertWhole(self.directory / "first")
        self.done("backup", "--keep", "1", str(self.backups))
        self.stopWriter()
        self.done("restore", str(self.backups), str(self.directory / "last"))
        self.assertWhole(self.directory / "last")

    def test_vacuumAndLook(self) -> None:
        """
        Vacuuming, listing and asking disturb nobody, and nobody disturbs them.
        """
        self.done("vacuum")
        self.assertTrue(len(json.loads(self.done("stores", "--json"))) > STORES)
        self.done("sql", "--store", "account/0.axiom", "SELECT * FROM item_care_note_v1")
        self.done("check", "--quick")
        self.assertEqual(None, self.writer.poll())
        self.stopWriter()
        self.assertWhole(self.site)
