"""
Long queries in a real thread: the reactor goes on meanwhile.
"""

from __future__ import annotations

from math import comb
from typing import Any

from twisted.internet import reactor
from twisted.internet.defer import Deferred
from twisted.internet.task import LoopingCall, deferLater
from twisted.trial.unittest import TestCase

from axiom.attributes import AND, integer, text
from axiom.errors import StoreClosed
from axiom.item import Item, Placeholder
from axiom.store import Store

_NUMBERS = 250


class Number(Item):
    """
    One of many.
    """

    typeName = "test_long_queries_number"

    number = integer()
    name = text()


class LongQueryTests(TestCase):
    """
    A store in which a query takes long.
    """

    def setUp(self) -> Any:
        """
        Numbers, and a reactor that runs.
        """
        self.store = Store(self.mktemp())
        self.addCleanup(self.store.close)
        self.store.batchInsert(Number, [Number.number], [(number,) for number in range(_NUMBERS)])
        one, other = Placeholder(Number), Placeholder(Number)
        self.query = self.store.query(
            (Number, one, other), AND(Number.number < one.number, one.number < other.number)
        )
        every = [Placeholder(Number) for _ in range(6)]
        self.endless = self.store.query((Number, *every))
        return self.pause(0)

    def pause(self, seconds: float) -> Deferred[None]:
        """
        Wait.
        """
        clock: Any = reactor
        return deferLater(clock, seconds)

    async def test_reactorGoesOn(self) -> None:
        """
        While the thread looks, the reactor does other things, and the store reads and writes; what the
        thread sees is of one moment.
        """
        turns: list[int] = []

        def turn() -> None:
            Number(store=self.store, number=-1, name="new")
            turns.append(self.store.query(Number, Number.name == "new").count())

        loop = LoopingCall(turn)
        loop.start(0.001, now=False)
        try:
            found = await self.query.deferredCount()
        finally:
            loop.stop()
        # Each number that was new in that moment is the first of as many triples.
        self.assertEqual(0, (found - comb(_NUMBERS, 3)) % comb(_NUMBERS, 2))
        self.assertGreater(len(turns), 3)
        self.assertEqual(list(range(1, len(turns) + 1)), turns)

    async def test_closed(self) -> None:
        """
        Closing the store ends the query soon.
        """
        found = self.endless.deferredCount()
        await self.pause(0.05)
        self.assertFalse(found.called)
        self.store.close()
        await self.assertFailure(found, StoreClosed)

    async def test_cancelled(self) -> None:
        """
        A query that is cancelled is ended too, so that the next one is run.
        """
        found = self.endless.deferredCount()
        found.addErrback(lambda _: None)
        found.cancel()
        self.assertEqual(_NUMBERS, await self.store.query(Number).deferredCount())
