"""
Forgetting settled operations that nobody needs.

Needed is what others wait for, or what an item of the store refers to, unless that goes with it by CASCADE.
An error that nobody handled is told and kept for a month.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from epsilon.extime import Time
from twisted.logger import Logger

from axiom.attributes import AND, OR, reference
from axiom.store import ItemQuery, Store
from mantissa_like.asyncitems._asynchronousitem import (
    READY,
    SETTLED_LANE,
    AsynchronousItem,
    currentTime,
)
from mantissa_like.asyncitems._durablerun import DurableRun
from mantissa_like.asyncitems._durablestep import DurableStep
from mantissa_like.asyncitems._outcomes import PENDING, REJECTED, TIMED_OUT

__all__ = ["collectSettled"]

_AT_ONCE = 500
_FAILED = (REJECTED, TIMED_OUT)
_KEEP_UNHANDLED = timedelta(days=30)
_LOOK_AGAIN = timedelta(days=1)

_log = Logger()


def collectSettled(store: Store) -> int:
    """
    Forget a bounded number of those that are due for it; in a transaction.

    @return: how many were looked at.
    """
    now = currentTime(store)
    isDue = AND(AsynchronousItem.lane == SETTLED_LANE, AsynchronousItem.due <= now)
    due = store.query(AsynchronousItem, isDue, limit=_AT_ONCE, sort=AsynchronousItem.due.ascending)
    found: dict[int, int | None] = dict(due.getColumns("storeID", "sourceID"))
    if not found:
        return 0
    waitedFor = _sources(store, found, _isOpen())
    _put(store, waitedFor, None)
    rest = found.keys() - waitedFor
    referred = _referredTo(store, rest)
    _put(store, referred, now + _LOOK_AGAIN)
    unhandled = _unhandled(store, rest - referred)
    for operation in unhandled:
        _report(operation, now)
    gone = rest - referred - {each.storeID for each in unhandled}
    _letGo(store, {source for each in gone if (source := found[each]) is not None})
    recorded = _recordedBy(store, gone)
    _chosen(store, gone).deleteFromStore()
    _put(store, recorded, READY)
    return len(found)


def _isOpen() -> Any:
    """
    A child is not done, or its error is one that nobody handled, so that it may be tried again.
    """
    isUnhandled = AND(AsynchronousItem.state.oneOf(_FAILED), AsynchronousItem.isHandled == False)  # noqa: E712
    return OR(AsynchronousItem.state == PENDING, isUnhandled)


def _sources(store: Store, storeIDs: Collection[int], children: Any | None = None) -> set[int]:
    """
    Those of some operations that have children, or such as fulfil a condition.
    """
    isChild = AsynchronousItem.sourceID.oneOf(storeIDs)
    condition = isChild if children is None else AND(isChild, children)
    return set(store.query(AsynchronousItem, condition).getColumn("sourceID").distinct())


def _referredTo(store: Store, storeIDs: Collection[int]) -> set[int]:
    """
    Those of some operations that an item refers to.
    """
    found: set[int] = set()
    for column in store.deletion.columns():
        if column.whenDeleted != reference.CASCADE:
            referring = store.query(column.type, column.oneOf(storeIDs))
            found.update(referring.getColumn(column.attrname, raw=True).distinct())
    return found


def _unhandled(store: Store, storeIDs: Collection[int]) -> list[AsynchronousItem]:
    """
    Those of some operations that failed without anybody taking notice, and were not reported.
    """
    isUnhandled = AND(
        AsynchronousItem.storeID.oneOf(storeIDs),
        AsynchronousItem.state.oneOf(_FAILED),
        AsynchronousItem.isHandled == False,  # noqa: E712
        AsynchronousItem.problem == "",
    )
    failed = list(store.query(AsynchronousItem, isUnhandled))
    handled = _sources(store, [each.storeID for each in failed])
    return [each for each in failed if each.storeID not in handled]


def _report(operation: AsynchronousItem, now: Time) -> None:
    operation.problem = "Nobody handled its error."
    operation.due = now + _KEEP_UNHANDLED
    _log.warn(
        "nobody handled the error of operation {operationID} ({title}): {error}",
        operationID=operation.operationID,
        title=operation.title or "untitled",
        error=operation.error,
    )


def _letGo(store: Store, sources: Collection[int]) -> None:
    """
    Note that children of these operations were forgotten, which had their outcomes.
    """
    if not sources:
        return
    chosen = _chosen(store, sources)
    chosen.update(isHandled=True)
    isWaitedFor = AND(chosen.comparison, AsynchronousItem.lane == SETTLED_LANE, AsynchronousItem.due == None)  # noqa: E711
    store.query(AsynchronousItem, isWaitedFor).update(due=READY)


def _recordedBy(store: Store, runs: Collection[int]) -> set[int]:
    """
    The settled operations that runs of durable functions have in their histories.
    """
    isOfThese = AND(DurableStep.run == DurableRun.storeID, DurableRun.operation.oneOf(runs))
    isSettled = AND(DurableStep.operation == AsynchronousItem.storeID, AsynchronousItem.lane == SETTLED_LANE)
    found = store.query(DurableStep, AND(isOfThese, isSettled))
    return set(found.getColumn("operation", raw=True))


def _put(store: Store, storeIDs: Collection[int], due: Time | None) -> None:
    if storeIDs:
        _chosen(store, storeIDs).update(due=due)


def _chosen(store: Store, storeIDs: Collection[int]) -> ItemQuery[AsynchronousItem]:
    return store.query(AsynchronousItem, AsynchronousItem.storeID.oneOf(storeIDs))
