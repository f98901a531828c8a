"""
Tests for lists of items that are items themselves.
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence
from functools import total_ordering
from operator import itemgetter, methodcaller
from random import Random
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.errors import NoCrossStoreReferences, NotInStore
from axiom.item import Item
from axiom.sequence import List, _ListItem
from axiom.store import Store


@total_ordering
class Bead(Item):
    """
    What the lists of these tests hold.
    """

    typeName = "test_sequence_bead"

    number = integer(allowNone=False)

    def __lt__(self, other: Bead) -> bool:
        return self.number < other.number


def _outcome(operation: Callable[[Any], Any], target: Any) -> Any:
    try:
        return operation(target)
    except (IndexError, ValueError, TypeError) as e:
        return type(e)


class ListTests(SynchronousTestCase):
    """
    Tests for L{List}.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.beads = [Bead(store=self.store, number=number) for number in range(6)]

    def make(self, *numbers: int) -> List:
        """
        A list of the beads with these numbers.
        """
        return List([self.beads[number] for number in numbers], store=self.store)

    def assertSame(self, operation: Callable[[Any], Any], *numbers: int) -> None:
        """
        An operation does to a list of these beads what it does to a C{list} of them.
        """
        stored, plain = self.make(*numbers), [self.beads[number] for number in numbers]
        self.assertEqual(_outcome(operation, plain), _outcome(operation, stored))
        self.assertEqual(plain, list(stored))
        self.assertEqual(len(plain), len(stored))
        places = self.store.query(_ListItem, _ListItem._container == stored)
        self.assertEqual(list(range(len(plain))), sorted(place._index or 0 for place in places))

    def test_reading(self) -> None:
        """
        Indexes, slices, searches and iteration give what a C{list} gives.
        """
        bead, more = self.beads[2], self.beads[4:]
        for index in range(-4, 5):
            self.assertSame(itemgetter(index), 1, 2, 3)
            self.assertSame(methodcaller("index", bead, index), 2, 0, 2, 1)
            self.assertSame(methodcaller("index", bead, 0, index), 0, 2, 1)
        self.assertSame(lambda x: (x.count(bead), bead in x, None in x, 7 in x), 2, 1, 2)
        self.assertSame(lambda x: [*reversed(x)], 0, 1, 2)
        self.assertSame(lambda x: (x + more, more + x, x + x, x * 2, 2 * x, x.copy()), 0, 1)

    def test_extendedSlices(self) -> None:
        """
        Slices of every kind are read, assigned and deleted as in a C{list}.
        """
        bounds = (None, -9, -2, 0, 1, 3, 9)
        steps = (None, 2, -1)
        for chosen in (slice(a, b, step) for a in bounds for b in bounds for step in steps):
            self.assertSame(itemgetter(chosen), 0, 1, 2, 3)
        for chosen in (slice(0, 2), slice(2, 1), slice(-1, None), slice(None, None, 2), slice(9, 9)):
            self.assertSame(methodcaller("__setitem__", chosen, self.beads[4:]), 0, 1, 2, 3)
            self.assertSame(methodcaller("__delitem__", chosen), 0, 1, 2, 3)
        self.assertSame(lambda x: x.__setitem__(slice(1, 1), x), 0, 1)
        self.assertSame(methodcaller("__delitem__", slice(None, None, -2)), 0, 1, 2, 3)

    def test_changing(self) -> None:
        """
        Each change has the effect that it has on a C{list}.
        """
        bead, more = self.beads[0], self.beads[4:]
        for index in (-9, -2, -1, 0, 2, 9):
            self.assertSame(methodcaller("insert", index, bead), 1, 2, 3)
            self.assertSame(methodcaller("pop", index), 1, 2, 3)
            self.assertSame(methodcaller("__setitem__", index, bead), 1, 2, 3)
        self.assertSame(methodcaller("pop"), 1, 2)
        self.assertSame(methodcaller("pop"))
        self.assertSame(methodcaller("append", bead), 1)
        self.assertSame(lambda x: x.extend(iter(more)), 1)
        self.assertSame(methodcaller("remove", bead), 1, 0, 2, 0)
        self.assertSame(methodcaller("remove", bead), 1, 2)
        self.assertSame(methodcaller("clear"), 1, 2)
        self.assertSame(methodcaller("reverse"), 1, 2, 3)
        self.assertSame(methodcaller("sort"), 3, 1, 2)
        self.assertSame(lambda x: x.sort(key=lambda each: -each.number), 3, 1, 2)
        self.assertSame(methodcaller("sort", reverse=True), 3, 1, 2)

    def test_inPlace(self) -> None:
        """
        C{+=} and C{*=} change the list itself.
        """
        stored = before = self.make(0)
        stored += [self.beads[1]]
        stored *= 2
        self.assertIs(before, stored)
        self.assertEqual([0, 1, 0, 1], [bead.number for bead in stored])

    def test_randomWalk(self) -> None:
        """
        A list stays equal to a C{list} to which the same is done, whatever that is.
        """
        random = Random(1)
        stored, plain = self.make(), list[Any]()
        for _ in range(120):
            a, b = random.randrange(-9, 9), random.randrange(-9, 9)
            some = random.choices(self.beads, k=random.randrange(4))
            change = random.choice(
                [
                    methodcaller("insert", a, self.beads[0]),
                    methodcaller("__setitem__", slice(a, b), some),
                    methodcaller("__delitem__", slice(a, b, 2)),
                    methodcaller("pop", a),
                    methodcaller("reverse"),
                ]
            )
            self.assertEqual(_outcome(change, plain), _outcome(change, stored))
            self.assertEqual(plain, list(stored))

    def test_comparisons(self) -> None:
        """
        Lists are compared by their contents, with one another and with C{list}s.
        """
        low, high = self.make(0, 1), self.make(0, 2)
        self.assertTrue(low == self.make(0, 1) and low == self.beads[:2] and self.beads[:2] == low)
        self.assertTrue(low != high and low != (0, 1))
        self.assertTrue(low < high and low <= list(high) and high > low and high >= low)
        self.assertRaises(TypeError, hash, low)
        self.assertRaises(TypeError, lambda: low < 5)

    def test_sequence(self) -> None:
        """
        It is a mutable sequence.
        """
        self.assertIsInstance(self.make(), MutableSequence)

    def test_otherStore(self) -> None:
        """
        A list takes no item of another store, and then is as it was.
        """
        stranger = Bead(store=Store(), number=9)
        self.assertRaises(NoCrossStoreReferences, List, [self.beads[0], stranger], store=self.store)
        self.assertEqual(0, self.store.count(List))
        stored = self.make(0, 1)
        self.assertRaises(NoCrossStoreReferences, stored.extend, [self.beads[0], stranger])
        self.assertEqual(self.beads[:2], stored)
        self.assertEqual(0, stored.count(stranger))

    def test_noStore(self) -> None:
        """
        A list that is in no store yet has no contents.
        """
        self.assertRaises(NotInStore, List, self.beads)
        stored = List()
        stored.store = self.store
        self.assertEqual([], stored)

    def test_deleted(self) -> None:
        """
        Where an item was that is deleted is None; the places of a list that is deleted are, too.
        """
        stored, other = self.make(0, 1), self.make(2)
        self.beads[0].deleteFromStore()
        self.assertEqual([None, self.beads[1]], stored)
        self.assertEqual((1, 0), (stored.count(None), stored.index(None)))
        stored.deleteFromStore()
        self.assertEqual(1, self.store.count(_ListItem))
        self.assertEqual([self.beads[2]], other)
