"""
Parts of queries, and iteration over them while others work.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store


class Number(Item):
    """
    A number.
    """

    typeName = "test_slicing_number"

    value = integer()


class Unseen(Item):
    """
    An item that nobody stores.
    """

    typeName = "test_slicing_unseen"

    value = integer()


class SliceTests(SynchronousTestCase):
    """
    L{axiom.store.BaseQuery} as a sequence.
    """

    def setUp(self) -> None:
        """
        Ten numbers.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.store.batchInsert(Number, [Number.value], [[value] for value in range(10)])
        self.query = self.store.query(Number, sort=Number.value)
        self.values = self.query.getColumn("value")

    def test_likeLists(self) -> None:
        """
        A part of a query has the results that the same part of a list of them has, also a part of a part.
        """
        whole = list(range(10))
        bounds = (None, 0, 1, 4, 10, 12)
        for part in [slice(start, stop) for start in bounds for stop in bounds]:
            cut = self.values[part]
            self.assertEqual(whole[part], list(cut), part)
            self.assertEqual(len(whole[part]), cut.count(), part)
            self.assertEqual(whole[part][1:3], list(cut[1:3]), part)
            self.assertEqual(whole[part][2:], list(cut[2:]), part)

    def test_lazy(self) -> None:
        """
        A part of a query is run when it is iterated over.
        """
        cut = self.query[:2]
        self.query.deleteFromStore()
        self.assertEqual([], list(cut))

    def test_single(self) -> None:
        """
        A number gives one result, or says that there is none in its place.
        """
        self.assertEqual((0, 9), (self.values[0], self.query[9].value))
        self.assertRaises(IndexError, lambda: self.query[10])
        self.assertRaises(IndexError, lambda: self.query[2:4][2])

    def test_refused(self) -> None:
        """
        Neither can be counted from the end, nor can results be skipped.
        """
        for part in (slice(-2, None), slice(None, -1), slice(0, 4, 2), slice(None, None, -1)):
            self.assertRaises(ValueError, lambda part=part: self.query[part])
        self.assertRaises(ValueError, lambda: self.query[-1])
        word: Any = "1"
        error = self.assertRaises(TypeError, lambda: self.query[word])
        self.assertIn("interpreted as an integer", str(error))

    def test_true(self) -> None:
        """
        A query is true if it has a result, whatever it is.
        """
        for query in (self.query, self.values[:1], self.store.query((Number,))):
            self.assertTrue(query)
        nothing = self.store.query(Number, Number.value > 9)
        for query in (nothing, nothing.getColumn("value"), self.query[10:], self.query[:0]):
            self.assertFalse(query)
        self.assertFalse(self.store.query(Unseen))

    def test_contains(self) -> None:
        """
        What is in a query is found in it, and nothing else.
        """
        three, other = self.query[3], Store()
        self.addCleanup(other.close)
        self.assertIn(three, self.query)
        self.assertIn(three, self.store.query(Number, Number.value == 3))
        self.assertNotIn(three, self.store.query(Number, Number.value == 4))
        self.assertIn(three, self.query[2:4])
        self.assertNotIn(three, self.query[4:])
        strangers = (Number(value=3), Number(store=other, value=3), self.store, 3, Unseen(store=self.store))
        for stranger in strangers:
            self.assertNotIn(stranger, self.query)
        self.assertIn(3, self.values)

    def test_deleted(self) -> None:
        """
        The items of a part are deleted, and no others.
        """
        self.query[2:8].deleteFromStore()
        self.assertEqual([0, 1, 8, 9], list(self.values))


class AsynchronousTests(SynchronousTestCase):
    """
    C{async for} over a query.
    """

    def setUp(self) -> None:
        """
        250 numbers, and a clock.
        """
        self.clock = Clock()
        self.store = Store(runtime=Runtime(clock=self.clock, inThread=maybeDeferred))
        self.addCleanup(self.store.close)
        self.store.batchInsert(Number, [Number.value], [[value] for value in range(250)])
        self.seen: list[int | None] = []

    async def look(self, most: int) -> None:
        """
        See the numbers one after the other.
        """
        async for number in self.store.query(Number, sort=Number.value):
            self.seen.append(number.value)
            if len(self.seen) == most:
                break

    def test_inTurns(self) -> None:
        """
        After every hundred results the reactor has its turn, in which anything may be done to the store.
        """
        done = Deferred.fromCoroutine(self.look(1000))
        self.assertEqual(100, len(self.seen))
        self.store.query(Number, Number.value == 120).deleteFromStore()
        self.clock.advance(0)
        self.successResultOf(done)
        self.assertEqual([value for value in range(250) if value != 120], self.seen)

    def test_givenUp(self) -> None:
        """
        An iteration that is given up holds nothing.
        """
        self.successResultOf(Deferred.fromCoroutine(self.look(3)))
        self.assertEqual([0, 1, 2], self.seen)
        self.assertFalse(self.store.connection.inTransaction)
