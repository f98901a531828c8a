"""
Deletion of items, and what it does to the items that refer to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from axiom._items import _DELETED, Item
from axiom._references import reference
from axiom._registry import knownTypes
from axiom.errors import DeletionDisallowed, ItemNotFound

if TYPE_CHECKING:
    from axiom._changes import Changes
    from axiom.store import Store

__all__ = ["Deletion"]


class Deletion:
    """
    Deletes items of one store, inside a transaction.
    """

    def __init__(self, store: Store, changes: Changes) -> None:
        self._store, self._changes = store, changes

    def delete(self, item: Item) -> None:
        """
        Delete C{item}: what refers to it by CASCADE first, then it; other references read as None from then on.

        @raise DeletionDisallowed: a reference forbids it; the transaction should not go on.
        """
        if item._state == _DELETED:
            raise ItemNotFound(f"{item!r} is deleted already")
        for column in _columnsThat(reference.DISALLOW):
            first = self._store.findFirst(column.type, column == item)
            if first is not None:
                raise DeletionDisallowed(f"{item!r} can't be deleted: {column!r} of item {first.storeID} refers to it")
        # Before its dependents, so that a circle of them comes to an end.
        self._changes.delete(item)
        for column in _columnsThat(reference.CASCADE):
            for dependent in list(self._store.query(column.type, _refersTo(column, item))):
                if dependent._state != _DELETED:
                    dependent.deleteFromStore()
        for column in _columnsThat(reference.NULLIFY):
            for dependent in list(self._store.query(column.type, _refersTo(column, item))):
                if column.allowNone:
                    setattr(dependent, column.attrname, None)

    def isUnnoticed(self, itemClass: type[Any]) -> bool:
        """
        Whether no hook of C{itemClass} runs on deletion and no stored reference may point to its items.
        """
        if itemClass.deleted is not Item.deleted or itemClass.deleteFromStore is not Item.deleteFromStore:
            return False
        return not any(
            self._store.types.ids.get((column.type.typeName, column.type.schemaVersion))
            for column in _references()
            if column.reftype is None or column.reftype is itemClass
        )


def _references() -> Iterator[Any]:
    for itemClass in list(knownTypes.current.values()):
        for column in itemClass.schema.columns:
            if isinstance(column, reference):
                yield column


def _columnsThat(whenDeleted: str) -> list[Any]:
    return [column for column in _references() if column.whenDeleted == whenDeleted]


def _refersTo(column: Any, item: Item) -> Any:
    return column == item.storeID
