"""
References to items of a class.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, implementer

from axiom.attributes import integer, reference
from axiom.errors import ConstraintError
from axiom.item import Item, declareLegacyItem
from axiom.store import Store


class IWeighty(Interface):
    """
    What has a weight.
    """


@implementer(IWeighty)
class Stone(Item):
    """
    An item that is referred to.
    """

    typeName = "test_references_stone"
    schemaVersion = 2

    weight = integer()


class Feather(Item):
    """
    An item of another class.
    """

    typeName = "test_references_feather"

    weight = integer()


class Hand(Item):
    """
    An item with references.
    """

    typeName = "test_references_hand"

    stone = reference(reftype=Stone)
    weighty: Any = reference(reftype=IWeighty)
    item: Any = reference(reftype=Item)
    anything: Any = reference()


oldStone = declareLegacyItem("test_references_stone", 1, {"weight": integer()})


class TypedReferenceTests(SynchronousTestCase):
    """
    C{reftype}.
    """

    def setUp(self) -> None:
        """
        Items of both classes.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.stone, self.feather = Stone(store=self.store), Feather(store=self.store)

    def test_fits(self) -> None:
        """
        A reference takes items of its class, or that provide its interface.
        """
        hand = Hand(store=self.store, stone=self.stone, weighty=self.stone, item=self.feather)
        hand.anything = self.store
        hand.stone = hand.item = None
        hand.item, hand.stone = self.stone, self.stone
        self.assertEqual([self.stone] * 3, [hand.stone, hand.weighty, hand.item])
        self.assertIdentical(self.store, hand.anything)

    def test_refused(self) -> None:
        """
        It takes nothing else: not when the item is made, nor later, nor with many others.
        """
        hand = Hand(store=self.store)
        for name, wrong in (("stone", self.feather), ("weighty", self.feather), ("item", self.store)):
            self.assertRaises(ConstraintError, Hand, store=self.store, **{name: wrong})
            self.assertRaises(ConstraintError, setattr, hand, name, wrong)
            self.assertRaises(ConstraintError, self.store.batchInsert, Hand, [getattr(Hand, name)], [[wrong]])
            self.assertIdentical(None, getattr(hand, name))
        self.assertEqual(1, self.store.count(Hand))

    def test_compared(self) -> None:
        """
        A condition may be on any item; one of another class is not found.
        """
        Hand(store=self.store, stone=self.stone)
        self.assertEqual(1, self.store.count(Hand, Hand.stone == self.stone))
        self.assertEqual(0, self.store.count(Hand, Hand.stone == self.feather))

    def test_oldVersion(self) -> None:
        """
        An item of another version of the class is one of it.
        """
        old = oldStone(store=self.store, weight=1)
        hand = Hand(store=self.store, stone=old)
        self.assertIn(f"stone=reference({old.storeID})", repr(hand))

    def test_whenDeleted(self) -> None:
        """
        What is to be done when the other item is deleted is one of three things.
        """
        error = self.assertRaises(ValueError, reference, whenDeleted="ERASE")
        self.assertIn("NULLIFY, CASCADE or DISALLOW", str(error))
