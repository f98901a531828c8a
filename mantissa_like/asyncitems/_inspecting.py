"""
Looking at the operations of a store, and helping those that are stuck.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hmac import compare_digest

from axiom.store import ItemQuery, Store
from mantissa_like.asyncitems._asynchronousitem import (
    READY,
    AsynchronousItem,
    inTransaction,
)
from mantissa_like.asyncitems._durablerun import DurableRun
from mantissa_like.asyncitems._methods import EFFECT, HANDLER, methodVersion
from mantissa_like.asyncitems._noting import noteDue
from mantissa_like.asyncitems._outcomes import REJECTED
from mantissa_like.asyncitems.errors import NoSuchOperation, NotStuck

__all__ = [
    "OperationTree",
    "cancelOperation",
    "countOperations",
    "findOperation",
    "operationNumbered",
    "operationsOf",
    "retryOperation",
    "stuckOperations",
    "treeOf",
]

_MOST_OF_TREE = 1000
_MOST_COUNTED = 20_000


@dataclass(frozen=True)
class OperationTree:
    """
    An operation and what waits for it.

    @ivar children: those that wait for it, the oldest first; may be empty.
    """

    operation: AsynchronousItem
    children: Sequence[OperationTree]

    def all(self) -> Iterator[tuple[int, OperationTree]]:
        """
        Everything in it, each thing before what waits for it, with how many others are between it and the
        root.
        """
        # A chain may be longer than calls may be nested.
        left = [(0, self)]
        while left:
            depth, each = left.pop()
            yield depth, each
            left.extend((depth + 1, child) for child in reversed(each.children))


def findOperation(store: Store, operationID: str) -> AsynchronousItem | None:
    """
    The operation of a store that is known by this ID; None if there is none, or it was forgotten.
    """
    number, _, secret = operationID.partition("-")
    found = None
    if number.isdecimal() and number.isascii() and len(number) < 19:
        found = store.getItemByID(int(number), default=None)
    if not isinstance(found, AsynchronousItem) or not compare_digest(found.secret.encode(), secret.encode()):
        return None
    return found


def operationNumbered(store: Store, number: int) -> AsynchronousItem:
    """
    The operation of a store with this number, for who may see all of them; others have to know its ID.

    @raise NoSuchOperation: there is none, or it was forgotten.
    """
    found = store.getItemByID(number, default=None)
    if not isinstance(found, AsynchronousItem):
        raise NoSuchOperation(str(number))
    return found


def operationsOf(store: Store, state: str | None = None) -> ItemQuery[AsynchronousItem]:
    """
    The operations of a store, the newest first.

    @param state: only those with this one.
    """
    condition = None if state is None else AsynchronousItem.state == state
    return store.query(AsynchronousItem, condition, sort=AsynchronousItem.storeID.descending)


def countOperations(store: Store) -> dict[str, int]:
    """
    How many operations a store has, by their states, but C{stuck} for those with a problem; of very many only
    the first are counted.
    """
    if not store.hasType(AsynchronousItem):
        return {}
    rows = store.querySQL(
        "SELECT state, count(*) FROM (SELECT CASE problem WHEN '' THEN state ELSE 'stuck' END AS state"
        f" FROM {AsynchronousItem.schema.tableName} LIMIT ?) GROUP BY 1",
        (_MOST_COUNTED,),
    )
    return dict(rows)


def stuckOperations(store: Store) -> ItemQuery[AsynchronousItem]:
    """
    Those with which somebody has to do something, the oldest first: parked, since what they call is missing
    or was changed; or failed, and nobody handled the error. Their C{problem} says which.
    """
    return store.query(
        AsynchronousItem, AsynchronousItem.problem != "", sort=AsynchronousItem.storeID.ascending
    )


def treeOf(operation: AsynchronousItem) -> OperationTree:
    """
    The tree to which an operation belongs, from what everything in it waits for: at most 1,000 operations.
    """
    root, seen = operation, {operation.storeID}
    while (source := root.source) is not None and source.storeID not in seen:
        seen.add(source.storeID)
        root = source
    store = root.presentStore()
    children: dict[int, list[AsynchronousItem]] = {}
    known, found = {root.storeID}, [root.storeID]
    while found and len(known) < _MOST_OF_TREE:
        isChild = AsynchronousItem.sourceID.oneOf(found)
        layer = list(store.query(AsynchronousItem, isChild, _MOST_OF_TREE, sort=AsynchronousItem.storeID))
        found = []
        for each in layer[: _MOST_OF_TREE - len(known)]:
            if each.storeID not in known:
                children.setdefault(each.sourceID or 0, []).append(each)
                known.add(each.storeID)
                found.append(each.storeID)
    return _grow(root, children)


def _grow(root: AsynchronousItem, children: dict[int, list[AsynchronousItem]]) -> OperationTree:
    # Bottom up, since a chain may be longer than calls may be nested.
    order = [root]
    for each in order:
        order.extend(children.get(each.storeID, ()))
    trees: dict[int, OperationTree] = {}
    for each in reversed(order):
        below = [trees[child.storeID] for child in children.get(each.storeID, ())]
        trees[each.storeID] = OperationTree(each, below)
    return trees[root.storeID]


def retryOperation(operation: AsynchronousItem) -> None:
    """
    Try again what is stuck, or waits for its next attempt.

    What was changed since is called as it is now. If an error was only passed on by an operation, the handler
    or effect that raised it is tried again, and everything from there on to this one is pending again.

    @raise NotStuck: it is neither.
    @raise BadHandler: what it calls is still missing.
    @raise FunctionMissing: so is its durable function.
    """
    inTransaction(operation.presentStore(), _retry, operation)


def cancelOperation(operation: AsynchronousItem) -> None:
    """
    Cancel an operation, and forget its problem: an error that nobody handled is as good as handled then.

    @raise AlreadySettled: there is nothing to cancel and no problem.
    """
    if operation.isPending or not operation.problem:
        operation.cancel()
    else:
        inTransaction(operation.presentStore(), _dismiss, operation)


def _dismiss(operation: AsynchronousItem) -> None:
    operation.problem, operation.isHandled, operation.due = "", True, READY
    noteDue(operation.presentStore())


def _retry(operation: AsynchronousItem) -> None:
    if operation.isPending:
        if not operation.problem and not operation.attempts:
            raise NotStuck(operation.operationID, operation.state)
        _makeReady(operation)
        return
    if operation.state != REJECTED or not operation.problem:
        raise NotStuck(operation.operationID, operation.state)
    path = [operation]
    while (source := path[-1].source) is not None and source.state == REJECTED and not path[-1].errorMethod:
        path.append(source)
    if not (path[-1].effectMethod or path[-1].okMethod or path[-1].sourceID is not None):
        # Whoever made it has failed it.
        raise NotStuck(operation.operationID, operation.state)
    for each in path:
        each.reopen()
    _makeReady(path[-1])


def _makeReady(operation: AsynchronousItem) -> None:
    target, effectMethod = operation.target, operation.effectMethod
    if effectMethod:
        operation.effectVersion = methodVersion(target, effectMethod, EFFECT)
    if operation.okMethod:
        operation.okVersion = methodVersion(target, operation.okMethod, HANDLER)
    if operation.errorMethod:
        operation.errorVersion = methodVersion(target, operation.errorMethod, HANDLER)
    if isinstance(target, DurableRun):
        target.resumed()
    operation.problem, operation.attempts, operation.due = "", 0, READY
    noteDue(operation.presentStore())
