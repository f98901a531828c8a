"""
Looking at the runs of durable functions, and beginning them anew.
"""

from __future__ import annotations

from axiom.store import ItemQuery
from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem, inTransaction
from mantissa_like.asyncitems._durablerun import DurableRun
from mantissa_like.asyncitems._durablestep import DurableStep
from mantissa_like.asyncitems._noting import noteDue
from mantissa_like.asyncitems._outcomes import REJECTED
from mantissa_like.asyncitems.errors import NoSuchStep, NotDurable, NotStuck

__all__ = ["historyOf", "isRun", "restartRun"]


def isRun(operation: AsynchronousItem) -> bool:
    """
    Whether an operation is a run of a durable function, which has a history and can be restarted.
    """
    return isinstance(operation.target, DurableRun)


def historyOf(operation: AsynchronousItem) -> ItemQuery[DurableStep]:
    """
    What a run of a durable function has recorded so far, the first first; may be empty.

    @raise NotDurable: the operation is no such run.
    """
    return _runOf(operation).history()


def restartRun(operation: AsynchronousItem, step: int = 1) -> None:
    """
    Let a run begin anew, with the function as it is now: one that is pending, or has an error that nobody
    handled.

    What it did from that step on is forgotten, and done again: steps, and effects that may have taken effect.
    Nothing of it is undone. Effects and runs that it began are cancelled if they are pending and nothing
    waits for them any more. Who waits for the run goes on waiting.

    @param step: the number of the first step to be forgotten; those before are kept, and must fit the
        function.
    @raise NotDurable: the operation is no run of a durable function.
    @raise NotStuck: it is settled, and its error, if it has one, is handled.
    @raise NoSuchStep: there are not so many.
    @raise FunctionMissing: there is no such function any more.
    """
    run = _runOf(operation)
    inTransaction(operation.presentStore(), _restart, run, operation, step)


def _restart(run: DurableRun, operation: AsynchronousItem, step: int) -> None:
    if not operation.isPending and not (operation.state == REJECTED and operation.problem):
        raise NotStuck(operation.operationID, operation.state)
    if not 1 <= step <= run.history().count() + 1:
        raise NoSuchStep(operation.operationID, step)
    run.resumed()
    if not operation.isPending:
        operation.reopen()
    operation.problem = ""
    begun = run.forget(step)
    operation.waitFor(None)
    for each in begun:
        isItsOwn = each.effectMethod or isinstance(each.target, DurableRun)
        if isItsOwn and each.isPending and not each.pendingChildren():
            each.cancel()
    noteDue(operation.presentStore())


def _runOf(operation: AsynchronousItem) -> DurableRun:
    run = operation.target
    if not isinstance(run, DurableRun):
        raise NotDurable(operation.operationID)
    return run
