"""
The work that operations are for a store: handlers, effects, deadlines, and forgetting what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import AND
from axiom.errors import DiskFailed, DiskFull, StoreBusy, StoreClosed, StoreReadOnly
from axiom.store import ItemQuery, Store
from mantissa_like.agenda import IStoreFigures, Turn, guarded
from mantissa_like.asyncitems._asynchronousitem import (
    EFFECT_LANE,
    HANDLER_LANE,
    READY,
    SETTLED_LANE,
    AsynchronousItem,
    currentTime,
    hasCome,
)
from mantissa_like.asyncitems._collecting import collectSettled
from mantissa_like.asyncitems._effects import WORK, Effects
from mantissa_like.asyncitems._handling import attemptFailed, hasTimedOut, isReady, runHandler
from mantissa_like.asyncitems._inspecting import countOperations, findOperation
from mantissa_like.asyncitems._noting import atWork
from mantissa_like.asyncitems._outcomes import PENDING, OperationError, asOperationError

__all__ = ["AsyncWork"]

_ROUND = 50
_MOST_CHILDREN = 200
_MOST_ROUNDS = 10
_SLICE = 0.01
_MOST_DEATHS = 3
_NOT_ITS_FAULT = (StoreBusy, StoreClosed, StoreReadOnly, DiskFull, DiskFailed)


@implementer(IStoreFigures)
class AsyncWork:
    """
    Runs handlers, each in a transaction, and begins effects, for one store after the other.

    What is due is in the store; nothing is kept in memory but which effects are under way.
    """

    name = WORK

    def __init__(self, random: Callable[[], float]) -> None:
        """
        @param random: gives numbers from 0 to 1.
        """
        self._random = random
        self._effects = Effects(random)

    def work(self, store: Store) -> Turn:
        """
        Do a bounded part of what is due, and begin some effects.
        """
        with atWork(store):
            return self._work(store)

    def _work(self, store: Store) -> Turn:
        self._effects.cancelAbandoned(store)
        with store.snapshot():
            first = _firstOfAll(store)
        if not hasCome(store, first):
            return Turn(first)
        isBusy = self._handleSome(store)
        now = currentTime(store)
        moments = self._beginEffects(store, now)
        settled = _firstDue(store, SETTLED_LANE)
        if hasCome(store, settled):
            isBusy = store.transact(collectSettled, store) > 0 or isBusy
        underWay = self._effects.underWay(store)
        if isBusy:
            return Turn(READY, underWay)
        moments += [settled, _firstDue(store, HANDLER_LANE)]
        known = [moment for moment in moments if moment is not None]
        return Turn(min(known, key=Time.asPOSIXTimestamp, default=None), underWay)

    def _handleSome(self, store: Store) -> bool:
        """
        Run handlers for a moment.

        @return: whether there may be more to run.
        """
        clock = store.runtime.clock
        end = clock.seconds() + _SLICE
        batch: list[AsynchronousItem] = []
        for _ in range(_MOST_ROUNDS):
            # What was settled just now is in memory, and due, too.
            batch = batch or list(_due(store, HANDLER_LANE, currentTime(store))[:_ROUND])
            if not batch:
                return False
            sources = {each.storeID: each for each in batch if not each.isPending}
            retried = [each for each in batch if each.isPending]
            for operation in retried:
                self._handle(store, operation)
            batch = self._handOn(store, sources) if sources else []
            if clock.seconds() >= end:
                break
        return True

    def _handOn(self, store: Store, sources: dict[int, AsynchronousItem]) -> list[AsynchronousItem]:
        """
        Run the handlers of those that wait for settled operations, of which some may be left for next time.

        @return: those that are settled by that.
        """
        isWaiting = AND(
            AsynchronousItem.sourceID.oneOf(sources),
            AsynchronousItem.state == PENDING,
            AsynchronousItem.problem == "",
            AsynchronousItem.attempts == 0,
        )
        order = (AsynchronousItem.sourceID.ascending, AsynchronousItem.storeID.ascending)
        waiting = list(store.query(AsynchronousItem, isWaiting, _MOST_CHILDREN, sort=order))
        last = {child.sourceID: child for child in waiting}
        if len(waiting) == _MOST_CHILDREN:
            # There may be more that wait for the source of the last one, or for one behind it.
            unfinished = waiting[-1].sourceID or 0
            sources = {storeID: each for storeID, each in sources.items() if storeID < unfinished}
        for child in waiting:
            isLast = child is last[child.sourceID]
            self._handle(store, child, sources.get(child.sourceID or 0) if isLast else None)
        childless = [each for storeID, each in sources.items() if storeID not in last]
        if childless:
            store.transact(_finish, childless)
        return [child for child in waiting if not child.isPending]

    def figures(self, store: Store) -> dict[str, int]:
        """
        How many operations there are in each state, and how many of all are stuck.
        """
        return countOperations(store)

    def commitsLost(self, store: Store) -> None:
        """
        Nothing to do: what the store holds is what is to be done.
        """

    def died(self, store: Store, what: str) -> None:
        """
        Count an attempt of an operation whose handler ended its process; after several it is rejected.

        @param what: the operation's ID.
        """
        store.transact(self._countDeath, store, what)

    def _countDeath(self, store: Store, operationID: str) -> None:
        operation = findOperation(store, operationID)
        if operation is None or not operation.isPending or operation.lane != HANDLER_LANE:
            # Attempts of effects are counted before they begin.
            return
        operation.attempts += 1
        operation.due = READY
        operation.lastError = OperationError("ProcessDied", "its process ended while it was running")
        if operation.attempts >= _MOST_DEATHS:
            operation.fail(operation.lastError)

    def _handle(
        self, store: Store, operation: AsynchronousItem, finished: AsynchronousItem | None = None
    ) -> None:
        """
        @param finished: what nobody else waits for then.
        """
        try:
            store.transact(self._run, store, operation, finished)
        except _NOT_ITS_FAULT:
            # Nothing was done, and it stays due.
            raise
        except Exception as e:
            store.transact(self._recordFailure, operation, asOperationError(e), finished)

    def _run(self, store: Store, operation: AsynchronousItem, finished: AsynchronousItem | None) -> None:
        if hasTimedOut(operation):
            operation.timeOut()
        elif isReady(operation, source := operation.source):
            with guarded(store, WORK, operation.operationID):
                runHandler(operation, source)
        if finished is not None:
            finished.handedOn()

    def _recordFailure(
        self, operation: AsynchronousItem, error: OperationError, finished: AsynchronousItem | None
    ) -> None:
        if isReady(operation, operation.source):
            operation.attempts += 1
            attemptFailed(operation, error, self._random)
        if finished is not None:
            finished.handedOn()

    def _beginEffects(self, store: Store, now: Time) -> list[Time | None]:
        """
        @return: when the next one is due, if there is room for it.
        """
        room, first = self._effects.room(store), _firstDue(store, EFFECT_LANE)
        if not room or first is None:
            return []
        # Those under way are due, too.
        due = _due(store, EFFECT_LANE, now)[: room + self._effects.count(store)]
        self._effects.begin(store, list(due))
        return [_firstDue(store, EFFECT_LANE, now)] if self._effects.room(store) else []


def _due(store: Store, lane: str, now: Time) -> ItemQuery[AsynchronousItem]:
    isDue = AND(AsynchronousItem.lane == lane, AsynchronousItem.due <= now)
    return store.query(AsynchronousItem, isDue, sort=AsynchronousItem.due.ascending)


def _firstOfAll(store: Store) -> Time | None:
    """
    When something is due first, of any lane; None if nothing will be.
    """
    if not store.hasType(AsynchronousItem):
        return None
    # A store with other work is asked this all the time, so the SQL is written down.
    table = AsynchronousItem.schema.tableName
    firsts = (
        f"(SELECT min(due) FROM {table} WHERE lane = '{lane}')"
        for lane in (HANDLER_LANE, EFFECT_LANE, SETTLED_LANE)
    )
    [moments] = store.querySQL(f"SELECT {', '.join(firsts)}")
    first = min((each for each in moments if each is not None), default=None)
    return AsynchronousItem.due.outfilter(first, None)


def _firstDue(store: Store, lane: str, after: Time | None = None) -> Time | None:
    """
    When something of a lane is due first; None if nothing will be.

    @param after: leave out what is due until then.
    """
    isDue = AsynchronousItem.due >= READY if after is None else AsynchronousItem.due > after
    found = store.query(
        AsynchronousItem, AND(AsynchronousItem.lane == lane, isDue), 1, sort=AsynchronousItem.due.ascending
    )
    return next(iter(found.getColumn("due")), None)


def _finish(settled: Iterable[AsynchronousItem]) -> None:
    for each in settled:
        each.handedOn()
