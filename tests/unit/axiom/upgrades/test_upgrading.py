"""
Whole stores that are upgraded: what is kept of them before, all at once, little by little, and who waits for
that.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock

from axiom._engine.safetycopies import FORMAT, UPGRADE
from axiom.errors import AxiomError, CannotOpenStore, ItemUpgradeError, StoreClosed, UpgradesFailed
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store
from axiom.upgrade import registerUpgrader
from tests.unit.axiom.versions import TYPE, Holder, VersionsTestCase, addTitle, define


def failAt(number: int) -> Any:
    """
    An upgrader that adds titles, save to the note with this number.
    """

    def upgrader(old: Any) -> Any:
        Holder(store=old.store)
        new = addTitle(old)
        if old.number == number:
            raise ValueError("no")
        return new

    return upgrader


class UpgradingTestCase(VersionsTestCase):
    """
    What the tests of whole stores need.
    """

    def versions(self, store: Store) -> tuple[int, int]:
        """
        How many notes are of version 1, and of version 2.
        """
        tables = [name for (name,) in store.querySQL("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = [
            store.querySQL(f"SELECT count(*) FROM {table}")[0][0] if table in tables else 0
            for table in (f"item_{TYPE}_v1", f"item_{TYPE}_v2")
        ]
        return counts[0], counts[1]


class CopyTests(UpgradingTestCase):
    """
    A copy of the database is kept before the first upgrade.
    """

    def kept(self, store: Store) -> list[tuple[str, list[Any]]]:
        """
        What came after each copy, and the types in it.
        """
        found = []
        for copy in store.copies.all():
            with closing(apsw.Connection(str(copy.path))) as connection:
                types: Any = connection.execute("SELECT typename, version FROM axiom_types").fetchall()
                found.append((copy.before, [version for name, version in types if name == TYPE]))
        return found

    def test_kept(self) -> None:
        """
        A store with items of an old version is copied when it is opened, once.
        """
        self.later(2, from1=addTitle)
        store = self.open()
        self.assertEqual(([(UPGRADE, [1])], (3, 0)), (self.kept(store), self.versions(store)))
        store.getItemByID(self.first)
        store.close()
        self.assertEqual([(UPGRADE, [1])], self.kept(self.open()))
        self.assertEqual([(UPGRADE, [1])], self.kept(self.open()))

    def test_eachTime(self) -> None:
        """
        A still later version is a reason for another one.
        """
        self.test_kept()
        store = self.open()
        store.upgrades.upgradeEverything()
        store.close()
        self.later(3, from2=lambda old: old.upgradeVersion(TYPE, 2, 3, number=old.number, title=old.title))
        self.assertEqual([(UPGRADE, [1]), (UPGRADE, [1, 2])], self.kept(self.open()))

    def test_nothingOld(self) -> None:
        """
        Nothing is kept of a new store, nor of one whose items are of the versions of their classes.
        """
        define(1, number=self.later(1).number)
        for directory in (self.mktemp(), self.directory):
            store = Store(directory)
            self.addCleanup(store.close)
            self.assertEqual([], store.copies.all())

    def test_oldFormat(self) -> None:
        """
        A store whose tables are those of an older release is copied before they are changed, and not another
        time before the items are.
        """
        with closing(apsw.Connection(str(Path(self.directory) / "db.sqlite"))) as connection:
            connection.execute("DROP TABLE axiom_revision")
        self.later(2, from1=addTitle)
        self.assertEqual([(FORMAT, [1])], self.kept(self.open()))

    def test_knownLater(self) -> None:
        """
        Where the class becomes known only when the store is open, the first upgrade of an item is what it is
        kept before.
        """
        self.forget()
        store = self.open()
        self.assertEqual([], store.copies.all())
        self.later(2, from1=addTitle)
        self.assertEqual("note 1", store.getItemByID(self.first).title)
        store.getItemByID(self.first + 1)
        self.assertEqual([(UPGRADE, [1])], self.kept(store))

    def test_unkept(self) -> None:
        """
        A store of which no copy can be kept is not opened, and not changed.
        """
        (Path(self.directory) / "backups").write_text("in the way")
        self.later(2, from1=addTitle)
        self.assertRaises(CannotOpenStore, self.open)
        (Path(self.directory) / "backups").unlink()
        self.assertEqual((3, 0), self.versions(self.open()))


class AtOnceTests(UpgradingTestCase):
    """
    L{axiom._upgrades.upgrades.Upgrades.upgradeAtOnce} upgrades a store, or leaves it as it is.
    """

    def test_upgraded(self) -> None:
        """
        Everything is upgraded in one transaction, however small the steps.
        """
        self.later(2, from1=addTitle)
        store = self.open()
        revision = store.revision
        self.assertEqual({TYPE: 3}, store.upgrades.upgradeAtOnce(1))
        self.assertEqual(((0, 3), revision + 1), (self.versions(store), store.revision))
        self.assertEqual(({}, {}), (store.upgrades.pending, store.upgrades.upgradeAtOnce()))

    def test_failure(self) -> None:
        """
        If an item fails, nothing is changed; the error has the item, the store, the type and the versions.
        """
        self.later(2, from1=failAt(2))
        store = self.open()
        revision, held = store.revision, store.getItemByID(self.first, autoUpgrade=False)
        error = self.assertRaises(UpgradesFailed, store.upgrades.upgradeAtOnce, 1)
        self.assertEqual([self.first + 1], [each.storeID for each in error.errors])
        self.assertEqual(
            f"item {self.first + 1} of {store!r} can't be upgraded from version 1 of {TYPE} to 2:"
            " ValueError: no",
            str(error.errors[0]),
        )
        self.assertEqual(((3, 0), revision, 1), (self.versions(store), store.revision, held.number))
        self.assertEqual({TYPE: [1]}, store.upgrades.pending)
        self.assertEqual(1, store.count(Holder))

    def test_hook(self) -> None:
        """
        Items that want to know of their commit do, also in small steps.
        """
        committed: list[int] = []
        note = self.later(2, from1=addTitle)
        note.committed = lambda item: committed.append(item.number)
        self.open().upgrades.upgradeAtOnce(1)
        self.assertEqual([1, 2, 3], committed)

    def test_severalFailures(self) -> None:
        """
        All items that fail are told, but no more than are needed to see what is wrong.
        """
        note = define(1, number=self.later(1).number)
        store = self.open()
        for number in range(30):
            note(store=store, number=number)
        store.close()

        def fail(old: Any) -> None:
            raise ValueError("no")

        self.later(2, from1=fail)
        error = self.assertRaises(UpgradesFailed, self.open().upgrades.upgradeAtOnce)
        self.assertEqual(20, len(error.errors))
        self.assertEqual({ItemUpgradeError}, {type(each) for each in error.errors})

    def test_recursion(self) -> None:
        """
        An upgrader that needs its own result is one that failed.
        """
        self.later(2, from1=lambda old: old.store.getItemByID(old.storeID))
        error = self.assertRaises(UpgradesFailed, self.open().upgrades.upgradeAtOnce)
        self.assertEqual(3, len(error.errors))

    def test_doesNothing(self) -> None:
        """
        What an upgrader did that returned without upgrading is undone, too.
        """
        self.later(2, from1=lambda old: Holder(store=old.store))
        store = self.open()
        error = self.assertRaises(ItemUpgradeError, store.getItemByID, self.first)
        self.assertIsInstance(error.originalFailure.value, AxiomError)
        self.assertEqual(1, store.count(Holder))

    def test_newerVersion(self) -> None:
        """
        An item that another process has made newer than the class is no item to upgrade.
        """
        define(1, number=self.later(1).number)
        store = self.open()
        self.later(2, from1=addTitle)
        self.open().upgrades.upgradeEverything()
        self.later(1)
        self.assertRaises(CannotOpenStore, store.getItemByID, self.first)


class SlicesTests(UpgradingTestCase):
    """
    L{axiom._upgrades.upgrades.Upgrades.slices} upgrade a store little by little.
    """

    def setUp(self) -> None:
        """
        An upgrader that takes four milliseconds.
        """
        super().setUp()
        self.clock = Clock()

        def slow(old: Any) -> Any:
            self.clock.advance(0.004)
            return addTitle(old)

        self.note = self.later(2)
        registerUpgrader(slow, TYPE, 1, 2)
        self.runtime = Runtime(self.clock, maybeDeferred)

    def test_slices(self) -> None:
        """
        A slice ends with the item after five milliseconds.
        """
        store = self.open(runtime=self.runtime)
        seen = [self.versions(store) for _ in store.upgrades.slices()]
        self.assertEqual([(1, 2), (0, 3)], seen)
        self.assertEqual({}, store.upgrades.pending)

    def test_queried(self) -> None:
        """
        A query in between upgrades the rest, and the slices end.
        """
        store = self.open(runtime=self.runtime)
        slices = store.upgrades.slices()
        next(slices)
        self.assertEqual(3, store.count(self.note))
        self.assertEqual([], list(slices))

    def test_busy(self) -> None:
        """
        While another process has the write lock a slice does nothing, at once; then it goes on.
        """
        store, other = self.open(runtime=self.runtime), self.open()
        patience = store.patience
        slices = store.upgrades.slices()

        def look() -> None:
            Holder(store=other)
            next(slices)
            self.assertEqual((3, 0), self.versions(store))

        other.transact(look)
        next(slices)
        self.assertEqual(((1, 2), patience), (self.versions(store), store.patience))

    def test_paused(self) -> None:
        """
        In a pause of the store nothing is upgraded, since nothing can be written.
        """
        store = self.open(runtime=self.runtime)
        slices = store.upgrades.slices()
        next(slices)
        with store.reads.snapshot(60.0):
            next(slices)
        self.assertEqual((1, 2), self.versions(store))
        list(slices)
        self.assertEqual((0, 3), self.versions(store))

    def test_closed(self) -> None:
        """
        They end when the store is closed.
        """
        store = self.open(runtime=self.runtime)
        slices = store.upgrades.slices()
        next(slices)
        store.close()
        self.assertEqual([], list(slices))

    def test_failing(self) -> None:
        """
        An item that fails is logged and left; the others go on. Whoever waits for them is told.
        """
        self.later(2, from1=failAt(2))
        store = self.open(runtime=self.runtime)
        waiting = store.whenFullyUpgraded()
        for _ in store.upgrades.slices():
            pass
        for each in (waiting, store.whenFullyUpgraded()):
            self.assertEqual(2, self.failureResultOf(each, ItemUpgradeError).value.storeID)
        self.assertEqual(((1, 2), {}), (self.versions(store), store.upgrades.pending))
        self.assertEqual(1, len(self.flushLoggedErrors(ValueError)))

    def test_waiting(self) -> None:
        """
        Whoever waits until the store is fully upgraded is told when it is, at once if it is now.
        """
        store = self.open(runtime=self.runtime)
        waiting = store.whenFullyUpgraded()
        slices = store.upgrades.slices()
        next(slices)
        self.assertNoResult(waiting)
        list(slices)
        self.assertEqual(None, self.successResultOf(waiting))
        self.assertEqual(None, self.successResultOf(store.whenFullyUpgraded()))

    def test_waitingInVain(self) -> None:
        """
        When the store is closed before, they are told so.
        """
        store = self.open(runtime=self.runtime)
        waiting = store.whenFullyUpgraded()
        store.close()
        self.failureResultOf(waiting, StoreClosed)


class InitTests(UpgradingTestCase):
    """
    The constructor of a new version, where it does more than take attributes.
    """

    def test_init(self) -> None:
        """
        It is called with the store, in which its item is, in the place of the old one, once it gave that on.
        """
        found: list[Any] = []

        def init(item: Any, **attributes: Any) -> None:
            Item.__init__(item, **attributes)
            found.append((item.storeID, item.store.getItemByID(item.storeID)))
            item.title = f"{item.title}!"
            Holder(store=attributes["store"], note=item)

        note = self.later(2, from1=addTitle)
        note.__init__ = init
        store = self.open()
        upgraded = store.getItemByID(self.first)
        self.assertEqual(([(self.first, upgraded)], "note 1!"), (found, upgraded.title))
        self.assertEqual(2, store.query(Holder, Holder.note == upgraded).count())
        self.assertEqual((2, 1), self.versions(store))
        other = note(store=store, number=9)
        self.assertNotIn(other.storeID, (self.first, None))

    def test_failing(self) -> None:
        """
        After one that fails, items are made as ever.
        """

        def init(item: Any, **attributes: Any) -> None:
            raise ValueError("no")

        note = self.later(2, from1=addTitle)
        note.__init__ = init
        store = self.open()
        self.assertRaises(ItemUpgradeError, store.getItemByID, self.first)
        del note.__init__
        self.assertGreater(note(store=store, number=9).storeID, self.holder)
        self.assertEqual((3, 1), self.versions(store))
