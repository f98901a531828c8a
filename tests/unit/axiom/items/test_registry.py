"""
The classes of items that a process knows.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom._items.registry import knownTypes
from axiom.attributes import integer
from axiom.item import Item, MetaItem


class Note(Item):
    """
    A class with a type name.
    """

    typeName = "test_registry_note"

    number = integer()


class TypeRegistryTests(SynchronousTestCase):
    """
    A type name stands for one class.
    """

    def test_sameTypeName(self) -> None:
        """
        Two classes can't have one type name. A class that is defined again takes its place, and any class
        that of one which nobody has any more.
        """
        namespace = {"__module__": __name__, "typeName": "test_registry_note"}
        self.assertRaises(RuntimeError, MetaItem, "Another", (Item,), namespace)
        self.assertIdentical(Note, knownTypes.find("test_registry_note", 1))
        again = {**namespace, "typeName": "test_registry_again"}
        first, second = (MetaItem("Again", (Item,), dict(again)) for _ in range(2))
        self.assertIdentical(second, knownTypes.find("test_registry_again", 1))
        self.assertNotIdentical(first, second)
        del first, second
        third = MetaItem("Third", (Item,), dict(again))
        self.assertIdentical(third, knownTypes.find("test_registry_again", 1))
