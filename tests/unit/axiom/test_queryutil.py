"""
Tests for conditions over ranges and over several columns at once.
"""

from __future__ import annotations

from itertools import product
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from axiom.queryutil import AttributeTuple, contains, overlapping
from axiom.store import Store


class Segment(Item):
    """
    A range, or any pair of numbers.
    """

    typeName = "test_queryutil_segment"

    x = integer()
    y = integer()


class RangeTests(SynchronousTestCase):
    """
    Tests for L{contains} and L{overlapping}.
    """

    def setUp(self) -> None:
        """
        All ranges between 0 and 5.
        """
        self.store = Store()
        pairs = [(x, y) for x, y in product(range(6), repeat=2) if x <= y]
        self.store.batchInsert(Segment, [Segment.x, Segment.y], pairs)

    def found(self, comparison: Any) -> set[tuple[int | None, int | None]]:
        """
        The ranges that fulfil a condition.
        """
        return {(segment.x, segment.y) for segment in self.store.query(Segment, comparison)}

    def test_contains(self) -> None:
        """
        A range has its start, but not its end.
        """
        expected = {(0, 3), (0, 4), (0, 5), (1, 3), (1, 4), (1, 5), (2, 3), (2, 4), (2, 5)}
        self.assertEqual(expected, self.found(contains(Segment.x, Segment.y, 2)))

    def test_overlapping(self) -> None:
        """
        A range overlaps with another when they have a point, or an end, in common.
        """
        expected = {
            (x, y) for x, y in product(range(6), repeat=2) if x <= y and set(range(x, y + 1)) & {2, 3}
        }
        self.assertEqual(expected, self.found(overlapping(Segment.x, Segment.y, 2, 3)))

    def test_reversed(self) -> None:
        """
        A range that ends before it begins is refused.
        """
        self.assertRaises(ValueError, overlapping, Segment.x, Segment.y, 3, 2)


class AttributeTupleTests(SynchronousTestCase):
    """
    Tests for L{AttributeTuple}.
    """

    def setUp(self) -> None:
        """
        All pairs of 0, 1 and 2.
        """
        self.store = Store()
        self.pairs = list(product(range(3), repeat=2))
        self.store.batchInsert(Segment, [Segment.x, Segment.y], self.pairs)

    def test_asPython(self) -> None:
        """
        Columns compare with values in every way as Python's tuples do.
        """
        for operator, value in product((eq, ne, lt, le, gt, ge), self.pairs):
            query = self.store.query(Segment, operator(AttributeTuple(Segment.x, Segment.y), value))
            self.assertEqual(
                {pair for pair in self.pairs if operator(pair, value)},
                {(segment.x, segment.y) for segment in query},
                f"{operator.__name__} {value}",
            )

    def test_columns(self) -> None:
        """
        Columns compare with columns.
        """
        query = self.store.query(
            Segment, AttributeTuple(Segment.x, Segment.y) < AttributeTuple(Segment.y, Segment.x)
        )
        self.assertEqual({(0, 1), (0, 2), (1, 2)}, {(segment.x, segment.y) for segment in query})

    def test_otherLength(self) -> None:
        """
        A tuple of another length is refused.
        """
        with self.assertRaises(ValueError):
            AttributeTuple(Segment.x, Segment.y) < (1,)  # noqa: B015 (it is the comparison that raises)

    def test_otherType(self) -> None:
        """
        There is no order between columns and a number.
        """
        with self.assertRaises(TypeError):
            AttributeTuple(Segment.x) < 3  # noqa: B015 (it is the comparison that raises)
