"""
Stores on disks that fail.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.errors import AxiomError, DiskFailed, DiskFull
from axiom.item import Item
from axiom.store import Store
from axiom.testing import FailingDisk


class Sheet(Item):
    """
    Something that takes room.
    """

    typeName = "test_disks_sheet"

    number = integer(default=0)
    content = text()


class FailingDiskTests(SynchronousTestCase):
    """
    Tests for L{FailingDisk}, and for what stores make of it.
    """

    def setUp(self) -> None:
        """
        A store on a disk, with one sheet.
        """
        self.disk = FailingDisk()
        self.disk.__enter__()
        self.addCleanup(self.disk.__exit__)
        self.directory = self.mktemp()
        self.store = self.open()
        self.sheet = Sheet(store=self.store)

    def open(self) -> Store:
        """
        The store, closed after the test.
        """
        store = Store(self.directory)
        self.addCleanup(store.close)
        self.addCleanup(self.disk.mend)
        return store

    def write(self) -> None:
        """
        Change the sheet and add a large one.
        """
        self.sheet.number = 1
        Sheet(store=self.store, content="x" * 100_000)

    def failsAnywhere(self, breakDisk: Callable[[int], None], error: type[AxiomError]) -> None:
        """
        Wherever writing fails, nothing of the transaction is there, in memory, in the file, and for others;
        when the disk works again, so does the store.
        """
        for room in (0, 1, 31, 32, 33, 5_000, 60_000, 100_000):
            breakDisk(room)
            self.assertRaises(error, self.store.transact, self.write)
            self.assertEqual((0, 1), (self.sheet.number, self.store.count(Sheet)), room)
            self.disk.mend()
            self.assertEqual([(0, None)], [(s.number, s.content) for s in self.open().query(Sheet)], room)
        self.store.transact(self.write)
        self.assertEqual((1, 2), (self.sheet.number, self.open().count(Sheet)))
        self.assertEqual([("ok",)], self.store.querySQL("PRAGMA integrity_check"))

    def test_full(self) -> None:
        """
        A full disk is L{DiskFull}, and loses nothing.
        """
        self.failsAnywhere(self.disk.fill, DiskFull)

    def test_broken(self) -> None:
        """
        A disk that can't be written is L{DiskFailed}, and loses nothing.
        """
        self.failsAnywhere(self.disk.fail, DiskFailed)

    def test_readWhileFull(self) -> None:
        """
        What is there can be read while the disk is full.
        """
        self.disk.fill()
        self.assertEqual([0], list(self.store.query(Sheet).getColumn("number")))

    def test_smallEnough(self) -> None:
        """
        What there is room for is written.
        """
        self.disk.fill(20_000)
        self.sheet.number = 7
        self.assertEqual([7], list(self.open().query(Sheet).getColumn("number")))
