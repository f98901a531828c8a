"""
The items of a store that are in memory.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from axiom.store import Store


class Number(Item):
    """
    A number.
    """

    typeName = "test_identities_number"

    number = integer()


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
