"""
Queries over items: lazy, repeatable, each run anew when iterated over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from zope.interface import implementer

from axiom._comparisons import Comparison
from axiom._orderings import UnspecifiedOrdering, orderingOf
from axiom._placeholders import itemClassOf
from axiom.iaxiom import IQuery

if TYPE_CHECKING:
    from axiom._columns import SQLAttribute
    from axiom._items import Item
    from axiom.store import Store

__all__ = ["AttributeQuery", "BaseQuery", "ItemQuery", "MultipleItemQuery"]

T = TypeVar("T")
I = TypeVar("I", bound="Item")  # noqa: E741


@implementer(IQuery)
class BaseQuery(Generic[T]):
    """
    What to look for, in which order, how much of it.

    @ivar tableClass: a class of items, a placeholder, or a tuple of those.
    @ivar comparison: the condition, or None for everything.
    @ivar limit: at most this many results, or None.
    @ivar offset: leave out this many, or None.
    """

    def __init__(
        self,
        store: Store,
        tableClass: Any,
        comparison: Comparison | None = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
        isDistinct: bool = False,
    ) -> None:
        for name, number in (("limit", limit), ("offset", offset)):
            if number is not None and (not isinstance(number, int) or number < 0):
                raise ValueError(f"{name} must be a whole number from 0 up, not {number!r}")
        self.store, self.tableClass, self.comparison = store, tableClass, comparison
        self.limit, self.offset, self.isDistinct = limit, offset, isDistinct
        self.sort = orderingOf(sort)

    def cloneQuery(self, limit: Any = UnspecifiedOrdering, sort: Any = UnspecifiedOrdering) -> Self:
        """
        The same query, with another limit or order if given.
        """
        return self._clone(
            limit=self.limit if limit is UnspecifiedOrdering else limit,
            sort=self.sort if sort is UnspecifiedOrdering else sort,
        )

    def _clone(self, **changed: Any) -> Self:
        settings = {
            "comparison": self.comparison,
            "limit": self.limit,
            "offset": self.offset,
            "sort": self.sort,
            "isDistinct": self.isDistinct,
            **changed,
        }
        return type(self)(self.store, self.tableClass, **settings)

    def distinct(self) -> Self:
        """
        The same query, each result once.
        """
        return self._clone(isDistinct=True)

    def explain(self) -> list[tuple[Any, ...]]:
        """
        SQLite's plan for it.
        """
        sql = self.sql(self._selected())
        return [] if sql is None else self.store.querySQL(f"EXPLAIN QUERY PLAN {sql[0]}", sql[1])

    def count(self) -> int:
        """
        How many results there are.
        """
        inner = self.sql(self._counted(), ordered=False)
        if inner is None:
            return 0
        return int(self.store.querySQL(f"SELECT COUNT(*) FROM ({inner[0]})", inner[1])[0][0])

    def _sources(self) -> tuple[Any, ...]:
        return self.tableClass if isinstance(self.tableClass, tuple) else (self.tableClass,)

    def _selected(self) -> str:
        """
        What stands between SELECT and FROM.
        """
        raise NotImplementedError

    def _counted(self) -> str:
        return self._selected()

    def sql(self, selected: str, ordered: bool = True) -> tuple[str, list[Any]] | None:
        """
        The statement and its bindings; None where nothing can be found, since nobody stored such items.
        """
        store = self.store
        comparison = self.comparison
        sources = dict.fromkeys(self._sources())
        sources.update(dict.fromkeys(comparison.getInvolvedTables() if comparison is not None else ()))
        for column, _ in self.sort.orderColumns():
            sources.setdefault(column.type)
        for source in sources:
            if not store.hasType(itemClassOf(source)):
                return None
        tables = []
        for source in sources:
            alias = source.getTableAlias(store, ())
            tables.append(source.getTableName(store) if alias is None else f"{source.getTableName(store)} AS {alias}")
        # CROSS JOIN keeps SQLite to the order of the tables, where the condition asks for one.
        joined = (" CROSS JOIN " if hasattr(comparison, "tables") else ", ").join(tables)
        parts = [f"SELECT {'DISTINCT ' * self.isDistinct}{selected} FROM {joined}"]
        arguments: list[Any] = []
        if comparison is not None:
            parts.append(f"WHERE {comparison.getQuery(store)}")
            arguments.extend(comparison.getArgs(store))
        order = self.sort.orderSQL(store) if ordered or self.limit is not None or self.offset is not None else ""
        if order:
            parts.append(f"ORDER BY {order}")
        if self.limit is not None or self.offset is not None:
            parts.append("LIMIT ?")
            arguments.append(-1 if self.limit is None else self.limit)
        if self.offset is not None:
            parts.append("OFFSET ?")
            arguments.append(self.offset)
        return " ".join(parts), arguments

    def _chunks(self) -> Iterator[list[tuple[Any, ...]]]:
        transactions = self.store.transactions
        self._upgrade()
        transactions.prepareRead()
        statement = self.sql(self._selected())
        if statement is None:
            transactions.endRead()
            return
        rows = transactions.rows(*statement)
        try:
            while chunk := rows.chunk():
                yield chunk
        finally:
            transactions.closeRows(rows)

    def _upgrade(self) -> None:
        for source in self._sources():
            self.store.upgradeAllOf(itemClassOf(source))

    def __iter__(self) -> Iterator[T]:
        raise NotImplementedError

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({self.store!r}, {self.tableClass!r}, {self.comparison!r},"
            f" limit={self.limit}, offset={self.offset}, sort={self.sort!r})"
        )


class ItemQuery(BaseQuery[I]):
    """
    The items of one class.
    """

    def _selected(self) -> str:
        return _selectedBy(self.tableClass)

    def _counted(self) -> str:
        return f"{_nameOf(self.tableClass, self.store)}.oid"

    def __iter__(self) -> Iterator[I]:
        load = self.store.loaders[itemClassOf(self.tableClass)]
        for chunk in self._chunks():
            for row in chunk:
                yield load(row)

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

    def paginate(self, pagesize: int = 20) -> Iterator[I]:
        """
        All items, by one query a page that starts where the last one ended; items inserted behind that are found.

        The order is the query's, then the storeID; rows with equal or no values come once. A limit or offset of the
        query is not heeded.
        """
        columns = [*self.sort.orderColumns(), (self.tableClass.storeID, "ASC")]
        where = self.comparison
        while True:
            page = list(self._clone(comparison=where, limit=pagesize, offset=None, sort=_sortedBy(columns)))
            yield from page
            if len(page) < pagesize:
                return
            beyond = _beyond(columns, page[-1])
            where = beyond if self.comparison is None else self.comparison & beyond

    def deleteFromStore(self) -> None:
        """
        Delete all of them: with one statement where no hook and no reference cares, else one by one.
        """
        store = self.store
        itemClass: Any = itemClassOf(self.tableClass)
        if not store.canDeleteInBulk(itemClass) or self.limit is not None or self.offset is not None:
            store.transact(lambda: [item.deleteFromStore() for item in list(self)])
            return
        store.transact(self._deleteInBulk, itemClass)

    def _deleteInBulk(self, itemClass: Any) -> None:
        self.store.checkpoint()
        found = self.sql(f"{_nameOf(self.tableClass, self.store)}.oid", ordered=False)
        if found is None:
            return
        for storeID in [row[0] for row in self.store.transactions.fetchAll(*found)]:
            live = self.store.identities.get(storeID)
            if live is not None:
                live.deleteFromStore()
        sql, arguments = found
        self.store.executeSQL(f"DELETE FROM axiom_objects WHERE oid IN ({sql})", arguments)
        self.store.executeSQL(
            f"DELETE FROM {itemClass.schema.tableName} WHERE oid NOT IN (SELECT oid FROM axiom_objects)"
        )


class MultipleItemQuery(BaseQuery[tuple[Any, ...]]):
    """
    Tuples of items, one of each class, that fit together.
    """

    def _selected(self) -> str:
        return ", ".join(_selectedBy(source) for source in self._sources())

    def _counted(self) -> str:
        return ", ".join(f"{_nameOf(source, self.store)}.oid AS c{n}" for n, source in enumerate(self._sources()))

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        load = self.store.loadRow
        spans = []
        start = 0
        for source in self._sources():
            itemClass: Any = itemClassOf(source)
            end = start + 1 + len(itemClass.schema.names)
            spans.append((itemClass, start, end))
            start = end
        for row in chain.from_iterable(self._chunks()):
            yield tuple(load(itemClass, row[start:end]) for itemClass, start, end in spans)


class AttributeQuery(BaseQuery[T]):
    """
    The values of one column.
    """

    def __init__(self, *args: Any, attribute: Any, raw: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attribute: SQLAttribute[Any] = attribute
        self.raw = raw

    def _clone(self, **changed: Any) -> Self:
        return super()._clone(attribute=self.attribute, raw=self.raw, **changed)

    def _selected(self) -> str:
        return self.attribute.getColumnName(self.store)

    def getSubQuery(self, store: Store) -> tuple[str, list[Any]]:
        """
        The statement and bindings for use in another query.
        """
        return self.sql(self._selected(), ordered=False) or ("SELECT NULL WHERE 0", [])

    def __iter__(self) -> Iterator[T]:
        outfilter = getattr(self.attribute, "outfilter", None)
        if self.raw or outfilter is None:
            for row in chain.from_iterable(self._chunks()):
                yield row[0]
            return
        owner = _Owner(self.store)
        for row in chain.from_iterable(self._chunks()):
            yield outfilter(row[0], owner)

    def count(self) -> int:
        """
        How many values are not None.
        """
        return int(self._aggregate("COUNT", 0))

    def sum(self) -> Any:
        """
        The sum of the values that are not None; 0 if there are none.
        """
        return self._filtered(self._aggregate("SUM", 0))

    def average(self) -> float | None:
        """
        The mean of the stored values that are not None, or None if there are none.
        """
        found = self._aggregate("AVG", None)
        return None if found is None else float(found)

    def max(self, default: Any = ...) -> Any:
        """
        The greatest value.

        @raise ValueError: there is none, and no default.
        """
        return self._extreme("MAX", default)

    def min(self, default: Any = ...) -> Any:
        """
        The smallest value.

        @raise ValueError: there is none, and no default.
        """
        return self._extreme("MIN", default)

    def _extreme(self, function: str, default: Any) -> Any:
        found = self._aggregate(function, None)
        if found is not None:
            return self._filtered(found)
        if default is ...:
            raise ValueError(f"{function.lower()}() of no values: give a default")
        return default

    def _filtered(self, found: Any) -> Any:
        outfilter = getattr(self.attribute, "outfilter", None)
        return found if outfilter is None or self.raw else outfilter(found, _Owner(self.store))

    def _aggregate(self, function: str, nothing: Any) -> Any:
        self._upgrade()
        statement = self.sql(f"{self._selected()} AS value", ordered=False)
        if statement is None:
            return nothing
        found = self.store.querySQL(f"SELECT {function}(value) FROM ({statement[0]})", statement[1])[0][0]
        return nothing if found is None else found


class _Owner:
    """
    Stands for the item whose value is converted, where there is only a column: its store is all that is known.
    """

    def __init__(self, store: Store) -> None:
        self.store = store


def _nameOf(source: Any, store: Store) -> str:
    name: str = source.getTableAlias(store, ()) or source.getTableName(store)
    return name


def _selectedBy(source: Any) -> str:
    itemClass: Any = itemClassOf(source)
    if source is itemClass:
        return str(itemClass.schema.selected)
    alias = source.getTableAlias(None, ())
    return ", ".join([f"{alias}.oid", *(f"{alias}.[{name}]" for name in itemClass.schema.names)])


def _sortedBy(columns: Iterable[tuple[Any, str]]) -> list[Any]:
    return [column.ascending if way == "ASC" else column.descending for column, way in columns]


def _beyond(columns: list[tuple[Any, str]], last: Item) -> Comparison:
    """
    The condition that a row comes after C{last} in this order, in which None is the smallest value.
    """
    (column, way), rest = columns[0], columns[1:]
    value = getattr(last, column.attrname)
    further: Comparison | None
    if way == "ASC":
        further = column != None if value is None else column > value  # noqa: E711
    else:
        further = None if value is None else (column < value) | (column == None)  # noqa: E711
    if not rest:
        assert further is not None
        return further
    tie = (column == value) & _beyond(rest, last)
    return tie if further is None else further | tie
