"""
The command C{upgrade}, in one process.
"""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import apsw
from twisted.python.usage import UsageError
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.errors import StoreInUse
from axiom.item import Item, declareLegacyItem
from axiom.scripts._options import Options
from axiom.scripts._terminal import Terminal
from axiom.scripts._upgrade import Upgrade
from axiom.scripts.errors import StoresNotUpgraded
from axiom.store import Store
from axiom.substore import SubStore
from axiom.upgrade import registerUpgrader


class Counted(Item):
    """
    An item whose second version doubles its number.
    """

    typeName = "scripts_test_upgrade_counted"
    schemaVersion = 2

    number = integer()


Counted1 = declareLegacyItem(Counted.typeName, 1, {"number": integer()})


def counted1to2(old: Any) -> Any:
    """
    13 can't be upgraded.
    """
    if old.number == 13:
        raise ValueError("unlucky")
    return old.upgradeVersion(Counted.typeName, 1, 2, number=old.number * 2)


registerUpgrader(counted1to2, Counted.typeName, 1, 2)

DIRECTORIES = {
    ".": "",
    "account/a": "files/account/a",
    "account/a/inner": "files/account/a/files/inner",
    "account/b": "files/account/b",
}


class UpgradeTests(SynchronousTestCase):
    """
    L{Upgrade} upgrades a store and those below it, each as a whole.
    """

    def setUp(self) -> None:
        """
        A store with two stores below it, and one below the first of these. Each has two old items; nothing is
        known of what the command writes.
        """
        self.path = self.mktemp()
        self.out = StringIO()
        site = Store(self.path)
        self.fill(site, 1, 2)
        with SubStore.createNew(site, ["account", "a"]).opened() as first:
            self.fill(first, 3, 4)
            with SubStore.createNew(first, ["inner"]).opened() as inner:
                self.fill(inner, 5, 6)
        with SubStore.createNew(site, ["account", "b"]).opened() as second:
            self.fill(second, 7, 8)
        site.close()

    def fill(self, store: Store, *numbers: int) -> None:
        """
        Add an old item with each number.
        """
        for number in numbers:
            Counted1(store=store, number=number)

    def add(self, name: str, *numbers: int) -> None:
        """
        Add old items to a closed store.
        """
        store = Store(str(Path(self.path, DIRECTORIES[name])))
        self.fill(store, *numbers)
        store.close()

    def upgrade(self, *argv: str) -> list[str]:
        """
        The lines that the command writes.
        """
        self.out = StringIO()
        options = Options(Terminal(StringIO(), self.out, StringIO()))
        options.parseOptions(["-d", self.path, "upgrade", "--jobs", "1", *argv])
        try:
            options.command.execute()
        finally:
            options.close()
        return self.out.getvalue().splitlines()

    def content(self, name: str) -> list[list[int]]:
        """
        The numbers of the old items of a store, and those of the upgraded ones.
        """
        found = []
        database = Path(self.path, DIRECTORIES[name], "db.sqlite")
        with closing(apsw.Connection(str(database), apsw.SQLITE_OPEN_READONLY)) as connection:
            tables: Any = connection.execute("SELECT name FROM sqlite_master").fetchall()
            for table in (f"item_{Counted.typeName}_v1", f"item_{Counted.typeName}_v2"):
                rows: Any = connection.execute(f"SELECT number FROM {table}") if (table,) in tables else ()
                found.append([number for (number,) in rows])
        return found

    def files(self) -> dict[str, bytes]:
        """
        All files, by their paths.
        """
        return {str(path): path.read_bytes() for path in Path(self.path).rglob("*") if path.is_file()}

    def test_everything(self) -> None:
        """
        All items of all stores are upgraded, and there is a line for each store and one for all; then there
        is nothing to do.
        """
        expected = [f"{name}: upgraded 2 of {Counted.typeName}" for name in DIRECTORIES]
        self.assertEqual([*expected, "4 stores: 4 upgraded"], self.upgrade("-n", "1"))
        self.assertEqual([[], [10, 12]], self.content("account/a/inner"))
        self.assertEqual(["4 stores: 4 unchanged"], self.upgrade())

    def test_json(self) -> None:
        """
        For programs there is an object for each store, also for those with nothing to do.
        """
        self.upgrade()
        self.add("account/b", 9)
        reports = [json.loads(line) for line in self.upgrade("--json")]
        self.assertEqual(list(DIRECTORIES), [report["store"] for report in reports])
        self.assertEqual(["unchanged"] * 3 + ["upgraded"], [report["status"] for report in reports])
        self.assertEqual(({Counted.typeName: 1}, []), (reports[3]["types"], reports[3]["errors"]))

    def test_failure(self) -> None:
        """
        A store in which an item fails stays as it was, and is told with the item, the type and its versions;
        all others are upgraded.
        """
        self.add("account/a", 13)
        error = self.assertRaises(StoresNotUpgraded, self.upgrade)
        self.assertEqual([[3, 4, 13], []], self.content("account/a"))
        self.assertEqual([[], [14, 16]], self.content("account/b"))
        self.assertEqual([[], [10, 12]], self.content("account/a/inner"))
        _, line, *_, last = self.out.getvalue().splitlines()
        self.assertEqual(
            f"account/a: failed: item 4 can't be upgraded from version 1 of {Counted.typeName} to 2:"
            " ValueError: unlucky",
            line,
        )
        self.assertEqual((1, "4 stores: 3 upgraded, 1 failed"), (error.number, last))

    def test_gone(self) -> None:
        """
        A substore that is gone is told, and keeps nobody from the others.
        """
        shutil.rmtree(Path(self.path, DIRECTORIES["account/a"]))
        self.assertRaises(StoresNotUpgraded, self.upgrade)
        _, line, *_, last = self.out.getvalue().splitlines()
        self.assertTrue(line.startswith("account/a: failed: the store in "), line)
        self.assertEqual("3 stores: 2 upgraded, 1 failed", last)

    def test_dryRun(self) -> None:
        """
        A dry run tells what an upgrade would do, and leaves every file as it is.
        """
        self.add("account/b", 13)
        before = self.files()
        self.assertRaises(StoresNotUpgraded, self.upgrade, "--dry-run")
        *lines, failure, last = self.out.getvalue().splitlines()
        upgradable = [f"{name}: upgradable 2 of {Counted.typeName}" for name in list(DIRECTORIES)[:3]]
        self.assertEqual((upgradable, "4 stores: 3 upgradable, 1 failed"), (lines, last))
        self.assertTrue(failure.endswith("ValueError: unlucky"), failure)
        self.assertEqual(before, self.files())

    def test_back(self) -> None:
        """
        What was upgraded can be brought back, once; then it can be upgraded again.
        """
        before = [self.content(name) for name in DIRECTORIES]
        self.upgrade()
        self.add("account/a", 9)
        lines = self.upgrade("--back")
        self.assertEqual("4 stores: 4 restored", lines[-1])
        self.assertEqual(sorted(f"{name}: restored" for name in DIRECTORIES), sorted(lines[:-1]))
        self.assertEqual(before, [self.content(name) for name in DIRECTORIES])
        self.assertEqual(["4 stores: 4 unchanged"], self.upgrade("--back"))
        self.assertEqual("4 stores: 4 upgraded", self.upgrade()[-1])

    def test_backInUse(self) -> None:
        """
        While something has the site store open nothing is brought back, and while something has another one
        open, that one is not.
        """
        self.upgrade()
        site = Store(self.path)
        self.addCleanup(site.close)
        self.assertRaises(StoreInUse, self.upgrade, "--back")
        self.assertEqual([[], [14, 16]], self.content("account/b"))
        site.close()
        other = Store(str(Path(self.path, DIRECTORIES["account/b"])))
        self.addCleanup(other.close)
        other.query(Counted).count()
        self.assertRaises(StoresNotUpgraded, self.upgrade, "--back")
        self.assertEqual("4 stores: 3 restored, 1 failed", self.out.getvalue().splitlines()[-1])
        self.assertEqual([[], [14, 16]], self.content("account/b"))
        other.close()
        self.assertEqual("4 stores: 1 restored, 3 unchanged", self.upgrade("--back")[-1])

    def test_backIsNoTrial(self) -> None:
        """
        The way back can't be tried: nobody who asks for a trial loses what was written.
        """
        self.upgrade()
        self.assertRaises(UsageError, self.upgrade, "--back", "--dry-run")
        self.assertEqual([[], [14, 16]], self.content("account/b"))

    def test_numbers(self) -> None:
        """
        Steps have at least one item, and at least one process does the work.
        """
        for word in ("0", "many"):
            self.assertRaises(UsageError, Upgrade().parseOptions, ["-n", word])
            self.assertRaises(UsageError, Upgrade().parseOptions, ["--jobs", word])
