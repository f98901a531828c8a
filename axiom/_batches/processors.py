"""
Batch processors: items that show every item of one type to listeners, a little at a time.

A processor is a runnable of its store's scheduler as long as there is work. For listeners in the batch
process it only sees to it, now and then, that this is at work.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from epsilon.extime import Time
from twisted.logger import Logger
from twisted.python.failure import Failure
from zope.interface import implementer

from axiom._batches.reliablelisteners import (
    BatchProcessingError,
    BatchProgress,
    _ProcessingFailure,
    _ReliableListener,
)
from axiom._batches.upgraders import upgradeProcessor1to2
from axiom.attributes import AND, integer, timestamp
from axiom.errors import UnknownItemType
from axiom.iaxiom import LOCAL, REMOTE, IBatchProcessor, IBatchService, IScheduler
from axiom.item import Item, MetaItem
from axiom.upgrade import registerUpgrader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from axiom.store import Store

__all__ = ["processor"]

_REMINDER = timedelta(minutes=1)


class _BatchProcessor:
    """
    What the processors of all types have in common.

    @cvar workUnitType: the class of the items that are processed.
    @ivar scheduled: when the scheduler runs it next; None if there is no work.
    @ivar busyInterval: the milliseconds between one item and the next.
    """

    __slots__ = ()
    _log = Logger()

    if TYPE_CHECKING:
        store: Store
        storeID: int

    workUnitType: ClassVar[Any]

    scheduled = timestamp()
    busyInterval = integer(default=100)

    def stored(self) -> None:
        """
        Be found by the batch process.
        """
        self.store.powerUp(self, IBatchProcessor)

    def __repr__(self) -> str:
        return f"<Batch of {self.workUnitType.__module__}.{self.workUnitType.__name__} #{self.storeID}>"

    def _trackers(self, *conditions: Any) -> list[_ReliableListener]:
        """
        Whose listener is there, those first that waited longest.
        """
        found = self.store.query(
            _ReliableListener,
            AND(_ReliableListener.processor == self, *conditions),
            sort=(_ReliableListener.lastRun.ascending, _ReliableListener.storeID.ascending),
        )
        return [tracker for tracker in found if _listenerOf(tracker) is not None]

    def addReliableListener(self, listener: Item, style: int = LOCAL) -> _ReliableListener:
        """
        See L{IBatchProcessor}.

        @return: what keeps track of how far it has come.
        """
        return self.store.transact(self._addReliableListener, listener, style)

    def _addReliableListener(self, listener: Item, style: int) -> _ReliableListener:
        existing = self.store.findFirst(_ReliableListener, self._isOf(_ReliableListener, listener))
        if existing is not None:
            return existing
        newest = self.store.query(
            self.workUnitType, sort=self.workUnitType.storeID.descending, limit=1
        ).getColumn("storeID")
        mark = next(iter(newest), 0)
        tracker = _ReliableListener(
            store=self.store,
            processor=self,
            listener=listener,
            forwardMark=mark,
            backwardMark=mark + 1,
            style=style,
        )
        self._scheduleWork()
        return tracker

    def removeReliableListener(self, listener: Item) -> None:
        """
        See L{IBatchProcessor}.
        """
        self.store.transact(self._removeReliableListener, listener)

    def _removeReliableListener(self, listener: Item) -> None:
        for itemType in (_ReliableListener, BatchProcessingError):
            self.store.query(itemType, self._isOf(itemType, listener)).deleteFromStore()

    def _isOf(self, itemType: Any, listener: Item) -> Any:
        return AND(itemType.processor == self, itemType.listener == listener)

    def getReliableListeners(self) -> Iterator[Item]:
        """
        See L{IBatchProcessor}.
        """
        return (tracker.listener for tracker in self._trackers())

    def getFailedItems(self) -> Iterator[tuple[Item, Item]]:
        """
        The pairs of a listener and an item with which it failed.
        """
        failed = self.store.query(BatchProcessingError, BatchProcessingError.processor == self)
        return ((error.listener, error.item) for error in failed)

    def progress(self) -> list[BatchProgress]:
        """
        How far each listener has come.
        """
        return [tracker.progress() for tracker in self._trackers()]

    def itemAdded(self) -> None:
        """
        Called when there is a new item to be processed, in the transaction that adds it or later.
        """
        self.store.transact(self._itemAdded)

    def _itemAdded(self) -> None:
        styles = {tracker.style for tracker in self._trackers()}
        if styles:
            self._scheduleWork()
        if REMOTE in styles:
            self.store.afterCommit(self._startRemotely)

    def _scheduleWork(self) -> None:
        if self.scheduled is None:
            scheduler = IScheduler(self.store)
            self.scheduled = scheduler.now()
            scheduler.schedule(self, self.scheduled)

    def _startRemotely(self) -> None:
        batchService = IBatchService(self.store, None)
        if batchService is not None:
            batchService.start()

    def step(self, style: int = LOCAL, skip: Sequence[Item] = ()) -> bool:
        """
        Show one listener one item, in a transaction.

        @param style: of the listeners that are served.
        @param skip: those that are not.
        @return: whether there is more to be done.
        @raise _ProcessingFailure: a listener failed; call L{timedEventErrorHandler} with that.
        """
        return self.store.transact(self._step, style, skip)

    def _step(self, style: int, skip: Sequence[Item]) -> bool:
        done = False
        for tracker in self._trackers(
            _ReliableListener.style == style, _ReliableListener.listener.notOneOf(skip)
        ):
            units = tracker.nextUnits(1 if done else 2)
            if units and not done:
                tracker.show(units.pop(0), IScheduler(self.store).now())
                done = True
            if units:
                return True
        return False

    def run(self) -> Time | None:
        """
        Do a step of the work; called by the scheduler.
        """
        now: Time = IScheduler(self.store).now()
        if any(tracker.nextUnits(1) for tracker in self._trackers(_ReliableListener.style == REMOTE)):
            self.store.afterCommit(self._startRemotely)
            self.scheduled = now + _REMINDER
        else:
            self.scheduled = None
        if self.step():
            self.scheduled = now + self._interval
        return self.scheduled

    @property
    def _interval(self) -> timedelta:
        return timedelta(milliseconds=self.busyInterval or 0)

    def timedEventErrorHandler(self, timedEvent: Item, failure: Failure) -> Time:
        """
        Record that a listener failed, and go on; after any other failure, which the scheduler has logged, go
        on later.
        """
        error: Any = failure.value
        now: Time = IScheduler(self.store).now()
        wait = _REMINDER
        if isinstance(error, _ProcessingFailure):
            self._log.failure("{error}", failure=error.failure, error=error)
            error.mark(now)
            wait = self._interval
        self.scheduled = now + wait
        return self.scheduled


def _listenerOf(tracker: _ReliableListener) -> Any:
    try:
        return tracker.listener
    except UnknownItemType:
        # Its application is not installed now; it goes on when it is.
        return None


_processors: dict[type[Item], Any] = {}


def processor(forType: type[Item]) -> Any:
    """
    The class of the batch processors of C{forType}, always the same.
    """
    if forType not in _processors:
        namespace = {
            "__module__": forType.__module__,
            "__doc__": f"Shows every L{{{forType.__name__}}} to its listeners.",
            "schemaVersion": 2,
            "workUnitType": forType,
        }
        made: Any = MetaItem(f"Batch_{forType.__name__}", (_BatchProcessor, Item), namespace)
        registerUpgrader(upgradeProcessor1to2, made.typeName, 1, 2)
        _processors[forType] = implementer(IBatchProcessor)(made)
    return _processors[forType]
