"""
The levels of a transaction: itself, and each savepoint in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import ref

from axiom._items.item import Item

__all__ = ["Level"]

# An item with its row, values and state before.
Found = tuple[Item, Any, dict[str, Any], int]


class Level:
    """
    What one level did.

    @ivar found: the items that it changed, by C{id}, as they were before. An item has the same dictionary of
        values as long as they are the same.
    @ivar afterCommit: what to call when the transaction is committed.
    @ivar types: how many types the transaction had made before.
    @ivar wrote: whether the database was written to.
    @ivar isOrdinary: whether no item that changes rarely was changed, for certain.
    @ivar firstUnseen: the first storeID that was free before SQL was run of whose items nothing is noted.
    """

    __slots__ = ("afterCommit", "firstUnseen", "found", "isOrdinary", "types", "wrote")

    def __init__(self, types: int) -> None:
        self.found: dict[int, Found] = {}
        self.afterCommit: list[Callable[[], object]] = []
        self.types, self.wrote, self.isOrdinary = types, False, True
        self.firstUnseen: int | None = None

    def note(self, item: Item) -> None:
        """
        Called before C{item} changes: its values may be changed in place then.
        """
        values = item._values
        found = self.found.setdefault(id(item), (item, item._row, values, item._state))
        if found[2] is values:
            item._values = values.copy()

    def items(self) -> list[Item]:
        """
        The items that it changed.
        """
        return [item for item, *_ in self.found.values()]

    def letGo(self) -> None:
        """
        Forget those that nobody else refers to and that await no commit: what is undone, nobody looks at
        again.
        """
        idle = [(ref(item), before) for item, *before in self.found.values() if not _awaitsCommit(item)]
        self.found = {key: found for key, found in self.found.items() if _awaitsCommit(found[0])}
        for entry, (row, values, state) in idle:
            item = entry()
            if item is not None:
                self.found[id(item)] = (item, row, values, state)

    def absorb(self, inner: Level) -> None:
        """
        Take over what a savepoint in this level did.
        """
        for key, found in inner.found.items():
            self.found.setdefault(key, found)
        self.afterCommit.extend(inner.afterCommit)
        self.wrote = self.wrote or inner.wrote
        self.isOrdinary = self.isOrdinary and inner.isOrdinary
        if self.firstUnseen is None:
            self.firstUnseen = inner.firstUnseen


def _awaitsCommit(item: Item) -> bool:
    return type(item).committed is not Item.committed or type(item).deleted is not Item.deleted
