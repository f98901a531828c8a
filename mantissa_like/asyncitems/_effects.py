"""
Effects: what operations do outside their store, at least once, after their transaction was committed.

An attempt is counted before it begins. Its operation stays due meanwhile, so that whoever works for the store
next begins another attempt if the process is killed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.task import deferLater
from twisted.python.failure import Failure

from axiom.errors import ItemNotFound, StoreBusy, StoreClosed
from axiom.store import Store
from mantissa_like.agenda import guarded
from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem, currentTime
from mantissa_like.asyncitems._handling import attemptFailed, hasTimedOut
from mantissa_like.asyncitems._methods import EFFECT, methodProblem
from mantissa_like.asyncitems._outcomes import REJECTED, OperationError
from mantissa_like.asyncitems._values import decodeValue

__all__ = ["WORK", "Effects"]

WORK = "operations"
"""What work on operations is called in records."""

_OF_ONE_STORE = 10
_LONGEST_ATTEMPT = 300.0
_SOON = 0.2
# So often more than the rule allows may an attempt end without anybody knowing how.
_MOST_LOST = 3

Call = Callable[[], Any]


class Effects:
    """
    The attempts that are under way in this process, a bounded number for each store.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        """
        @param random: gives numbers from 0 to 1.
        """
        self._random = random
        self._running: WeakKeyDictionary[Store, dict[int, Deferred[Any]]] = WeakKeyDictionary()
        self._recording: WeakKeyDictionary[Store, list[Deferred[None]]] = WeakKeyDictionary()

    def room(self, store: Store) -> int:
        """
        How many more may begin.
        """
        return _OF_ONE_STORE - self.count(store)

    def count(self, store: Store) -> int:
        """
        How many are under way.
        """
        return len(self._running.get(store, ()))

    def begin(self, store: Store, operations: Iterable[AsynchronousItem]) -> None:
        """
        Begin attempts, as many as there is room for, and not one that is under way.
        """
        running = self._running.setdefault(store, {})
        recording = self._recording.setdefault(store, [])
        for operation in operations:
            if len(running) >= _OF_ONE_STORE:
                return
            if operation.storeID not in running:
                call = store.transact(self._prepare, operation)
                if call is not None:
                    recording.append(Deferred.fromCoroutine(self._attempt(store, operation, call)))

    def underWay(self, store: Store) -> list[Deferred[None]]:
        """
        For each attempt that is, or that has ended since this was asked last, what fires when its result is
        recorded.
        """
        recording = self._recording.get(store, [])
        found = list(recording)
        recording[:] = [each for each in found if not each.called]
        return found

    def cancelAbandoned(self, store: Store) -> None:
        """
        Cancel the attempts of operations that were settled by somebody else.
        """
        for storeID, attempt in list(self._running.get(store, {}).items()):
            operation = store.getItemByID(storeID, default=None)
            if operation is None or not operation.isPending:
                attempt.cancel()

    def _prepare(self, operation: AsynchronousItem) -> Call | None:
        """
        Count an attempt; in a transaction.
        """
        if not operation.isPending or operation.due is None:
            return None
        if hasTimedOut(operation):
            operation.timeOut()
            return None
        most = 1 if operation.retry is None else operation.retry.attempts
        if operation.attempts >= most + _MOST_LOST:
            lost = OperationError("AttemptsLost", f"{operation.attempts} attempts ended, nobody knows how")
            operation.settle(REJECTED, None, lost)
            return None
        target = operation.target
        problem = methodProblem(target, operation.effectMethod, operation.effectVersion, EFFECT)
        if problem:
            operation.park(problem)
            return None
        operation.attempts += 1
        arguments = decodeValue(operation.presentStore(), operation.arguments or "[]")
        method = getattr(target, operation.effectMethod)
        return lambda: method(operation.operationID, *arguments)

    async def _attempt(self, store: Store, operation: AsynchronousItem, call: Call) -> None:
        running, storeID, clock = self._running[store], operation.storeID, store.runtime.clock
        seconds = _LONGEST_ATTEMPT
        if operation.deadline is not None:
            seconds = min(seconds, (operation.deadline - currentTime(store)).total_seconds())
        with guarded(store, WORK, operation.operationID):
            attempt = running[storeID] = maybeDeferred(call)
        result: Any
        try:
            result = await attempt.addTimeout(seconds, clock)
        except Exception:
            result = Failure()
        try:
            while not self._hasConcluded(store, operation, result):
                await deferLater(clock, _SOON)
        finally:
            del running[storeID]

    def _hasConcluded(self, store: Store, operation: AsynchronousItem, result: Any) -> bool:
        try:
            store.transact(self._conclude, operation, result)
        except StoreBusy:
            return False
        except (StoreClosed, ItemNotFound):
            # Where the store is open next, another attempt is begun, unless the operation is gone.
            return True
        return True

    def _conclude(self, operation: AsynchronousItem, result: Any) -> None:
        if not operation.isPending:
            return
        if not isinstance(result, Failure):
            try:
                operation.succeed(result)
                return
            except ValueError:
                result = Failure()
        attemptFailed(operation, result, self._random)
