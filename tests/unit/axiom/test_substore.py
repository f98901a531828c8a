"""
Tests for stores that belong to other stores.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from twisted.application.service import IService, Service
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface
from zope.interface.verify import verifyObject

from axiom.attributes import InvalidPathError, inmemory, integer
from axiom.errors import CannotOpenStore, DuplicateUniqueItem
from axiom.iaxiom import IPowerupIndirector
from axiom.item import Item, empowerment
from axiom.store import Store
from axiom.substore import SubStore


class ILamp(Interface):
    """
    What the items of these tests provide.
    """


@empowerment(ILamp)
class Lamp(Item):
    """
    An item in a substore.
    """

    typeName = "test_substore_lamp"

    watts = integer()


class Clerk(Item, Service):
    """
    A service, which has neither name nor parent until it is given them.
    """

    typeName = "test_substore_clerk"

    days = integer(default=0)
    parent = inmemory()
    name = inmemory()
    running = inmemory()

    def startService(self) -> None:
        """
        Begin a day.
        """
        super().startService()
        self.days = (self.days or 0) + 1


class Undone(Exception):
    """
    Undoes a transaction.
    """


def undo(store: Store, segments: Sequence[str]) -> None:
    """
    Make a substore with an item in it, and undo that.
    """
    Lamp(store=SubStore.createNew(store, segments).open())
    raise Undone


class SubStoreTests(SynchronousTestCase):
    """
    Tests for L{SubStore} in a parent on disk.
    """

    def setUp(self) -> None:
        self.parent = Store(self.mktemp())
        self.addCleanup(self.parent.close)

    def create(self, *segments: str) -> SubStore:
        """
        Make a substore that is closed after the test.
        """
        subStore = SubStore.createNew(self.parent, segments or ("account", "example.org", "a.axiom"))
        self.addCleanup(subStore.close)
        return subStore

    def test_place(self) -> None:
        """
        A substore is a store below its parent's files, and knows the parent.
        """
        subStore = self.create("account", "example.org", "a.axiom")
        place = self.parent.newFilePath("account", "example.org", "a.axiom")
        self.assertEqual(place, subStore.storepath)
        self.assertFalse(subStore.isOpen)
        opened = subStore.open()
        self.assertEqual(
            (place, self.parent, subStore.storeID), (opened.dbdir, opened.parent, opened.idInParent)
        )

    def test_storedPlace(self) -> None:
        """
        Its path is stored relative to the files of the parent, so that that can be moved.
        """
        self.create("account", "b")
        self.assertEqual([("account/b",)], self.parent.querySQL("SELECT storepath FROM item_substore_v1"))

    def test_sameStore(self) -> None:
        """
        It is one store object until it is closed, and another one after that.
        """
        subStore = self.create()
        first = subStore.open()
        self.assertIs(first, subStore.open())
        subStore.close()
        subStore.close()
        self.assertIsNot(first, subStore.open())

    def test_staysOpen(self) -> None:
        """
        Who has the open store gets it again from the parent.
        """
        storeID = self.create().storeID
        opened = self.parent.getItemByID(storeID).open()
        self.assertIs(opened, self.parent.getItemByID(storeID).open())

    def test_opened(self) -> None:
        """
        A context closes the substore only if it opened it.
        """
        subStore = self.create()
        with subStore.opened() as outer:
            with subStore.opened() as inner:
                self.assertIs(outer, inner)
            self.assertTrue(subStore.isOpen)
        self.assertFalse(subStore.isOpen)

    def test_openedByMany(self) -> None:
        """
        Contexts need not end in the order in which they began.
        """
        subStore = self.create()
        first, second = subStore.opened(), subStore.opened()
        first.__enter__()
        store = second.__enter__()
        first.__exit__(None, None, None)
        self.assertEqual([], list(store.query(SubStore)))
        second.__exit__(None, None, None)
        self.assertFalse(subStore.isOpen)

    def test_openedAndClosed(self) -> None:
        """
        What is closed within a context stays open until its end; what is opened within it, and after it.
        """
        subStore = self.create()
        subStore.open()
        with subStore.opened() as store:
            subStore.close()
            self.assertEqual([], list(store.query(SubStore)))
        self.assertFalse(subStore.isOpen)
        with subStore.opened():
            subStore.open()
        self.assertTrue(subStore.isOpen)
        subStore.close()
        self.assertFalse(subStore.isOpen)

    def test_string(self) -> None:
        """
        A string instead of the sequence of names is refused.
        """
        self.assertRaises(ValueError, SubStore.createNew, self.parent, "account")

    def test_hostileNames(self) -> None:
        """
        A name that leads elsewhere, or can't be a directory's, is refused, and nothing is made.
        """
        hostile = ("..", ".", "", "a/b", "a\\b", "a\0b", "\ud800", "\udc80", "x" * 256, "\u00e9" * 128, None)
        for name in hostile:
            self.assertRaises(InvalidPathError, SubStore.createNew, self.parent, ("account", name))
        self.assertEqual([], os.listdir(self.parent.newFilePath().path))
        self.assertEqual(0, self.parent.count(SubStore))

    def test_taken(self) -> None:
        """
        One place has one substore.
        """
        self.create("account", "b")
        self.assertRaises(DuplicateUniqueItem, SubStore.createNew, self.parent, ("account", "b"))

    def test_retryAfterRollback(self) -> None:
        """
        A creation that was undone does not stand in the way of the next, in which nothing of it is.
        """
        self.assertRaises(Undone, self.parent.transact, undo, self.parent, ("account", "b"))
        self.assertEqual(0, self.parent.count(SubStore))
        self.assertEqual(0, self.create("account", "b").open().count(Lamp))

    def test_nothingIsLost(self) -> None:
        """
        What is in the way of a new substore is kept among the temporary files.
        """
        found = self.parent.newDirectory("account", "b")
        found.child("data").setContent(b"precious")
        self.create("account", "b")
        [aside] = self.parent.newTemporaryFilePath("x").parent().children()
        self.assertEqual(b"precious", aside.child("b").child("data").getContent())

    def test_goneDirectory(self) -> None:
        """
        A substore whose directory is gone can't be opened, and no empty one takes its place.
        """
        subStore = self.create("account", "b")
        place = FilePath(self.parent.newFilePath("account", "b").path)
        place.remove()
        self.assertRaises(CannotOpenStore, subStore.open)
        self.assertFalse(os.path.exists(place.path))

    def test_adapts(self) -> None:
        """
        The item adapts to what its store adapts to.
        """
        subStore = self.create()
        self.assertIsNone(ILamp(subStore, None))
        lamp = Lamp(store=subStore.open())
        subStore.open().powerUp(lamp)
        self.assertIs(lamp, ILamp(subStore))

    def test_indirect(self) -> None:
        """
        As a powerup it stands for its store, and is passed over where that provides nothing.
        """
        subStore = self.create()
        self.parent.powerUp(subStore, ILamp)
        self.assertEqual([], list(self.parent.powerupsFor(ILamp)))
        lamp = Lamp(store=subStore.open())
        subStore.open().powerUp(lamp)
        self.assertEqual([lamp], list(self.parent.powerupsFor(ILamp)))

    def test_interface(self) -> None:
        """
        It provides L{IPowerupIndirector}.
        """
        verifyObject(IPowerupIndirector, self.create())

    def test_serviceAtRest(self) -> None:
        """
        The services of a substore do not start with those of its parent.
        """
        opened = self.create().open()
        clerk = Clerk(store=opened)
        opened.powerUp(clerk, IService)
        self.startServices()
        self.assertEqual(0, clerk.days)

    def test_serviceOfParent(self) -> None:
        """
        They do, where the substore is a service of its parent.
        """
        subStore = self.create()
        clerk = Clerk(store=subStore.open())
        subStore.open().powerUp(clerk, IService)
        self.parent.powerUp(subStore, IService)
        self.startServices()
        self.assertEqual((1, 1), (clerk.days, clerk.running))

    def startServices(self) -> None:
        """
        Start the parent's, until the end of the test.
        """
        service = IService(self.parent)
        service.startService()
        self.addCleanup(service.stopService)


class MemorySubStoreTests(SynchronousTestCase):
    """
    Tests for L{SubStore} in a parent in memory.
    """

    def test_keepsItems(self) -> None:
        """
        Its items live as long as the parent, also when it is closed and nobody refers to it.
        """
        parent = Store()
        storeID = SubStore.createNew(parent, ("account", "b")).storeID
        Lamp(store=parent.getItemByID(storeID).open(), watts=60)
        parent.getItemByID(storeID).close()
        self.assertEqual(60, parent.getItemByID(storeID).open().findUnique(Lamp).watts)

    def test_retryAfterRollback(self) -> None:
        """
        A substore after one that was undone is empty.
        """
        parent = Store()
        self.assertRaises(Undone, parent.transact, undo, parent, ("account", "b"))
        self.assertEqual(0, SubStore.createNew(parent, ("account", "b")).open().count(Lamp))

    def test_files(self) -> None:
        """
        It has files if its parent has.
        """
        parent = Store(filesdir=self.mktemp())
        first, second = (SubStore.createNew(parent, ("account", name)).open() for name in "ab")
        self.assertNotEqual(first.newFilePath("x"), second.newFilePath("x"))
