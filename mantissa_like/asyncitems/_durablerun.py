"""
Runs of durable functions: each decides an operation, by going through its function as often as need be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from axiom.attributes import AND, integer, reference, text
from axiom.item import Item
from axiom.store import ItemQuery
from mantissa_like.asyncitems._asynchronousitem import READY, SETTLED_LANE, AsynchronousItem
from mantissa_like.asyncitems._durableargument import replaceArguments
from mantissa_like.asyncitems._durablestep import DurableStep
from mantissa_like.asyncitems._handling import DECIDED
from mantissa_like.asyncitems._methods import operationHandler
from mantissa_like.asyncitems._outcomes import REJECTED, asOperationError
from mantissa_like.asyncitems._replaying import Raised, Replay, Waiting
from mantissa_like.asyncitems._values import decodeValue
from mantissa_like.asyncitems.errors import (
    ArgumentsMismatch,
    BadOperationValue,
    BadResult,
    CircularWait,
    DurableFunctionError,
    FunctionChanged,
    FunctionMissing,
    OtherStore,
    UnknownSchema,
)

__all__ = ["BEGUN", "DurableRun", "versionsOf"]

BEGUN = "durable"
"""What the record of a run that was begun by another is called."""


class DurableRun(Item):
    """
    One run of a durable function.

    @ivar operation: what its outcome is that of, and what waits for what the function awaits.
    @ivar target: the item whose function it is; None if that is gone.
    @ivar method: the name of the function.
    @ivar version: of the function, when it began or was resumed.
    @ivar arguments: the text of the list of its positional arguments and the dictionary of the others.
    """

    typeName = "asyncitems_durable_run"
    schemaVersion = 1

    operation: Any = reference(reftype=AsynchronousItem, whenDeleted=reference.CASCADE)
    target: Any = reference()
    method = text(allowNone=False, caseSensitive=True)
    version = integer(allowNone=False)
    arguments = text(allowNone=False, caseSensitive=True)

    def history(self) -> ItemQuery[DurableStep]:
        """
        What it has recorded, the first first.
        """
        isOfThis = DurableStep.run == self
        return self.presentStore().query(DurableStep, isOfThis, sort=DurableStep.number.ascending)

    @operationHandler
    def advance(self, outcome: Any) -> Any:
        """
        Go through the function: to its end, or to what it has to wait for next. If it breaks its rules, or
        does not fit what is recorded, everything is as before, and the operation is parked.
        """
        try:
            self.presentStore().transact(self._advance)
        except (DurableFunctionError, BadOperationValue, CircularWait, OtherStore, UnknownSchema) as e:
            self.operation.park(f"{e}. {e.hint}")
        return DECIDED

    def _advance(self) -> None:
        store, operation = self.presentStore(), self.operation
        replay = Replay(store, self, list(self.history()))
        args, kwargs = decodeValue(store, self.arguments)
        try:
            function = self._function()(self.target, *args, **kwargs)
        except TypeError as e:
            raise ArgumentsMismatch(self._name, e) from e
        progress = replay.go(function)
        if isinstance(progress, Waiting):
            operation.waitFor(progress.operation, progress.until)
        elif isinstance(progress, Raised):
            operation.settle(REJECTED, None, asOperationError(progress.error))
        elif isinstance(progress.value, AsynchronousItem):
            self._goOnAs(progress.value)
        else:
            try:
                operation.succeed(progress.value)
            except BadOperationValue as e:
                raise BadResult(str(e)) from e

    def _goOnAs(self, last: AsynchronousItem) -> None:
        """
        Have the outcome of another operation. If that is a run of the same function, which this one began
        just now, be that run, so that there is no end to how often that can be done.
        """
        run, operation = last.target, self.operation
        if not self._hasJustBegun(last) or (run.target, run.method) != (self.target, self.method):
            operation.follow(last)
            return
        self.version, self.arguments = run.version, run.arguments
        replaceArguments(self, self.arguments)
        last.deleteFromStore()
        self.forget(1)
        operation.waitFor(None)

    def _hasJustBegun(self, operation: AsynchronousItem) -> bool:
        if not operation.isPending or operation.due != READY or operation.pendingChildren():
            return False
        isThat = AND(DurableStep.run == self, DurableStep.operation == operation, DurableStep.kind == BEGUN)
        return bool(self.presentStore().query(DurableStep, isThat)) and not operation.target.history()

    def forget(self, number: int) -> list[AsynchronousItem]:
        """
        Forget what is recorded from a step on.

        @return: what was begun there, the last first.
        """
        isForgotten = AND(DurableStep.run == self, DurableStep.number >= number)
        forgotten = self.presentStore().query(DurableStep, isForgotten, sort=DurableStep.number.descending)
        held = [(each.kind, each.operation) for each in forgotten if each.operation is not None]
        forgotten.deleteFromStore()
        for _, operation in held:
            if operation.lane == SETTLED_LANE:
                # Perhaps nobody needs it any more.
                operation.due = READY
        return [operation for kind, operation in held if kind != "wait"]

    def resumed(self) -> None:
        """
        Take the function as it is now.

        @raise FunctionMissing: there is none.
        """
        self.version = max(self._versions())

    def _function(self) -> Callable[..., Any]:
        versions = self._versions()
        if self.version not in versions:
            raise FunctionChanged(self._name, self.version, max(versions))
        return versions[self.version]

    def _versions(self) -> Mapping[int, Callable[..., Any]]:
        versions = versionsOf(self.target, self.method)
        if not versions:
            raise FunctionMissing(self._name)
        return versions

    @property
    def _name(self) -> str:
        return self.method if self.target is None else f"{type(self.target).__name__}.{self.method}"


def versionsOf(target: object, name: str) -> Mapping[int, Callable[..., Any]]:
    """
    The code of a durable function, by version; empty if there is no such function.
    """
    found: Mapping[int, Callable[..., Any]] = getattr(getattr(type(target), name, None), "versions", {})
    return found
