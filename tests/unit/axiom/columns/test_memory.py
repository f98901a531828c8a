"""
Attributes that are never stored.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import inmemory, integer
from axiom.item import Item
from axiom.store import Store


class Remembering(Item):
    """
    An item with an attribute in memory.
    """

    typeName = "test_memory_remembering"

    number = integer()
    memory = inmemory()


class InMemoryTests(SynchronousTestCase):
    """
    Attributes in memory belong to one object, as long as it is there.
    """

    def setUp(self) -> None:
        """
        An item in a store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.item = Remembering(store=self.store)

    def test_setAndDeleted(self) -> None:
        """
        One is absent until it is set, and after it was deleted; it is no column.
        """
        self.assertRaises(AttributeError, lambda: self.item.memory)
        self.assertRaises(AttributeError, delattr, self.item, "memory")
        self.item.memory = [1]
        self.assertEqual([1], self.item.memory)
        del self.item.memory
        self.assertRaises(AttributeError, lambda: self.item.memory)
        self.assertRaises(AttributeError, delattr, self.item, "memory")
        self.assertEqual(["number"], [name for name, _ in Remembering.getSchema()])

    def test_ofOneObject(self) -> None:
        """
        What one item keeps, another one does not have, be it new or loaded.
        """
        self.item.memory = 1
        other = Remembering(store=self.store)
        self.assertRaises(AttributeError, lambda: other.memory)
        storeID = self.item.storeID
        del self.item
        self.assertRaises(AttributeError, lambda: self.store.getItemByID(storeID).memory)
