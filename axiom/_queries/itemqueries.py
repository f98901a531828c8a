"""
Queries for items, and for tuples of items that fit together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self, TypeVar

from axiom._conditions.conditions import AND
from axiom._items.placeholders import itemClassOf
from axiom._queries.attributequeries import AttributeQuery
from axiom._queries.base import BaseQuery, Chunks
from axiom._queries.bulkupdates import updateAll
from axiom._queries.columnqueries import ColumnQuery
from axiom._queries.paging import following, sortedBy

if TYPE_CHECKING:
    from axiom._conditions.conditions import Comparison
    from axiom._items.item import Item
    from axiom.store import Store

__all__ = ["ItemQuery", "MultipleItemQuery", "selectedBy"]

I = TypeVar("I", bound="Item")  # noqa: E741


class ItemQuery(BaseQuery[I]):
    """
    The items of one class.
    """

    def _selected(self) -> str:
        return selectedBy(self.tableClass)

    def _counted(self) -> str:
        return f"{_nameOf(self.tableClass, self.store)}.oid"

    def results(self, chunks: Chunks) -> Iterator[I]:
        itemClass: Any = itemClassOf(self.tableClass)
        load, identities = self.store.loaders[itemClass], self.store.identities
        for generation, chunk in chunks:
            for row in chunk:
                if identities.generation == generation:
                    yield load(row)
                else:
                    found = self.store.loadItem(row[0])
                    if type(found) is itemClass:
                        yield found  # type: ignore[misc]

    def getColumn(self, attributeName: str, raw: bool = False) -> AttributeQuery[Any]:
        """
        The values of one attribute, C{"storeID"} among them, instead of the items.

        @param raw: as they are stored.
        """
        return AttributeQuery(
            self.store,
            self.tableClass,
            self.comparison,
            self.limit,
            self.offset,
            self.sort,
            self.isDistinct,
            attribute=getattr(self.tableClass, attributeName),
            raw=raw,
        )

    def getColumns(self, *attributeNames: str, raw: bool = False) -> ColumnQuery:
        """
        Tuples of the values of several attributes, C{"storeID"} among them, instead of the items.

        @param raw: as they are stored.
        """
        return ColumnQuery(
            self.store,
            self.tableClass,
            self.comparison,
            self.limit,
            self.offset,
            self.sort,
            self.isDistinct,
            columns=[getattr(self.tableClass, name) for name in attributeNames],
            raw=raw,
        )

    def paginate(self, pagesize: int = 20) -> Iterator[I]:
        """
        All items, by queries for each page that start where the last one ended; items inserted behind that
        are found.

        The order is the query's, then the storeID; rows with equal or no values come once. A limit or offset
        of the query is not heeded.
        """
        columns = [*self.sort.orderColumns(), (self.tableClass.storeID, "ASC")]
        whole = self._clone(limit=pagesize, offset=None, sort=sortedBy(columns))
        parts = [whole]
        while parts:
            page: list[I] = []
            for part in parts:
                page += part[: pagesize - len(page)]
                if len(page) == pagesize:
                    break
            # Worked out before the caller gets to change the items.
            isLast = len(page) < pagesize
            parts = [] if isLast else [whole._within(beyond) for beyond in following(columns, page[-1])]
            yield from page

    def _within(self, condition: Comparison) -> Self:
        both = condition if self.comparison is None else AND(self.comparison, condition)
        return self._clone(comparison=both)

    def __contains__(self, item: Any) -> bool:
        itemClass: Any = itemClassOf(self.tableClass)
        if type(item) is not itemClass or item.store is not self.store:
            return False
        if self.limit is not None or self.offset is not None:
            return item.storeID in self.getColumn("storeID")
        return bool(self._within(self.tableClass.storeID == item.storeID))

    def update(self, **attributes: Any) -> int:
        """
        Give the columns named by C{attributes} these values in all of the items: with one statement, unless
        their class has a C{committed} of its own. Items in memory have the new values too.

        @return: how many items there were.
        @raise ConstraintError: a value does not fit its column.
        @raise AttributeError: there is no such column.
        """
        return self.store.transact(updateAll, self, attributes)

    def deleteFromStore(self) -> None:
        """
        Delete all of them: with one statement those that no hook and no reference cares for, the others one
        by one.
        """
        self.store.deleteItems(self)


class MultipleItemQuery(BaseQuery[tuple[Any, ...]]):
    """
    Tuples of items, one of each class, that fit together.
    """

    def _selected(self) -> str:
        return ", ".join(selectedBy(source) for source in self._sources())

    def _counted(self) -> str:
        return ", ".join(
            f"{_nameOf(source, self.store)}.oid AS c{n}" for n, source in enumerate(self._sources())
        )

    def results(self, chunks: Chunks) -> Iterator[tuple[Any, ...]]:
        spans: list[tuple[Any, int, int]] = []
        start = 0
        for source in self._sources():
            itemClass: Any = itemClassOf(source)
            end = start + 1 + len(itemClass.schema.names)
            spans.append((itemClass, start, end))
            start = end
        store, identities = self.store, self.store.identities
        for generation, chunk in chunks:
            for row in chunk:
                if identities.generation == generation:
                    yield tuple(store.loadRow(itemClass, row[start:end]) for itemClass, start, end in spans)
                else:
                    found = tuple(store.loadItem(row[start]) for _, start, _ in spans)
                    if all(type(item) is span[0] for item, span in zip(found, spans, strict=True)):
                        yield found


def _nameOf(source: Any, store: Store) -> str:
    name: str = source.getTableAlias(store, ()) or source.getTableName(store)
    return name


def selectedBy(source: Any) -> str:
    """
    What a query selects of C{source}, a class or a placeholder, to load an item.
    """
    itemClass: Any = itemClassOf(source)
    if source is itemClass:
        return str(itemClass.schema.selected)
    alias = source.getTableAlias(None, ())
    return ", ".join([f"{alias}.oid", *(f"{alias}.[{name}]" for name in itemClass.schema.names)])
