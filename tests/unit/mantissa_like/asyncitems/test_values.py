"""
Tests for L{mantissa_like.asyncitems._values}.
"""

from __future__ import annotations

from math import nan
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.asyncitems import BadOperationValue, OtherStore
from mantissa_like.asyncitems._values import decodeValue, encodeValue
from tests.unit.mantissa_like.asyncitems.workbench import Recorder, Workbench


class ValueTests(SynchronousTestCase):
    """
    Tests for values as they are stored.
    """

    def setUp(self) -> None:
        self.store = Workbench().store
        self.recorder = self.store.findUnique(Recorder)

    def again(self, value: Any) -> Any:
        """
        What is read of a value that was stored.
        """
        return decodeValue(self.store, encodeValue(self.store, value))

    def test_json(self) -> None:
        """
        What JSON can say is read as it was.
        """
        for value in (None, True, 0, -1.5, "", "Zürich \u2603 \"'", [], [1, [2]], {"a": {"b": None}}):
            self.assertEqual(value, self.again(value))

    def test_items(self) -> None:
        """
        Items of the store are read as they are, anywhere in a value.
        """
        self.assertIs(self.recorder, self.again(self.recorder))
        self.assertEqual({"a": [self.recorder, 1]}, self.again({"a": [self.recorder, 1]}))

    def test_goneItem(self) -> None:
        """
        In place of an item that was deleted there is None.
        """
        other = Recorder(store=self.store)
        text = encodeValue(self.store, [other, self.recorder])
        other.deleteFromStore()
        self.assertEqual([None, self.recorder], decodeValue(self.store, text))

    def test_lookingLikeAnItem(self) -> None:
        """
        What looks like an item is refused, and a text that does is a text.
        """
        self.assertRaises(BadOperationValue, encodeValue, self.store, {"a": {"$item": 1}})
        self.assertEqual(['{"$item":1}'], self.again(['{"$item":1}']))

    def test_otherStore(self) -> None:
        """
        An item of another store is refused.
        """
        self.assertRaises(OtherStore, encodeValue, self.store, [Workbench().recorder])

    def test_refused(self) -> None:
        """
        What JSON can't say is refused.
        """
        circle: list[Any] = []
        circle.append(circle)
        for value in (object(), b"bytes", {1, 2}, nan, circle, {(1, 2): 3}):
            self.assertRaises(BadOperationValue, encodeValue, self.store, value)

    def test_tooLarge(self) -> None:
        """
        What is longer than 1 MiB is refused.
        """
        self.assertRaises(BadOperationValue, encodeValue, self.store, "x" * 2**20)
