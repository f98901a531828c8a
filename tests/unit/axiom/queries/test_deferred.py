"""
Long queries in a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Thread
from typing import Any

from twisted.internet.defer import CancelledError, Deferred, maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.errors import SQLError, StoreClosed, StoreReadOnly, TransactionUnderWay
from axiom.item import Item, Placeholder
from axiom.runtime import Runtime
from axiom.search import Hit
from axiom.store import Store


class Track(Item):
    """
    Something of which there is much.
    """

    typeName = "test_deferredqueries_track"

    title = text(searchable=True)
    number = integer()


class Missing(Item):
    """
    Something of which there is nothing.
    """

    typeName = "test_deferredqueries_missing"

    number = integer()


class Worker:
    """
    Threads that do what they are given when they are told to.

    @ivar waiting: what they were given.
    @ivar done: what gives the result of what they did.
    """

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.done: list[Callable[[], object]] = []

    def inThread(self, f: Callable[..., Any], *args: Any) -> Deferred[Any]:
        """
        Have C{f} called by the next thread.
        """
        result: Deferred[Any] = Deferred()

        def run() -> None:
            outcome = maybeDeferred(f, *args)
            self.done.append(partial(outcome.chainDeferred, result))

        self.waiting.append(run)
        return result

    def start(self) -> Thread:
        """
        Let a thread begin with the first thing that waits.
        """
        thread = Thread(target=self.waiting.pop(0))
        thread.start()
        return thread

    def work(self) -> None:
        """
        Let a thread do the first thing that waits.
        """
        self.start().join()

    def deliver(self) -> None:
        """
        Give the result of the first thing that was done.
        """
        self.done.pop(0)()


class DeferredQueryTests(SynchronousTestCase):
    """
    Queries of a store in a directory, whose threads work when they are told to.
    """

    def setUp(self) -> None:
        """
        A store with three tracks.
        """
        self.clock, self.worker = Clock(), Worker()
        self.directory = self.mktemp()
        self.store = Store(self.directory, runtime=Runtime(self.clock, self.worker.inThread))
        self.addCleanup(self.store.close)
        self.tracks = [Track(store=self.store, title=f"track {n}", number=n) for n in range(3)]
        self.query = self.store.query(Track, Track.number > 0, sort=Track.number.descending)

    def result(self, deferred: Deferred[Any]) -> Any:
        """
        What a query found, once the thread has worked.
        """
        self.assertNoResult(deferred)
        self.worker.work()
        self.worker.deliver()
        return self.successResultOf(deferred)

    def test_items(self) -> None:
        """
        It gives the items that are in memory, in their order.
        """
        found = self.result(self.query.deferred())
        self.assertEqual([self.tracks[2], self.tracks[1]], found)

    def test_kinds(self) -> None:
        """
        Values, tuples, hits and counts can be looked for so too.
        """
        other = Placeholder(Track)
        pairs = self.store.query(
            (Track, other), Track.number < other.number, sort=(Track.number, other.number)
        )
        zero, one, two = self.tracks
        self.assertEqual([(zero, one), (zero, two), (one, two)], self.result(pairs.deferred()))
        self.assertEqual(3, self.result(pairs.deferredCount()))
        self.assertEqual([2, 1], self.result(self.query.getColumn("number").deferred()))
        zero.title = None
        self.assertEqual(2, self.result(self.store.query(Track).getColumn("title").deferredCount()))
        [hit] = self.result(self.store.search(Track.title.matches("2")).deferred())
        self.assertIsInstance(hit, Hit)
        self.assertIs(two, hit.item)

    def test_awaited(self) -> None:
        """
        It can be awaited.
        """

        async def numbers() -> list[int | None]:
            return [track.number for track in await self.query.deferred()]

        self.assertEqual([2, 1], self.result(Deferred.fromCoroutine(numbers())))

    def test_seesCommitted(self) -> None:
        """
        What was committed before the call is found, whichever store did it.
        """
        other = Store(self.directory)
        self.addCleanup(other.close)
        Track(store=other, number=3)
        Track(store=self.store, number=4)
        self.assertEqual([4, 3, 2, 1], [track.number for track in self.result(self.query.deferred())])

    def test_outdated(self) -> None:
        """
        Items that change meanwhile are given as they are then, and deleted ones left out.
        """

        def meanwhile() -> None:
            self.tracks[1].title = "changed"
            self.tracks[2].deleteFromStore()
            Track(store=self.store, number=5)

        self.assertMeanwhile(meanwhile)

    def test_outdatedByOthers(self) -> None:
        """
        So it is when another store changes them.
        """
        other = Store(self.directory)
        self.addCleanup(other.close)

        def meanwhile() -> None:
            other.findUnique(Track, Track.number == 1).title = "changed"
            other.query(Track, Track.number == 2).deleteFromStore()
            Track(store=other, number=5)

        self.assertMeanwhile(meanwhile)

    def assertMeanwhile(self, meanwhile: Callable[[], None]) -> None:
        """
        Of the tracks 1 and 2 the first is given with its new title, when C{meanwhile} happens after a thread
        has read them.
        """
        found = self.query.deferred()
        self.worker.work()
        meanwhile()
        self.worker.deliver()
        self.assertEqual([self.tracks[1]], self.successResultOf(found))
        self.assertEqual("changed", self.tracks[1].title)

    def test_manyInSlices(self) -> None:
        """
        Of many rows items are made some at a time, between which other things happen, as a deletion.
        """
        self.store.batchInsert(Track, [Track.number], [(number,) for number in range(10, 2510)])
        found = self.store.query(Track, Track.number > 9, sort=Track.number).deferred()
        self.worker.work()
        self.worker.deliver()
        self.assertNoResult(found)
        self.store.query(Track, Track.number > 2500).deleteFromStore()
        self.assertNoResult(found)
        self.clock.advance(0)
        self.assertEqual(list(range(10, 2501)), [track.number for track in self.successResultOf(found)])

    def test_oneAtATime(self) -> None:
        """
        The next query begins when the one before has its result, even if that failed or was cancelled.
        """
        failing = self.store.query(Track, Track.title == "x").getColumn("title").deferred()
        cancelled, last = self.query.deferred(), self.query.deferredCount()
        self.assertEqual(1, len(self.worker.waiting))
        self.patch(Track.title, "outfilter", None)
        self.worker.work()
        self.worker.deliver()
        self.successResultOf(failing)
        self.assertEqual(1, len(self.worker.waiting))
        cancelled.cancel()
        self.failureResultOf(cancelled, CancelledError)
        self.worker.waiting.pop(0)
        self.assertEqual(2, self.result(last))

    def test_cancelledWhileWaiting(self) -> None:
        """
        A query that is cancelled before its turn is never run.
        """
        first, second, third = (self.query.deferredCount() for _ in range(3))
        second.cancel()
        self.failureResultOf(second, CancelledError)
        self.assertEqual(2, self.result(first))
        self.assertEqual(2, self.result(third))
        self.assertEqual([], self.worker.waiting)

    def test_failure(self) -> None:
        """
        An error of the query is the result, and the next query is run.
        """
        failing = self.store.query(Track, Track.number > 0).deferredCount()
        self.store.executeSQL("ALTER TABLE item_test_deferredqueries_track_v1 RENAME COLUMN number TO nummer")
        self.worker.work()
        self.worker.deliver()
        self.failureResultOf(failing, SQLError)
        self.assertEqual(3, self.result(self.store.query(Track).getColumn("storeID").deferredCount()))

    def test_inTransaction(self) -> None:
        """
        It is refused where it would see something else than what is around it.
        """

        def ask() -> None:
            self.failureResultOf(self.query.deferred(), TransactionUnderWay)

        self.store.transact(ask)
        with self.store.snapshot():
            self.failureResultOf(self.query.deferredCount(), TransactionUnderWay)

    def test_betweenRows(self) -> None:
        """
        It can be asked for within a loop over another query.
        """
        found = [self.query.deferredCount() for _ in self.query]
        self.assertEqual([2, 2], [self.result(each) for each in found])

    def test_nothingStored(self) -> None:
        """
        Where nothing was stored nothing is found, without a thread.
        """
        self.assertEqual([], self.successResultOf(self.store.query(Missing).deferred()))
        self.assertEqual(0, self.successResultOf(self.store.query(Missing).deferredCount()))

    def test_inMemory(self) -> None:
        """
        A store in memory, which no other connection can read, answers at once.
        """
        store = Store(runtime=Runtime(self.clock, self.worker.inThread))
        self.addCleanup(store.close)
        track = Track(store=store, number=1)
        self.assertEqual([track], self.successResultOf(store.query(Track).deferred()))
        self.assertEqual(1, self.successResultOf(store.query(Track).deferredCount()))

    def test_withoutReactor(self) -> None:
        """
        Where no reactor runs, as in a command, any number of items is there at once.
        """
        store = Store(self.directory)
        self.addCleanup(store.close)
        store.batchInsert(Track, [Track.number], [(number,) for number in range(3, 2503)])
        self.assertEqual(2502, len(self.successResultOf(store.query(Track, Track.number > 0).deferred())))

    def test_writesNothing(self) -> None:
        """
        A thread can't write.
        """
        reads = self.store.deferredQueries._read
        self.assertRaises(StoreReadOnly, reads, ("DELETE FROM axiom_objects", ()), lambda: False)

    def test_closedWhileRunning(self) -> None:
        """
        Closing the store ends the query that runs, and the others in their turn; no thread uses it any more.
        """
        self.store.batchInsert(Track, [Track.number], [(number,) for number in range(200)])
        others = [Placeholder(Track) for _ in range(6)]
        endless = self.store.query((Track, *others)).deferredCount()
        waiting = self.query.deferred()
        thread = self.worker.start()
        while not self.store.deferredQueries._running.locked():
            pass
        self.store.close()
        self.assertFalse(self.store.deferredQueries._running.locked())
        thread.join()
        self.worker.deliver()
        self.failureResultOf(endless, StoreClosed)
        self.worker.work()
        self.worker.deliver()
        self.failureResultOf(waiting, StoreClosed)

    def test_closedBeforeDelivery(self) -> None:
        """
        Items can't be made any more of rows that were read before the store was closed.
        """
        found = self.query.deferred()
        self.worker.work()
        self.store.close()
        self.worker.deliver()
        self.failureResultOf(found, StoreClosed)
