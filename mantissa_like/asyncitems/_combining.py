"""
Combinations: one operation that is decided by several others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from zope.interface import implementer

from axiom.attributes import integer, json, reference, text
from axiom.item import Item
from axiom.store import ItemQuery
from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem, inTransaction
from mantissa_like.asyncitems._making import addHandlers, makeOperation
from mantissa_like.asyncitems._methods import operationHandler
from mantissa_like.asyncitems._outcomes import OperationError, asOperationError
from mantissa_like.asyncitems._recording import recordedAs
from mantissa_like.asyncitems._values import decodeValue, encodeValue
from mantissa_like.asyncitems.errors import BadOperationValue
from mantissa_like.asyncitems.interfaces import IOperationOrigin

__all__ = ["Combination", "CombinedOperation", "anyOf", "gather", "race"]

_ALL, _ANY, _RACE = "all", "any", "race"
_LONGEST_MESSAGE = 10_000
_TITLES = {_ALL: "All", _ANY: "The first value", _RACE: "The first outcome"}


@implementer(IOperationOrigin)
class Combination(Item):
    """
    What decides an operation by several others.

    @ivar operation: which.
    @ivar kind: C{all}, C{any} or C{race}: by all values or the first error, by the first value or all errors,
        or by the first outcome.
    @ivar missing: how many others have no outcome yet.
    """

    typeName = "asyncitems_combination"
    schemaVersion = 1

    operation: Any = reference(allowNone=False, reftype=AsynchronousItem, whenDeleted=reference.CASCADE)
    kind = text(allowNone=False, caseSensitive=True)
    missing = integer(allowNone=False)

    def parts(self) -> ItemQuery[CombinedOperation]:
        """
        What it is decided by, in the order in which it was combined.
        """
        isPart = CombinedOperation.combination == self
        return self.presentStore().query(CombinedOperation, isPart, sort=CombinedOperation.position.ascending)

    def oneSucceeded(self, value: Any) -> None:
        """
        One more of the parts has a value.
        """
        self.missing -= 1
        if not self.operation.isPending:
            return
        if self.kind != _ALL:
            self.operation.succeed(value)
        elif not self.missing:
            try:
                self.operation.succeed([each.value for each in self.parts()])
            except BadOperationValue as e:
                # Each value may be one, and the list of all too large.
                self.operation.fail(e)

    def oneFailed(self, error: OperationError) -> None:
        """
        One more of the parts has an error.
        """
        self.missing -= 1
        if not self.operation.isPending or (self.kind == _ANY and self.missing):
            return
        if self.kind == _ANY:
            errors = "; ".join(str(each.error) for each in self.parts())
            error = OperationError("AllFailed", errors[:_LONGEST_MESSAGE])
        self.operation.fail(error)

    def waitsFor(self) -> Iterator[AsynchronousItem]:
        """
        See L{IOperationOrigin}.
        """
        return (child for part in self.parts() if (child := part.child) is not None)

    def operationAbandoned(self, operation: AsynchronousItem) -> None:
        """
        See L{IOperationOrigin}.
        """
        for child in self.waitsFor():
            if child.isPending:
                child.cancel()


class CombinedOperation(Item):
    """
    One of the operations that decide another one.

    @ivar combination: what it is part of.
    @ivar position: its place there, from 0 on.
    @ivar result: the text of its value; None unless it has one.
    @ivar error: why it has none; None unless it failed.
    """

    typeName = "asyncitems_combined_operation"
    schemaVersion = 1

    combination: Any = reference(allowNone=False, reftype=Combination, whenDeleted=reference.CASCADE)
    position = integer(allowNone=False)
    result = text(caseSensitive=True)
    error = json(type=OperationError)

    @property
    def child(self) -> AsynchronousItem | None:
        """
        What waits for it; None when that was forgotten.
        """
        return self.presentStore().findFirst(AsynchronousItem, AsynchronousItem.target == self)

    @property
    def value(self) -> Any:
        """
        Its value; None if it has none.
        """
        return None if self.result is None else decodeValue(self.presentStore(), self.result)

    @operationHandler
    def succeeded(self, value: Any) -> None:
        """
        It has a value.
        """
        try:
            self.result = encodeValue(self.presentStore(), value)
        except BadOperationValue as e:
            self.failed(asOperationError(e))
        else:
            self.combination.oneSucceeded(value)

    @operationHandler
    def failed(self, error: OperationError) -> None:
        """
        It has an error.
        """
        self.error = error
        self.combination.oneFailed(error)


@recordedAs("gather")
def gather(operations: Iterable[AsynchronousItem], title: str = "") -> AsynchronousItem:
    """
    An operation whose value is the list of all values; it is rejected with the first error.

    To cancel it is to cancel those of the others for which nothing else waits. Values that have a schema are
    gathered if JSON can say them.

    @param operations: of one store, at least one.
    """
    return _combine(_ALL, operations, title)


@recordedAs("any")
def anyOf(operations: Iterable[AsynchronousItem], title: str = "") -> AsynchronousItem:
    """
    An operation with the first value; it is rejected, with an error of the type C{AllFailed}, if there is
    none. To cancel it is as for L{gather}.

    @param operations: of one store, at least one.
    """
    return _combine(_ANY, operations, title)


@recordedAs("race")
def race(operations: Iterable[AsynchronousItem], title: str = "") -> AsynchronousItem:
    """
    An operation with the first outcome, whatever it is. To cancel it is as for L{gather}.

    @param operations: of one store, at least one.
    """
    return _combine(_RACE, operations, title)


def _combine(kind: str, operations: Iterable[AsynchronousItem], title: str) -> AsynchronousItem:
    combined = list(operations)
    if not combined:
        raise ValueError("a combination is of at least one operation")
    return inTransaction(combined[0].presentStore(), _make, kind, combined, title)


def _make(kind: str, operations: list[AsynchronousItem], title: str) -> AsynchronousItem:
    store = operations[0].presentStore()
    count = len(operations)
    operation = makeOperation(store, title or f"{_TITLES[kind]} of {count}")
    combination = Combination(store=store, operation=operation, kind=kind, missing=count)
    operation.target = combination
    for position, each in enumerate(operations):
        part = CombinedOperation(store=store, combination=combination, position=position)
        addHandlers(each, part, ok="succeeded", error="failed", title=f"Part {position + 1} of {count}")
    return operation
