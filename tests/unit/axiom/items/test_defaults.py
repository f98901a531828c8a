"""
What is stored of the columns that nobody gave a value.
"""

from __future__ import annotations

from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import boolean, integer, json, text
from axiom.errors import ConstraintError
from axiom.item import Item
from axiom.testing import memoryStore


class Parcel(Item):
    """
    Something with defaults of several kinds, and what a class does before Item makes an item.
    """

    typeName = "test_defaults_parcel"

    label = text(default="fragile")
    weight = integer(defaultFactory=lambda: 7)
    isOpen = boolean(default=False)
    content = json(default={"a": [1]})
    number = integer(allowNone=False)

    def __init__(self, early: str | None = None, **attributes: Any) -> None:
        if early is not None:
            self.label = early
        super().__init__(**attributes)


class DefaultsTests(SynchronousTestCase):
    """
    Defaults of columns.
    """

    def setUp(self) -> None:
        self.store = memoryStore()

    def row(self) -> tuple[Any, ...]:
        """
        The one row, as it is stored.
        """
        columns = ("label", "weight", "isOpen", "content", "number")
        (found,) = self.store.query(Parcel).getColumns(*columns, raw=True)
        return found

    def test_stored(self) -> None:
        """
        What is not given is stored as its column stores it.
        """
        parcel = Parcel(store=self.store, number=1)
        self.assertEqual(("fragile", 7, 0, '{"a":[1]}', 1), self.row())
        self.assertEqual(
            ("fragile", 7, False, {"a": [1]}), (parcel.label, parcel.weight, parcel.isOpen, parcel.content)
        )

    def test_assignedBefore(self) -> None:
        """
        What a class assigned before counts, not the default.
        """
        self.assertEqual("early", Parcel(early="early", store=self.store, number=1).label)
        self.assertEqual("early", self.row()[0])

    def test_givenNone(self) -> None:
        """
        None is a value, and not the default.
        """
        Parcel(store=self.store, number=1, label=None, isOpen=None)
        self.assertEqual((None, 7, None), self.row()[:3])

    def test_missing(self) -> None:
        """
        A column that must have a value, and has none, is refused.
        """
        self.assertRaises(ConstraintError, Parcel, store=self.store)
        self.assertEqual(0, self.store.count(Parcel))
