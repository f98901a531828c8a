"""
The operations that a run of a durable function was given: kept as long as it, since it may await them late,
or once more.
"""

from __future__ import annotations

from typing import Any

from axiom.attributes import reference
from axiom.item import Item
from mantissa_like.asyncitems._asynchronousitem import AsynchronousItem
from mantissa_like.asyncitems._values import itemsIn

__all__ = ["DurableArgument", "keepArguments", "replaceArguments"]


class DurableArgument(Item):
    """
    One operation among the arguments of a run.

    @ivar run: the L{DurableRun<mantissa_like.asyncitems._durablerun.DurableRun>}.
    @ivar operation: which.
    """

    typeName = "asyncitems_durable_argument"
    schemaVersion = 1

    run: Any = reference(allowNone=False, whenDeleted=reference.CASCADE)
    operation: Any = reference(reftype=AsynchronousItem)


def keepArguments(run: Item, arguments: str) -> None:
    """
    Keep the operations among the arguments of a run that begins.

    @param arguments: as text.
    """
    store, given = run.presentStore(), itemsIn(arguments)
    if given:
        for operation in store.query(AsynchronousItem, AsynchronousItem.storeID.oneOf(given)):
            DurableArgument(store=store, run=run, operation=operation)


def replaceArguments(run: Item, arguments: str) -> None:
    """
    Keep those among its new arguments instead of those that it had.
    """
    run.presentStore().query(DurableArgument, DurableArgument.run == run).deleteFromStore()
    keepArguments(run, arguments)
