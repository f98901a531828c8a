"""
Observers: those who wait in this process for operations to be settled, by any.

They are told after the commit. Dropping one changes nothing, and none outlives its process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IDelayedCall
from zope.interface import Interface

from axiom.errors import ItemNotFound
from mantissa_like.asyncitems._outcomes import PENDING, RESOLVED, exceptionFor
from mantissa_like.asyncitems.errors import BadOperationValue, NoSuchOperation, UnknownSchema

if TYPE_CHECKING:
    from axiom.runtime import Runtime
    from axiom.store import Store
    from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem

__all__ = ["Observers", "observersOf"]


class _IObservers(Interface):
    """
    The observers in this process: a powerup in memory of the store that they look at.
    """


class Observers:
    """
    Those of one store.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, tuple[AsynchronousItem, list[Deferred[Any]]]] = {}
        self._watch: Any = None
        self._looking: IDelayedCall | None = None

    def add(self, operation: AsynchronousItem) -> Deferred[Any]:
        """
        Wait for an operation; one that is settled is waited for no longer than its commit takes.
        """
        waiting: Deferred[Any] = Deferred(lambda dropped: self._drop(operation.storeID, dropped))
        self._waiting.setdefault(operation.storeID, (operation, []))[1].append(waiting)
        store = operation.presentStore()
        if operation.state != PENDING:
            store.afterCommit(lambda: self.tell(operation))
        elif self._watch is None:
            self._watch = store.onChange(lambda _: self._lookSoon(store.runtime))
        return waiting

    def isWaitedFor(self, operation: AsynchronousItem) -> bool:
        """
        Whether anybody waits for it.
        """
        return operation.storeID in self._waiting

    def tell(self, operation: AsynchronousItem) -> None:
        """
        Tell those who wait for an operation if it is settled; called after a commit.
        """
        if operation.storeID not in self._waiting or _isPending(operation):
            return
        _, waiting = self._waiting.pop(operation.storeID)
        self._rest()
        for each in waiting:
            _fire(each, operation)

    def _lookSoon(self, runtime: Runtime) -> None:
        # Many may be waiting, and many commits have nothing to do with that.
        if self._looking is None:
            self._looking = runtime.callLater(0, self._look)
            if self._looking is None:
                self._look()

    def _look(self) -> None:
        self._looking = None
        for operation, _ in list(self._waiting.values()):
            self.tell(operation)

    def _drop(self, storeID: int, dropped: Deferred[Any]) -> None:
        if storeID in self._waiting:
            waiting = self._waiting[storeID][1]
            waiting.remove(dropped)
            if not waiting:
                del self._waiting[storeID]
                self._rest()

    def _rest(self) -> None:
        if self._waiting:
            return
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None


def _isPending(operation: AsynchronousItem) -> bool:
    try:
        return operation.state == PENDING
    except ItemNotFound:
        return False


def _fire(waiting: Deferred[Any], operation: AsynchronousItem) -> None:
    try:
        if operation.state == RESOLVED:
            waiting.callback(operation.value)
        elif operation.error is not None:
            waiting.errback(exceptionFor(operation.state, operation.error))
    except ItemNotFound:
        # Another process settled and forgot it, before anybody looked.
        waiting.errback(NoSuchOperation(str(operation.storeID)))
    except (BadOperationValue, UnknownSchema) as e:
        # Its schema was changed since.
        waiting.errback(e)


def observersOf(store: Store) -> Observers:
    """
    Those of a store, as it is open in this process.
    """
    found: Observers | None = next(store.powerupsFor(_IObservers), None)
    if found is None:
        found = Observers()
        store.inMemoryPowerUp(found, _IObservers)
    return found
