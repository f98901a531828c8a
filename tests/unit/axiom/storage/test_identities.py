"""
The items of a store that are in memory.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.errors import ItemNotFound
from axiom.item import Item
from axiom.store import Store


class Number(Item):
    """
    A number.
    """

    typeName = "test_identities_number"

    number = integer()


class Word(Item):
    """
    A word.
    """

    typeName = "test_identities_word"

    word = text()


class IdentityMapTests(SynchronousTestCase):
    """
    Tests for L{axiom._storage.identities.IdentityMap}.
    """

    def setUp(self) -> None:
        """
        Store many items and forget them.
        """
        self.store = Store()
        self.store.batchInsert(Number, [Number.number], [(number,) for number in range(1_000)])
        self.identities = self.store.identities

    def test_bounded(self) -> None:
        """
        Of the items that come and go no more is kept than of a few.
        """
        for number in self.store.query(Number):
            self.assertIdentical(number, self.identities.get(number.storeID))
        del number
        self.assertEqual(0, len(self.identities))
        self.assertTrue(len(self.identities.entries) <= 101, len(self.identities.entries))

    def test_kept(self) -> None:
        """
        Those that somebody refers to are kept, however many they are and whatever comes and goes beside them.
        """
        kept = list(self.store.query(Number, Number.number < 500))
        for _ in self.store.query(Number, Number.number >= 500):
            pass
        self.assertEqual(kept, [self.identities.get(number.storeID) for number in kept])
        self.assertEqual(sum(range(500)), sum(self.store.getItemByID(n.storeID).number for n in kept))

    def test_classes(self) -> None:
        """
        Of items that were looked for, and that nobody refers to, the classes are kept until something is
        written, and not of too many.
        """
        storeID = self.store.findFirst(Number).storeID  # type: ignore[union-attr]
        for _ in range(2):
            self.assertEqual(storeID, self.store.getItemByID(storeID).storeID)
            self.assertEqual({storeID: Number}, self.identities.classes)
        for number in range(1_001):
            self.identities.addClass(number, Number)
        self.assertEqual({1_000: Number}, self.identities.classes)
        Number(store=self.store, number=1_000)
        self.assertEqual({}, self.identities.classes)


class OthersTests(SynchronousTestCase):
    """
    Items that somebody looked for, and that are others since.
    """

    def setUp(self) -> None:
        directory = self.mktemp()
        self.store, self.other = Store(directory), Store(directory)
        for store in (self.store, self.other):
            self.addCleanup(store.close)

    def test_deleted(self) -> None:
        """
        One that another process deleted is not found again.
        """
        storeID = Number(store=self.store, number=1).storeID
        self.assertEqual(1, self.store.getItemByID(storeID).number)
        self.other.getItemByID(storeID).deleteFromStore()
        self.assertRaises(ItemNotFound, self.store.getItemByID, storeID)

    def test_undone(self) -> None:
        """
        What gets the storeID of one that was undone is found as what it is.
        """

        def undone() -> None:
            self.store.batchInsert(Number, [Number.number], [[7]])
            (found,) = self.store.query(Number).getColumn("storeID")
            self.assertEqual(7, self.store.getItemByID(found).number)
            raise ZeroDivisionError(found)

        storeID = self.assertRaises(ZeroDivisionError, self.store.transact, undone).args[0]
        self.assertEqual(storeID, Word(store=self.other, word="a").storeID)
        self.assertEqual("a", self.store.getItemByID(storeID).word)
