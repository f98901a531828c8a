"""
Making operations: such as somebody settles, children with handlers, and effects outside the store.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from epsilon.extime import Time

from axiom.item import Item
from axiom.store import Store
from mantissa_like.asyncitems._asynchronousitem import (
    EFFECT_LANE,
    READY,
    AsynchronousItem,
    currentTime,
    inTransaction,
)
from mantissa_like.asyncitems._methods import EFFECT, HANDLER, methodVersion
from mantissa_like.asyncitems._noting import noteDue
from mantissa_like.asyncitems._recording import recordedAs
from mantissa_like.asyncitems._retries import Retry
from mantissa_like.asyncitems._schemas import schemaName
from mantissa_like.asyncitems._values import encodeValue
from mantissa_like.asyncitems.errors import OtherStore

__all__ = ["addHandlers", "effect", "makeOperation", "makeRunning", "withTimeout"]

_KEEP = 60


@recordedAs("operation")
def makeOperation(
    store: Store,
    title: str = "",
    timeout: timedelta | None = None,
    keep: timedelta | None = None,
    schema: Any = None,
    origin: Item | None = None,
) -> AsynchronousItem:
    """
    Make a pending operation, to be settled by whoever made it.

    @param title: what it is, for people.
    @param timeout: the time after which it is timed out.
    @param keep: the time for which it is kept when it is settled and nobody needs it; None for a minute.
    @param schema: what its value is: what was declared by L{declareSchema}, or the name of that; an AMP
        command for its response; None for what JSON can say, and items of the store.
    @param origin: what decides it, if that is an item that provides L{IOperationOrigin}.
    @raise UnknownSchema: nobody declared it.
    """
    return inTransaction(
        store,
        _make,
        store,
        timeout,
        title=title,
        keep=_KEEP if keep is None else int(keep.total_seconds()),
        valueSchema=schemaName(schema),
        target=origin,
    )


@recordedAs("handlers")
def addHandlers(
    operation: AsynchronousItem,
    item: Item | None = None,
    ok: str = "",
    error: str = "",
    retry: Retry | None = None,
    timeout: timedelta | None = None,
    title: str = "",
) -> AsynchronousItem:
    """
    Have a method of an item called with the outcome of an operation, once that is known.

    Never at once, even if it is known. What has no handler for its outcome passes it on.

    @param item: of the same store.
    @param ok: the name of the method that is called with the value; empty for none.
    @param error: the name of the method that is called with the L{OperationError}; empty for none.
    @param retry: when what raises is tried again; None for never.
    @param timeout: the time after which the new operation is timed out, whatever it waits for.
    @param title: what it is, for people; empty for the class of the item and the method.
    @return: the operation whose outcome is what the method makes of it.
    @raise BadHandler: the item has no such method that is decorated with L{operationHandler}.
    @raise OtherStore: the item is in another store.
    """
    store = operation.presentStore()
    if item is not None and item.store is not store:
        raise OtherStore(f"{item!r} is not in {store}")
    return inTransaction(
        store,
        _make,
        store,
        timeout,
        due=None if operation.isPending else READY,
        title=title or _titleOf(item, ok or error),
        sourceID=operation.storeID,
        target=item,
        retry=retry,
        **_handler("ok", item, ok),
        **_handler("error", item, error),
    )


def _titleOf(item: Item | None, method: str) -> str:
    return f"{type(item).__name__}.{method}" if item is not None and method else ""


def _handler(outcome: str, item: Item | None, method: str) -> dict[str, Any]:
    """
    The columns for the handler of an outcome.
    """
    if not method:
        return {}
    return {f"{outcome}Method": method, f"{outcome}Version": methodVersion(item, method, HANDLER)}


@recordedAs("effect", lambda item, method, *arguments, **options: method)
def effect(
    item: Item,
    method: str,
    *arguments: Any,
    retry: Retry | None = None,
    timeout: timedelta | None = None,
    title: str = "",
) -> AsynchronousItem:
    """
    Have a method of an item called that does something outside the store, after the transaction is committed.

    It is called with a key, then the arguments: at least once, with the same key each time. What it returns,
    or what the Deferred or coroutine that it returns comes to, is the outcome.

    @param arguments: what JSON can say, and items of the store.
    @param retry: when what fails is tried again; None for never.
    @param timeout: the time after which it is timed out; an attempt under way is cancelled then.
    @param title: what it is, for people; empty for the class of the item and the method.
    @raise BadHandler: the item has no such method that is decorated with L{outsideEffect}.
    @raise BadOperationValue: the arguments can't be stored.
    """
    store = item.presentStore()
    return inTransaction(
        store,
        _make,
        store,
        timeout,
        due=READY,
        lane=EFFECT_LANE,
        title=title or _titleOf(item, method),
        target=item,
        effectMethod=method,
        effectVersion=methodVersion(item, method, EFFECT),
        arguments=encodeValue(store, list(arguments)),
        retry=retry,
    )


@recordedAs("timeout")
def withTimeout(operation: AsynchronousItem, timeout: timedelta, title: str = "") -> AsynchronousItem:
    """
    An operation with the outcome of another one, if that is known in time.

    If not, it is timed out; and the other one is cancelled, unless something else waits for it.
    """
    return addHandlers(operation, timeout=timeout, title=title)


def makeRunning(
    item: Item, method: str, timeout: timedelta | None, keep: timedelta | None, title: str
) -> AsynchronousItem:
    """
    Make an operation that has a handler of an item called soon, with None; and then with the outcome of
    whatever the handler lets it wait for.
    """
    store, version = item.presentStore(), methodVersion(item, method, HANDLER)
    return _make(
        store,
        timeout,
        due=READY,
        title=title,
        keep=_KEEP if keep is None else int(keep.total_seconds()),
        target=item,
        okMethod=method,
        okVersion=version,
        errorMethod=method,
        errorVersion=version,
    )


def _make(
    store: Store, timeout: timedelta | None, due: Time | None = None, **columns: Any
) -> AsynchronousItem:
    now = currentTime(store)
    deadline = None if timeout is None else now + timeout
    moment = deadline if due is None else due
    given = {**columns, "deadline": deadline, "due": moment}
    # What has its default need not be looked at.
    used = {name: value for name, value in given.items() if value not in (None, "")}
    made = AsynchronousItem(store=store, created=now, **used)
    if moment is not None:
        noteDue(store, None if moment is READY else moment)
    return made
