"""
Handling: what one child makes of the outcome of its source, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable

from epsilon.extime import Time

from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem, currentTime, hasCome
from mantissa_like.asyncitems._methods import HANDLER, methodProblem
from mantissa_like.asyncitems._outcomes import REJECTED, RESOLVED, OperationError, asOperationError

__all__ = ["DECIDED", "attemptFailed", "hasTimedOut", "isReady", "runHandler"]

DECIDED = object()
"""What a handler returns that has decided about its operation itself."""


def runHandler(child: AsynchronousItem, source: AsynchronousItem | None) -> None:
    """
    Call the handler of a child that is ready, and record what comes of it; in a transaction, which fails with
    what the handler raises.

    @param source: that of the child.
    """
    if source is None and child.sourceID is not None:
        child.settle(REJECTED, None, OperationError("SourceGone", "what it waited for was deleted"))
        return
    if source is None or source.state == RESOLVED:
        method, version = child.okMethod, child.okVersion
    else:
        method, version = child.errorMethod, child.errorVersion
    if not method and source is not None:
        child.valueSchema = source.valueSchema
        child.settle(RESOLVED if source.state == RESOLVED else REJECTED, source.result, source.error)
        return
    target = child.target
    problem = methodProblem(target, method, version, HANDLER)
    if problem:
        child.park(problem)
        return
    outcome = None
    if source is not None:
        outcome = source.value if source.state == RESOLVED else source.error
    returned = getattr(target, method)(outcome)
    if returned is DECIDED:
        return
    if isinstance(returned, AsynchronousItem):
        child.follow(returned)
    else:
        child.succeed(returned)


def isReady(child: AsynchronousItem, source: AsynchronousItem | None) -> bool:
    """
    Whether the handler of a child is to be run: its source is settled, and it does not wait for another
    attempt or for somebody who does something about its problem. Without a source, the moment has come.
    """
    if not child.isPending or child.problem or (source is not None and source.isPending):
        return False
    if child.sourceID is None:
        return bool(child.okMethod) and hasCome(child.presentStore(), child.due)
    return not child.attempts or hasCome(child.presentStore(), child.due)


def attemptFailed(
    operation: AsynchronousItem, error: BaseException | OperationError, random: Callable[[], float]
) -> None:
    """
    Record that a handler or an effect has failed: it is tried again, or rejected. In a transaction.

    @param random: gives numbers from 0 to 1.
    """
    found = asOperationError(error)
    if hasTimedOut(operation):
        operation.timeOut()
        return
    wait = None
    if operation.retry is not None:
        wait = operation.retry.delay(operation.attempts, found, random)
    if wait is None:
        operation.settle(REJECTED, None, found)
        return
    operation.lastError = found
    # If the deadline comes first, it is timed out then.
    again = currentTime(operation.presentStore()) + wait
    operation.due = again if operation.deadline is None else min(again, operation.deadline, key=_seconds)


def hasTimedOut(operation: AsynchronousItem) -> bool:
    """
    Whether it is pending, and its deadline has passed.
    """
    return hasCome(operation.presentStore(), operation.deadline) and operation.isPending


def _seconds(moment: Time) -> float:
    return float(moment.asPOSIXTimestamp())
