"""
The command C{upgrade}.
"""

from __future__ import annotations

import shutil
import tempfile
from io import StringIO
from typing import Any

from twisted.python.usage import UsageError
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.errors import CannotOpenStore
from axiom.item import Item, declareLegacyItem
from axiom.scripts._upgrade import Upgrade
from axiom.scripts.errors import UpgradesFailed
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


def _parsed(*argv: str) -> Upgrade:
    command = Upgrade()
    command.parseOptions(argv)
    return command


class UpgradeTests(SynchronousTestCase):
    """
    L{Upgrade} upgrades what it can.
    """

    def setUp(self) -> None:
        """
        An empty store on disk.
        """
        self.path = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.path)

    def storeWith(self, *numbers: int) -> Store:
        """
        A store, just opened, with an old item for each number.
        """
        old = Store(self.path)
        for number in numbers:
            Counted1(store=old, number=number)
        old.close()
        store = Store(self.path)
        self.addCleanup(store.close)
        return store

    def upgrade(self, store: Store, *argv: str) -> str:
        """
        What the command writes.
        """
        out = StringIO()
        _parsed(*argv).perform(store, out)
        return out.getvalue()

    def numbers(self, store: Store) -> list[int | None]:
        """
        The numbers of the items of the current version, in the table itself.
        """
        return [row[0] for row in store.querySQL("SELECT number FROM item_scripts_test_upgrade_counted_v2")]

    def test_nothingToDo(self) -> None:
        """
        In a store without old items nothing is written.
        """
        self.assertEqual("", self.upgrade(self.storeWith()))

    def test_everything(self) -> None:
        """
        All items are upgraded, however many go into one transaction.
        """
        store = self.storeWith(1, 2, 3, 4, 5)
        self.assertEqual("scripts_test_upgrade_counted: 5 upgraded\n", self.upgrade(store, "-n", "2"))
        self.assertEqual([2, 4, 6, 8, 10], self.numbers(store))

    def test_failure(self) -> None:
        """
        An item that fails is kept and told; all others are upgraded, also those after it.
        """
        store = self.storeWith(1, 13, 3)
        error = self.assertRaises(UpgradesFailed, self.upgrade, store, "-n", "1")
        self.assertEqual(["unlucky"], [e.originalFailure.getErrorMessage() for e in error.errors])
        self.assertEqual([2, 6], self.numbers(store))
        self.assertEqual(1, store.count(Counted1))

    def test_subStores(self) -> None:
        """
        The items of substores are upgraded too, each line with the path of its store; a substore that is gone
        is told, and keeps nobody from the others.
        """
        parent = Store(self.path)
        self.addCleanup(parent.close)
        SubStore.createNew(parent, ["account", "gone"])
        kept = SubStore.createNew(parent, ["account", "kept"])
        with kept.opened() as store:
            Counted1(store=store, number=3)
        shutil.rmtree(parent.newFilePath("account", "gone").path)
        out = StringIO()
        error = self.assertRaises(UpgradesFailed, _parsed().perform, parent, out)
        self.assertEqual("account/kept: scripts_test_upgrade_counted: 1 upgraded\n", out.getvalue())
        self.assertEqual([CannotOpenStore], [type(e) for e in error.errors])
        with kept.opened() as store:
            self.assertEqual([6], self.numbers(store))

    def test_count(self) -> None:
        """
        A transaction holds at least one item.
        """
        self.assertRaises(UsageError, Upgrade().parseOptions, ["-n", "0"])
        self.assertRaises(UsageError, Upgrade().parseOptions, ["-n", "many"])
