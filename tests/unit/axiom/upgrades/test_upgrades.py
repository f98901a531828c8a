"""
Upgrades of stored items to the version of their class.
"""

from __future__ import annotations

import sys
from typing import Any

from axiom._engine import connection
from axiom.attributes import integer, text
from axiom.errors import (
    CannotOpenStore,
    DiskFull,
    ItemNotFound,
    ItemUpgradeError,
    NoUpgradePathAvailable,
    StoreBusy,
    UnknownItemType,
    UpgraderRecursion,
)
from axiom.item import declareLegacyItem
from axiom.store import Store
from axiom.upgrade import (
    registerAttributeCopyingUpgrader,
    registerDeletionUpgrader,
    registerUpgrader,
    upgradeAllTheWay,
)
from tests.unit.axiom.versions import TYPE, Holder, INote, VersionsTestCase, addTitle, define, doubleNumber


class UpgradeTests(VersionsTestCase):
    """
    A store made by version 1 of the software, used by a later one.
    """

    def test_loaded(self) -> None:
        """
        An item is upgraded when it is loaded, keeps its storeID, and is of the new version on disk.
        """
        note = self.later(2, from1=addTitle)
        store = self.open()
        found = store.getItemByID(self.first)
        self.assertEqual((note, "note 1", self.first), (type(found), found.title, found.storeID))
        self.assertIdentical(found, store.getItemByID(self.first))
        rows = "SELECT oid FROM item_test_upgrades_note_v{}"
        self.assertEqual([(self.first,)], store.querySQL(rows.format(2)))
        self.assertEqual(2, len(store.querySQL(rows.format(1))))

    def test_queried(self) -> None:
        """
        A query finds items of old versions too, by their new attributes.
        """
        note = self.later(2, from1=addTitle)
        self.assertEqual(["note 2"], [each.title for each in self.open().query(note, note.title == "note 2")])

    def test_counted(self) -> None:
        """
        A count counts them.
        """
        note = self.later(2, from1=addTitle)
        self.assertEqual(3, self.open().count(note))

    def test_summed(self) -> None:
        """
        A sum adds them.
        """
        note = self.later(2, from1=addTitle)
        self.assertEqual(6, self.open().sum(note.number))

    def test_joined(self) -> None:
        """
        A query finds what only its condition is about.
        """
        note = self.later(2, from1=addTitle)
        self.assertEqual(1, self.open().query(Holder, Holder.note == note.storeID).count())

    def test_inSubQuery(self) -> None:
        """
        A query finds what only a query in its condition is about.
        """
        note = self.later(2, from1=addTitle)
        store = self.open()
        inner = store.query(note).getColumn("storeID")
        self.assertEqual(1, store.query(Holder, (Holder.note != -1) & Holder.note.oneOf(inner)).count())

    def test_deletedTogether(self) -> None:
        """
        A deletion by query deletes them.
        """
        note = self.later(2, from1=addTitle)
        store = self.open()
        store.query(note).deleteFromStore()
        self.assertEqual([(0,)], store.querySQL("SELECT count(*) FROM item_test_upgrades_note_v1"))
        self.assertEqual(None, store.getItemByID(self.holder).note)

    def test_referred(self) -> None:
        """
        A reference and a powerup lead to the upgraded item.
        """
        note = self.later(2, from1=addTitle)
        store = self.open()
        self.assertEqual("note 1", store.getItemByID(self.holder).note.title)
        self.assertEqual([note], [type(each) for each in store.powerupsFor(INote)])

    def test_referredAnew(self) -> None:
        """
        A reference leads to what an upgrader, called for what it led to, put in its place.
        """

        def replace(old: Any) -> None:
            holder = old.store.findUnique(Holder, Holder.note == old)
            holder.note = note(store=old.store, title="new")
            old.deleteFromStore()

        note = self.later(2, from1=replace)
        self.assertEqual("new", self.open().getItemByID(self.holder).note.title)

    def test_chain(self) -> None:
        """
        Versions are gone through one after the other.
        """
        self.later(3, from1=addTitle, from2=doubleNumber)
        declareLegacyItem(TYPE, 2, {"number": integer(), "title": text()})
        found = self.open().getItemByID(self.first)
        self.assertEqual((2, "note 1", 3), (found.number, found.title, found.schemaVersion))

    def test_skip(self) -> None:
        """
        An upgrader may skip versions.
        """
        self.later(3)
        registerUpgrader(
            lambda old: old.upgradeVersion(TYPE, 1, 3, number=old.number, title="skipped"), TYPE, 1, 3
        )
        self.assertEqual("skipped", self.open().getItemByID(self.first).title)

    def test_copying(self) -> None:
        """
        A copying upgrader keeps what was there, gives defaults, and calls what comes after.
        """
        note = self.later(2)
        after: list[Any] = []

        def keep(new: Any) -> Any:
            after.append(new)
            return new

        registerAttributeCopyingUpgrader(note, 1, 2, keep)
        found = self.open().getItemByID(self.first)
        self.assertEqual((1, None, [found]), (found.number, found.title, after))

    def test_deletion(self) -> None:
        """
        A deleting upgrader leaves nothing, nor a reference.
        """
        note = self.later(2)
        registerDeletionUpgrader(note, 1, 2)
        store = self.open()
        self.assertRaises(ItemNotFound, store.getItemByID, self.first)
        self.assertEqual((None, 0), (store.getItemByID(self.holder).note, store.count(note)))

    def test_noPath(self) -> None:
        """
        A store whose items can't be upgraded does not open, unless there are none.
        """
        self.later(3, from1=addTitle)
        self.assertRaises(NoUpgradePathAvailable, Store, self.directory)
        self.forget()
        note = define(1, number=integer())
        store = Store(self.directory)
        store.query(note).deleteFromStore()
        store.close()
        self.later(3)
        self.open()

    def test_newer(self) -> None:
        """
        A store with items of a newer version than the software's does not open.
        """
        self.later(2, from1=addTitle)
        store = self.open()
        store.upgrades.upgradeEverything()
        store.close()
        self.forget()
        define(1, number=integer())
        self.assertRaises(CannotOpenStore, Store, self.directory)

    def test_failing(self) -> None:
        """
        An upgrader that fails is reported with the item, which stays as it was, and so does all it did.
        """

        def fail(old: Any) -> Any:
            Holder(store=old.store)
            new = addTitle(old)
            if old.number == 2:
                raise ValueError("no")
            return new

        note = self.later(2, from1=fail)
        store = self.open()
        error = self.assertRaises(ItemUpgradeError, store.getItemByID, self.first + 1)
        self.assertEqual((self.first + 1, note), (error.storeID, error.newType))
        self.assertEqual((TYPE, 1), (error.oldType.typeName, error.oldType.schemaVersion))
        error.originalFailure.trap(ValueError)
        self.assertEqual(1, store.count(Holder))
        self.assertEqual([1, 3], list(store.query(note, sort=note.number).getColumn("number")))
        self.assertEqual(1, len(self.flushLoggedErrors(ValueError)))
        self.assertEqual(3, store.count(Holder))
        old = store.getItemByID(self.first + 1, autoUpgrade=False)
        self.assertEqual((True, 2), (old.__legacy__, old.number))

    def test_exit(self) -> None:
        """
        An upgrader that calls C{sys.exit} has failed.
        """
        self.later(2, from1=lambda old: sys.exit())
        error = self.assertRaises(ItemUpgradeError, self.open().getItemByID, self.first)
        error.originalFailure.trap(SystemExit)

    def test_diskFull(self) -> None:
        """
        That there is no room on the disk is no failure of an upgrader: it is tried again with the next query.
        """
        isFull = True

        def addTitleWithRoom(old: Any) -> Any:
            if isFull:
                raise DiskFull("no room")
            return addTitle(old)

        note = self.later(2, from1=addTitleWithRoom)
        store = self.open()
        self.assertRaises(DiskFull, store.count, note)
        isFull = False
        self.assertEqual(3, store.count(note))

    def test_doesNothing(self) -> None:
        """
        An upgrader that returns without upgrading has failed.
        """
        self.later(2, from1=lambda old: old)
        self.assertRaises(ItemUpgradeError, self.open().getItemByID, self.first)

    def test_recursion(self) -> None:
        """
        An upgrader that loads the item which it upgrades is told so.
        """
        self.later(2, from1=lambda old: old.store.getItemByID(old.storeID))
        self.assertRaises(UpgraderRecursion, self.open().getItemByID, self.first)

    def test_others(self) -> None:
        """
        An upgrader may load, query and delete others of its type.
        """

        def deleteNext(old: Any) -> Any:
            store = old.store
            new = addTitle(old)
            other = store.getItemByID(old.storeID + 1, default=None)
            if other is not None and old.number == 1:
                other.deleteFromStore()
            store.count(type(new))
            return new

        note = self.later(2, from1=deleteNext)
        store = self.open()
        self.assertEqual(["note 1", "note 3"], list(store.query(note, sort=note.number).getColumn("title")))

    def test_queriesItsType(self) -> None:
        """
        An upgrader may query its type before it is done: it finds all others, and nothing has failed.
        """
        found: list[list[str]] = []

        def lookAround(old: Any) -> Any:
            found.append(list(old.store.query(note, sort=note.number).getColumn("title")))
            return addTitle(old)

        note = self.later(2, from1=lookAround)
        store = self.open()
        self.assertEqual("note 1", store.getItemByID(self.first).title)
        self.assertEqual(["note 2", "note 3"], found[-1])
        self.assertEqual([], self.flushLoggedErrors())
        self.assertEqual(3, store.count(note))
        self.assertEqual({}, store.upgrades.pending)

    def test_halfWay(self) -> None:
        """
        Items that the upgrader of another one brings to a version in between are upgraded with the others.
        """

        def addTitles(old: Any) -> Any:
            for other in list(old.store.query(type(old), type(old).storeID != old.storeID)):
                addTitle(other)
            return addTitle(old)

        self.later(3, from1=addTitles, from2=doubleNumber)
        declareLegacyItem(TYPE, 2, {"number": integer(), "title": text()})
        store = self.open()
        store.upgrades.upgradeAllOf(TYPE, batch=1)
        for version, expected in ((1, 0), (2, 0), (3, 3)):
            rows = store.querySQL(f"SELECT 1 FROM item_test_upgrades_note_v{version}")
            self.assertEqual(expected, len(rows))

    def test_undone(self) -> None:
        """
        What a failed transaction had upgraded is upgraded again when it is needed.
        """
        note = self.later(2, from1=addTitle)
        store = self.open()

        def fail() -> None:
            self.assertEqual(3, store.count(note))
            raise ValueError("no")

        self.assertRaises(ValueError, store.transact, fail)
        self.assertEqual(3, len(store.querySQL("SELECT 1 FROM item_test_upgrades_note_v1")))
        self.assertEqual(3, store.count(note))

    def test_snapshot(self) -> None:
        """
        Before a snapshot everything is upgraded, since in it nothing can be.
        """
        note = self.later(2, from1=addTitle)
        store = self.open()
        with store.snapshot():
            self.assertEqual((3, "note 1"), (store.count(note), store.getItemByID(self.first).title))

    def test_upgradedElsewhere(self) -> None:
        """
        An old item that was upgraded by another process meanwhile is found as it is now.
        """
        note = self.later(2, from1=addTitle)
        store, other = self.open(), self.open()
        old = store.getItemByID(self.first, autoUpgrade=False)
        other.upgrades.upgradeEverything()
        upgraded = upgradeAllTheWay(old)
        self.assertEqual((note, "note 1"), (type(upgraded), upgraded.title))  # type: ignore[union-attr]
        self.assertEqual(3, store.count(note))

    def test_busy(self) -> None:
        """
        An upgrade that finds the store busy is no failed upgrade; it is done later.
        """
        self.patch(connection, "_PATIENCE", 0.0)
        note = self.later(2, from1=addTitle)
        store, other = self.open(), self.open()

        def look() -> None:
            Holder(store=other)
            self.assertRaises(StoreBusy, store.getItemByID, self.first)
            self.assertRaises(StoreBusy, store.count, note)

        other.transact(look)
        self.assertEqual(3, store.count(note))

    def test_everything(self) -> None:
        """
        Everything can be upgraded at once; then nothing is pending, also after the store is opened again.
        """
        self.later(2, from1=addTitle)
        store = self.open()
        self.assertEqual({TYPE: [1]}, store.upgrades.pending)
        self.assertEqual((3, {}), (store.upgrades.upgradeEverything(), store.upgrades.pending))
        self.assertEqual({}, self.open().upgrades.pending)

    def test_unknownClass(self) -> None:
        """
        While nobody knows the class, its items are unknown, and upgraded when somebody does.
        """
        self.forget()
        store = self.open()
        self.assertRaises(UnknownItemType, store.getItemByID, self.first)
        self.assertEqual([], list(store.powerupsFor(INote)))
        store.close()
        self.later(2, from1=addTitle)
        self.assertEqual("note 1", self.open().getItemByID(self.first).title)

    def test_downwards(self) -> None:
        """
        An upgrader leads upwards.
        """
        self.assertRaises(ValueError, registerUpgrader, addTitle, TYPE, 2, 2)
