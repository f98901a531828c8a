"""
How far one listener has come with the items of a type: newer ones first, in their order, then backwards
through those that were there before it was added.

The marks move in the transaction in which an item is processed, so each is processed once.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from epsilon.extime import Time
from twisted.python.failure import Failure

from axiom._engine.troubles import FAILURES, TROUBLES
from axiom.attributes import AND, bytes, integer, reference, timestamp
from axiom.item import Item

__all__ = ["BatchProcessingError", "BatchProgress", "_ProcessingFailure", "_ReliableListener"]


@dataclass(frozen=True)
class BatchProgress:
    """
    How far one listener has come.

    @ivar listener: the item that listens.
    @ivar done: how many items it was shown.
    @ivar total: how many there are.
    @ivar failed: with how many of C{done} it failed.
    """

    listener: Any
    done: int
    total: int
    failed: int


class BatchProcessingError(Item):
    """
    The failure of one listener with one item, which it is not shown again.

    @ivar error: the message, as text in UTF-8.
    """

    __module__ = "axiom.batch"

    typeName = "axiom_batch_batchprocessingerror"

    processor = reference()
    listener = reference()
    item = reference()
    error = bytes()


class _ReliableListener(Item):
    """
    The place of one listener in the work of one processor.

    @ivar processor: has the type of the items as C{workUnitType}.
    @ivar listener: provides L{IReliableListener}; None if it was deleted.
    @ivar backwardMark: the storeID of the last item it was shown of those before it was added.
    @ivar forwardMark: the same of those after.
    @ivar lastRun: when it was shown the last one.
    @ivar style: L{LOCAL} or L{REMOTE}.
    """

    __module__ = "axiom.batch"

    typeName = "axiom_batch__reliablelistener"

    processor = reference()
    listener = reference()
    backwardMark = integer()
    forwardMark = integer()
    lastRun = timestamp()
    style = integer()

    def nextUnits(self, limit: int) -> list[Item]:
        """
        The items that it is to be shown next, at most C{limit}.
        """
        unitType = self.processor.workUnitType
        store = self.presentStore()
        newer = store.query(
            unitType, unitType.storeID > self.forwardMark, sort=unitType.storeID.ascending, limit=limit
        )
        older = store.query(
            unitType, unitType.storeID < self.backwardMark, sort=unitType.storeID.descending, limit=limit
        )
        return list(islice(chain(newer, older), limit))

    def show(self, unit: Item, now: Time) -> None:
        """
        Process one item. Called inside a transaction, which must fail if this does.

        @raise _ProcessingFailure: the listener failed.
        """
        self.passBy(unit, now)
        try:
            self.listener.processItem(unit)
        except TROUBLES:
            raise
        except FAILURES as error:
            raise _ProcessingFailure(self, unit, Failure()) from error

    def passBy(self, unit: Item, now: Time) -> bool:
        """
        Not show C{unit} again.

        @return: whether it would have been shown.
        """
        if unit.storeID > self.forwardMark:
            self.forwardMark = unit.storeID
        elif unit.storeID < self.backwardMark:
            self.backwardMark = unit.storeID
        else:
            return False
        self.lastRun = now
        return True

    def progress(self) -> BatchProgress:
        """
        How far it has come.
        """
        unitType, store = self.processor.workUnitType, self.presentStore()
        isDone = AND(unitType.storeID <= self.forwardMark, unitType.storeID >= self.backwardMark)
        isOurs = AND(
            BatchProcessingError.processor == self.processor, BatchProcessingError.listener == self.listener
        )
        return BatchProgress(
            self.listener,
            done=store.count(unitType, isDone),
            total=store.count(unitType),
            failed=store.count(BatchProcessingError, isOurs),
        )


class _ProcessingFailure(Exception):
    """
    A listener failed with an item; the transaction is to be undone, and L{mark} called in another one.

    @ivar failure: how.
    """

    def __init__(self, reliableListener: _ReliableListener, workUnit: Item, failure: Failure) -> None:
        super().__init__(f"{reliableListener.listener!r} failed with {workUnit!r}")
        self.reliableListener, self.workUnit, self.failure = reliableListener, workUnit, failure
        # It would keep the frames, and all that is in them, in memory.
        self.failure.cleanFailure()

    def mark(self, now: Time) -> None:
        """
        Record the failure and go past the item, unless another process did. Called inside a transaction.
        """
        tracker = self.reliableListener
        if tracker.passBy(self.workUnit, now):
            BatchProcessingError(
                store=tracker.store,
                processor=tracker.processor,
                listener=tracker.listener,
                item=self.workUnit,
                error=self.failure.getErrorMessage().encode("utf-8", "backslashreplace"),
            )
