"""
At which moment a store is looked at.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.errors import WriteInSnapshot
from axiom.item import Item
from axiom.store import Store


class Plain(Item):
    """
    An item without hooks.
    """

    typeName = "test_reads_plain"

    name = text()


class SnapshotTests(SynchronousTestCase):
    """
    A snapshot shows one moment, while other connections write.
    """

    def setUp(self) -> None:
        """
        Two stores on one directory.
        """
        directory = self.mktemp()
        self.store, self.other = Store(directory), Store(directory)
        for store in (self.store, self.other):
            self.addCleanup(store.close)
        Plain(store=self.store, name="one")

    def names(self) -> list[str]:
        """
        What this store has.
        """
        return list(self.store.query(Plain, sort=Plain.storeID).getColumn("name"))

    def test_oneMoment(self) -> None:
        """
        Inside nothing changes, with a revision to match; after it everything is seen.
        """
        with self.store.snapshot():
            before = self.store.revision
            Plain(store=self.other, name="two")
            self.assertEqual((["one"], before), (self.names(), self.store.revision))
            with self.store.snapshot():
                self.assertEqual(["one"], self.names())
            self.assertEqual(["one"], self.names())
        self.assertEqual((["one", "two"], before + 1), (self.names(), self.store.revision))

    def test_noWriting(self) -> None:
        """
        A write in a snapshot is refused, and the snapshot goes on.
        """
        with self.store.snapshot():
            self.assertRaises(WriteInSnapshot, Plain, store=self.store)
            self.assertEqual(["one"], self.names())
        Plain(store=self.store, name="two")
        self.assertEqual(["one", "two"], self.names())

    def test_inTransaction(self) -> None:
        """
        Within a transaction, which sees one moment anyway, it changes nothing.
        """

        def change() -> None:
            with self.store.snapshot():
                Plain(store=self.store, name="two")

        self.store.transact(change)
        self.assertEqual(["one", "two"], self.names())

    def test_failing(self) -> None:
        """
        An exception ends the snapshot.
        """

        def fail() -> None:
            with self.store.snapshot():
                raise ValueError("no")

        self.assertRaises(ValueError, fail)
        Plain(store=self.store, name="two")
        self.assertEqual(["one", "two"], self.names())
