"""
The command C{upgrade} on a site of many stores, with worker processes, and killed in between.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts.axiomatic import ExitStatus

STORES = 40
SECONDS = 60

APPLICATION = """
import os
import time

from axiom.attributes import integer, text
from axiom.item import Item, declareLegacyItem
from axiom.upgrade import registerUpgrader


class Note(Item):
    typeName = "upgrading_sites_note"
    schemaVersion = int(os.environ["VERSION"])
    number = integer()
    if schemaVersion == 2:
        title = text()


def upgrade(old):
    print("this is no answer of a worker")
    time.sleep(float(os.environ.get("SLOWLY", "0")))
    if str(old.number) == os.environ.get("UNLUCKY"):
        raise ValueError("unlucky")
    if str(old.number) == os.environ.get("DEADLY"):
        os.kill(os.getpid(), 9)
    return old.upgradeVersion(Note.typeName, 1, 2, number=old.number, title=f"note {old.number}")


if Note.schemaVersion == 2:
    declareLegacyItem(Note.typeName, 1, {"number": integer()})
    registerUpgrader(upgrade, Note.typeName, 1, 2)
"""

MAKE = """
import sys
from upgradingsites import Note
from axiom.store import Store
from axiom.substore import SubStore

site = Store("site.axiom")


def make():
    Note(store=site, number=-1)
    for number in range(int(sys.argv[1])):
        SubStore.createNew(site, ["account", f"{number:03}.axiom"])


site.transact(make)
for number, subStore in enumerate(site.query(SubStore)):
    with subStore.opened() as store:
        store.transact(lambda: [Note(store=store, number=number) for _ in range(3)])
site.close()
"""


def start(place: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """
    A Python process that finds this software and the application.
    """
    path = os.pathsep.join([str(place), *filter(None, sys.path)])
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": path, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class UpgradingSitesTests(SynchronousTestCase):
    """
    C{axiomatic upgrade} with two worker processes.
    """

    made: Path

    @classmethod
    def setUpClass(cls) -> None:
        """
        A site made by version 1 of an application, for all tests.
        """
        cls.made = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.made)
        (cls.made / "upgradingsites.py").write_text(APPLICATION)
        making = start(cls.made, "-c", MAKE, str(STORES), VERSION="1")
        _, err = making.communicate(timeout=SECONDS)
        if making.returncode:
            raise AssertionError(err)

    def setUp(self) -> None:
        """
        A copy of that, for one test.
        """
        self.place = Path(self.mktemp()).absolute()
        shutil.copytree(self.made, self.place)

    def command(self, *options: str, **environment: str) -> subprocess.Popen[str]:
        """
        The command, started with version 2 of the application.
        """
        words = ["-m", "axiom.scripts.axiomatic", "-d", "site.axiom", "upgrade", "--jobs", "2", "--json"]
        return start(self.place, *words, *options, VERSION="2", **environment)

    def upgrade(self, *options: str, **environment: str) -> tuple[int, list[Any]]:
        """
        The exit status of the command, and its reports.
        """
        process = self.command(*options, **environment)
        out, _ = process.communicate(timeout=SECONDS)
        return process.returncode, [json.loads(line) for line in out.splitlines()]

    def content(self) -> dict[str, list[Any]]:
        """
        What is in each store, save for its revision.
        """
        found: dict[str, list[Any]] = {}
        for database in sorted((self.place / "site.axiom").rglob("db.sqlite")):
            with closing(apsw.Connection(str(database))) as connection:
                tables: Any = connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'axiom_revision'"
                ).fetchall()
                found[database.parent.name] = [
                    (name, connection.execute(f"SELECT * FROM [{name}]").fetchall()) for (name,) in tables
                ]
        return found

    def assertUpgraded(self) -> None:
        """
        Every item is upgraded, once.
        """
        expected = [[-1], *([number] * 3 for number in range(STORES))]
        found = []
        for content in self.content().values():
            tables = dict(content)
            self.assertEqual([], tables["item_upgrading_sites_note_v1"])
            found.append([number for _, number, _ in tables["item_upgrading_sites_note_v2"]])
        self.assertEqual(expected, sorted(found))

    def test_killed(self) -> None:
        """
        Killed, the command leaves whole stores, upgraded or not; run again, it does the rest. Afterwards
        everything can be brought back.
        """
        before = self.content()
        process = self.command(SLOWLY="0.001")
        assert process.stdout is not None
        for _ in range(STORES // 3):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=SECONDS)
        halfway = self.content()
        self.assertNotIn(halfway, (before, {}))
        status, reports = self.upgrade()
        self.assertEqual((0, STORES + 1), (status, len(reports)))
        statuses = [report["status"] for report in reports]
        self.assertGreaterEqual(statuses.count("unchanged"), STORES // 3)
        self.assertGreater(statuses.count("upgraded"), 0)
        self.assertUpgraded()
        status, reports = self.upgrade("--back")
        self.assertEqual((0, {"restored"}), (status, {report["status"] for report in reports}))
        self.assertEqual(before, self.content())

    def test_interrupted(self) -> None:
        """
        Interrupted as by a terminal, the command ends at once with its own status, and so do its workers.
        """
        process = self.command(SLOWLY="0.1")
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        # Its end is that of the last process which has its standard error.
        process.communicate(timeout=SECONDS)
        self.assertEqual(ExitStatus.INTERRUPTED, process.returncode)
        self.assertEqual(0, self.upgrade()[0])
        self.assertUpgraded()

    def test_failing(self) -> None:
        """
        A store whose upgrader fails, and one whose upgrader kills its process, stay as they were and are
        told; all others are upgraded.
        """
        before = self.content()
        status, reports = self.upgrade(UNLUCKY="7", DEADLY="11")
        self.assertEqual(ExitStatus.FAILED, status)
        failed = {report["store"]: report["errors"] for report in reports if report["status"] == "failed"}
        self.assertEqual({"account/007.axiom", "account/011.axiom"}, set(failed))
        self.assertEqual(["the process that upgraded it died"], failed["account/011.axiom"])
        self.assertEqual([True] * 3, [each.endswith("unlucky") for each in failed["account/007.axiom"]])
        after = self.content()
        for name in ("007.axiom", "011.axiom"):
            rows = "item_upgrading_sites_note_v1"
            self.assertEqual(dict(before[name])[rows], dict(after[name])[rows])
        self.assertEqual(0, self.upgrade()[0])
        self.assertUpgraded()

    def test_dryRun(self) -> None:
        """
        A dry run tells of every store what would be done, and does nothing.
        """
        files = {path: path.read_bytes() for path in self.place.rglob("*.sqlite*")}
        status, reports = self.upgrade("--dry-run")
        self.assertEqual((0, {"upgradable"}), (status, {report["status"] for report in reports}))
        self.assertEqual(STORES + 1, len(reports))
        self.assertEqual(files, {path: path.read_bytes() for path in self.place.rglob("*.sqlite*")})

    def test_together(self) -> None:
        """
        Two commands at once upgrade every item once.
        """
        processes = [self.command(SLOWLY="0.0005") for _ in range(2)]
        for process in processes:
            process.communicate(timeout=SECONDS)
            self.assertEqual(0, process.returncode)
        self.assertUpgraded()
