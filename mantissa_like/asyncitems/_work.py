"""
The work that operations are for a store: handlers, effects, deadlines, and forgetting what is done.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from epsilon.extime import Time
from twisted.internet.defer import Deferred
from zope.interface import implementer

from axiom.attributes import AND
from axiom.errors import StoreBusy
from axiom.store import ItemQuery, Store
from mantissa_like.agenda import IStoreWork, Turn
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
from mantissa_like.asyncitems._effects import Effects
from mantissa_like.asyncitems._handling import attemptFailed, hasTimedOut, runHandler
from mantissa_like.asyncitems._inspecting import findOperation
from mantissa_like.asyncitems._outcomes import OperationError, asOperationError

__all__ = ["AsyncWork"]

_AT_ONCE = 50
_MOST_DEATHS = 3


def _unguarded(store: Store, what: str) -> AbstractContextManager[Any]:
    return nullcontext()


@implementer(IStoreWork)
class AsyncWork:
    """
    Runs handlers, each in a transaction, and begins effects, for one store after the other.

    What is due is in the store; nothing is kept in memory but which effects are under way.
    """

    name = "operations"

    def __init__(
        self,
        random: Callable[[], float],
        guard: Callable[[Store, str], AbstractContextManager[Any]] = _unguarded,
    ) -> None:
        """
        @param random: gives numbers from 0 to 1.
        @param guard: makes the context in which application code is called, of the store and the operation's
            ID; may raise in it what takes too long.
        """
        self._random, self._guard = random, guard
        self._effects = Effects(guard, random)

    def work(self, store: Store) -> Turn:
        """
        Do a bounded part of what is due, and begin some effects.
        """
        self._effects.cancelAbandoned(store)
        now = currentTime(store)
        handled = list(_due(store, HANDLER_LANE, now)[:_AT_ONCE])
        for operation in handled:
            self._handle(store, operation)
        begun = self._beginEffects(store, now)
        collected = store.transact(collectSettled, store) if _due(store, SETTLED_LANE, now) else 0
        return Turn(READY if handled or collected else _nextDue(store, now), begun)

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
        operation.lastError = OperationError("ProcessDied", "its process ended while it was running")
        if operation.attempts >= _MOST_DEATHS:
            operation.fail(operation.lastError)

    def _handle(self, store: Store, operation: AsynchronousItem) -> None:
        try:
            store.transact(self._run, store, operation)
        except StoreBusy:
            # Nothing was done, and it stays due.
            raise
        except Exception as e:
            store.transact(self._recordFailure, operation, asOperationError(e))

    def _run(self, store: Store, operation: AsynchronousItem) -> None:
        if not _isDueStill(operation):
            return
        if hasTimedOut(operation):
            operation.timeOut()
            return
        with self._guard(store, operation.operationID):
            runHandler(operation)

    def _recordFailure(self, operation: AsynchronousItem, error: OperationError) -> None:
        if _isDueStill(operation):
            operation.attempts += 1
            attemptFailed(operation, error, self._random)

    def _beginEffects(self, store: Store, now: Time) -> list[Deferred[None]]:
        room = self._effects.room(store)
        if not room:
            return []
        # Those under way are due, too.
        due = _due(store, EFFECT_LANE, now)[: room + self._effects.count(store)]
        return list(self._effects.begin(store, list(due)))


def _due(store: Store, lane: str, now: Time) -> ItemQuery[AsynchronousItem]:
    isDue = AND(AsynchronousItem.lane == lane, AsynchronousItem.due <= now)
    return store.query(AsynchronousItem, isDue, sort=AsynchronousItem.due.ascending)


def _nextDue(store: Store, now: Time) -> Time | None:
    """
    When something will be due after C{now}; None if nothing will.
    """
    found: list[Time] = []
    for lane in (HANDLER_LANE, EFFECT_LANE, SETTLED_LANE):
        isLater = AND(AsynchronousItem.lane == lane, AsynchronousItem.due > now)
        later = store.query(AsynchronousItem, isLater, sort=AsynchronousItem.due.ascending)
        found.extend(later[:1].getColumn("due"))
    return min(found, key=Time.asPOSIXTimestamp, default=None)


def _isDueStill(operation: AsynchronousItem) -> bool:
    """
    Whether nobody settled it, or put it off, since it was found.
    """
    return operation.isPending and hasCome(operation.presentStore(), operation.due)
