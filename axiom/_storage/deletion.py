"""
Deletion of items, and what it does to the items that refer to them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from axiom._columns.references import reference
from axiom._items.item import Item
from axiom._items.placeholders import itemClassOf
from axiom._items.registry import knownTypes
from axiom._items.states import DELETED
from axiom.errors import DeletionDisallowed

if TYPE_CHECKING:
    from axiom._conditions.conditions import Comparison
    from axiom._queries.itemqueries import ItemQuery
    from axiom._storage.changes import Changes
    from axiom.store import Store

__all__ = ["Deletion", "allowDeletion", "dependentItems"]


class Deletion:
    """
    Deletes items of one store, inside a transaction.
    """

    def __init__(self, store: Store, changes: Changes) -> None:
        self._store, self._changes = store, changes

    def delete(self, item: Item) -> None:
        """
        Delete C{item}, then what refers to it by CASCADE; other references are None from then on.

        @raise DeletionDisallowed: a reference forbids it; the transaction should not go on.
        @raise ItemNotFound: it is deleted already.
        """
        self._store.mustExist(item)
        for column in self.columns(reference.DISALLOW):
            for other in self._referring(column, item):
                if other is not item:
                    raise DeletionDisallowed(
                        f"{item!r} can't be deleted: {column!r} of item {other.storeID} refers to it"
                    )
        # Before its dependents, so that a circle of them comes to an end.
        self._changes.delete(item)
        for column in self.columns(reference.CASCADE):
            for dependent in self._referring(column, item):
                if dependent._state != DELETED:
                    dependent.deleteFromStore()
        for column in self.columns(reference.NULLIFY):
            if column.allowNone:
                for other in self._referring(column, item):
                    setattr(other, column.attrname, None)

    def deleteAll(self, query: ItemQuery[Any]) -> None:
        """
        Delete every item of C{query}: together those of which nobody takes notice, the others one by one.
        """
        itemClass: Any = itemClassOf(query.tableClass)
        storeIDs: list[int] = list(query.getColumn("storeID"))
        noticed = self._noticed(itemClass, storeIDs)
        together = [storeID for storeID in storeIDs if storeID not in noticed]
        if together:
            self._changes.deleteMany(itemClass, together)
        for storeID in storeIDs:
            # One may have been deleted with another.
            item = self._store.loadItem(storeID) if storeID in noticed else None
            if item is not None:
                item.deleteFromStore()

    def _noticed(self, itemClass: Any, storeIDs: list[int]) -> set[int]:
        if itemClass.deleted is not Item.deleted or itemClass.deleteFromStore is not Item.deleteFromStore:
            return set(storeIDs)
        noticed: set[int] = set()
        for column in self.columns():
            name = column.getShortColumnName(self._store)
            found = self._store.querySQL(
                f"SELECT DISTINCT {name} FROM {column.type.schema.tableName}"
                f" WHERE {name} IN (SELECT value FROM json_each(?))",
                (json.dumps(storeIDs),),
            )
            noticed.update(storeID for (storeID,) in found)
        return noticed

    def columns(self, whenDeleted: str | None = None) -> Iterator[Any]:
        """
        The references in this store that heed a deletion in this way, or in any.
        """
        for itemClass in list(knownTypes.current.values()):
            for column in itemClass.schema.columns:
                if isinstance(column, reference) and whenDeleted in (None, column.whenDeleted):
                    self._store.upgradeAllOf(itemClass)
                    if self._store.hasType(itemClass):
                        yield column

    def _referring(self, column: Any, item: Item) -> list[Item]:
        name = column.getShortColumnName(self._store)
        found = self._store.querySQL(
            f"SELECT oid FROM {column.type.schema.tableName} WHERE {name} = ?", (item.storeID,)
        )
        items = [self._store.loadItem(storeID) for (storeID,) in found]
        return [each for each in items if each is not None]


def dependentItems(
    store: Store, tableClass: type[Item], comparisonFactory: Callable[[Any], Comparison]
) -> Iterator[Item]:
    """
    The items that would be deleted with some of C{tableClass}, since they refer to them by CASCADE.

    @param comparisonFactory: makes, of each reference that may be to C{tableClass}, the condition that it is
        to one of those.
    """
    for column in _columnsTo(store, tableClass, reference.CASCADE):
        yield from store.query(column.type, comparisonFactory(column))


def allowDeletion(
    store: Store, tableClass: type[Item], comparisonFactory: Callable[[Any], Comparison]
) -> bool:
    """
    Whether nothing refers by DISALLOW to some items of C{tableClass}, with the parameters of
    L{dependentItems}.
    """
    columns = _columnsTo(store, tableClass, reference.DISALLOW)
    return not any(store.query(column.type, comparisonFactory(column)) for column in columns)


def _columnsTo(store: Store, tableClass: type[Item], whenDeleted: str) -> list[Any]:
    columns = store.deletion.columns(whenDeleted)
    return [column for column in columns if column.reftype in (None, tableClass)]
