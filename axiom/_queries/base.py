"""
What all queries have in common: lazy, repeatable, each run anew when it is iterated over.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self, TypeVar

from twisted.internet.task import deferLater
from zope.interface import implementer

from axiom._conditions.conditions import Comparison, TableOrderComparisonWrapper
from axiom._conditions.orderings import UnspecifiedOrdering, orderingOf
from axiom._engine.querylog import locateCallSite
from axiom._items.metaitem import MetaItem
from axiom._items.placeholders import itemClassOf
from axiom._queries.slicing import Sliceable
from axiom.errors import ItemClassesOnly
from axiom.iaxiom import IQuery

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred

    from axiom.store import Store

__all__ = ["BaseQuery", "Chunks"]

Chunks = Iterable[tuple[int, list[tuple[Any, ...]]]]
Statement = tuple[str, list[Any]]

T = TypeVar("T")

# Results that an asynchronous iteration gives without letting others work.
_AT_ONCE = 100


@implementer(IQuery)
class BaseQuery(Sliceable[T]):
    """
    What to look for, in which order, how much of it.

    It can be cut, as C{query[20:40]}; it is true if it has a result; C{async for} lets others work meanwhile.

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
        _checkBound("limit", limit)
        _checkBound("offset", offset)
        if not (comparison is None or hasattr(comparison, "getInvolvedTables")):
            raise TypeError(f"a query needs a condition such as Note.title == 'Milk', not {comparison!r}")
        self.store, self.tableClass, self.comparison = store, tableClass, comparison
        for source in self._sources():
            itemClass: Any = itemClassOf(source)
            if not isinstance(itemClass, MetaItem) or not hasattr(itemClass, "schema"):
                raise ItemClassesOnly(f"queries are over classes of items, not {source!r}")
        self.limit, self.offset, self.isDistinct = limit, offset, isDistinct
        self.sort = orderingOf(sort)
        self._checkTables()

    def _checkTables(self) -> None:
        """
        Refuse what would give each result once for every row of a table of which nothing is said.
        """
        sources = self._sources()
        if not sources:
            raise ValueError("a query is over at least one class of items")
        tables = sources if self.comparison is None else self.comparison.getInvolvedTables()
        for source in sources:
            if source not in tables:
                raise ValueError(f"the condition {self.comparison!r} says nothing of {source!r}")
        for column, _ in self.sort.orderColumns():
            if column.type not in tables:
                raise ValueError(f"the order {column!r} is of another class: join it by a condition")

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

    def locateCallSite(self) -> tuple[str, int]:
        """
        The file and the line that make the store do what it is doing; of the caller, outside of it.
        """
        return locateCallSite()

    def distinct(self) -> Self:
        """
        The same query, each result once.
        """
        return self._clone(isDistinct=True)

    def explain(self) -> list[tuple[Any, ...]]:
        """
        SQLite's plan for it; empty where nobody stored such items.
        """
        return self._fetch(lambda sql: f"EXPLAIN QUERY PLAN {sql}", self._selected, ordered=True)

    def count(self) -> int:
        """
        How many results there are.
        """
        found = self._fetch(self._counting, self._counted)
        return int(found[0][0]) if found else 0

    def _sources(self) -> tuple[Any, ...]:
        return self.tableClass if isinstance(self.tableClass, tuple) else (self.tableClass,)

    def _selected(self) -> str:
        """
        What stands between SELECT and FROM.
        """
        raise NotImplementedError

    def _counted(self) -> str:
        return self._selected()

    def _counting(self, sql: str) -> str:
        return f"SELECT COUNT(*) FROM ({sql})"

    def sql(self, selected: str, ordered: bool = True) -> Statement | None:
        """
        The statement and its bindings; None where nothing can be found, since nobody stored such items.
        """
        tables = self._tables()
        if tables is None:
            return None
        rows, arguments = f"FROM {tables}", []
        if self.comparison is not None:
            rows += f" WHERE {self.comparison.getQuery(self.store)}"
            arguments += self.comparison.getArgs(self.store)
        isCut = self.limit is not None or self.offset is not None
        order = self.sort.orderSQL(self.store) if ordered or isCut else ""
        if order and self.isDistinct and not self._isSortedByResult():
            # Each result has the place of its first row, which DISTINCT does not heed.
            names = ", ".join(["value", *(f"value{n}" for n in range(selected.count(",")))])
            place = f"row_number() OVER (ORDER BY {order})"
            sql = (
                f"WITH found({names}, place) AS (SELECT {selected}, {place} {rows})"
                f" SELECT {names} FROM found GROUP BY {names} ORDER BY min(place)"
            )
        else:
            sql = (
                f"SELECT {'DISTINCT ' * self.isDistinct}{selected} {rows}{' ORDER BY ' * bool(order)}{order}"
            )
        if isCut:
            sql += " LIMIT ? OFFSET ?"
            arguments += [-1 if self.limit is None else self.limit, self.offset or 0]
        return sql, arguments

    def _tables(self) -> str | None:
        store, names = self.store, []
        for source in self._involved():
            if not store.hasType(itemClassOf(source)):
                return None
            name, alias = source.getTableName(store), source.getTableAlias(store, ())
            names.append(name if alias is None else f"{name} AS {alias}")
        # CROSS JOIN keeps SQLite to the order of the tables, where the condition asks for one.
        isOrdered = isinstance(self.comparison, TableOrderComparisonWrapper)
        return (" CROSS JOIN " if isOrdered else ", ").join(names)

    def _isSortedByResult(self) -> bool:
        """
        Whether rows of the same result have the same place in the order.
        """
        return all(column.type in self._sources() for column, _ in self.sort.orderColumns())

    def _involved(self) -> list[Any]:
        # The order of a condition that asks for one comes before ours.
        mentioned = [] if self.comparison is None else self.comparison.getInvolvedTables()
        sorting = [column.type for column, _ in self.sort.orderColumns()]
        if isinstance(self.comparison, TableOrderComparisonWrapper):
            return list(dict.fromkeys([*mentioned, *self._sources(), *sorting]))
        return list(dict.fromkeys([*self._sources(), *mentioned, *sorting]))

    def prepare(self) -> None:
        """
        Upgrade the items that it may look at; called outside a read.
        """
        if not self.store.upgrades.pending:
            return
        for source in self._involved():
            self.store.upgradeAllOf(itemClassOf(source))
        for query in () if self.comparison is None else self.comparison.getSubQueries():
            query.prepare()

    def _fetch(
        self, wrapped: Callable[[str], str], selected: Callable[[], str], ordered: bool = False
    ) -> list[tuple[Any, ...]]:
        """
        The rows of a statement around this one; none where nobody stored such items.
        """

        def fetch() -> list[tuple[Any, ...]]:
            statement = self.sql(selected(), ordered)
            return [] if statement is None else self.store.querySQL(wrapped(statement[0]), statement[1])

        self.prepare()
        return self.store.reads.read(fetch)

    def deferred(self) -> Deferred[list[T]]:
        """
        All results, looked for in a thread while this one goes on: what was committed before is found.

        @raise TransactionUnderWay: a transaction or a snapshot is.
        @raise StoreClosed: the store was closed meanwhile.
        """
        return self.store.deferredQueries.results(self)

    def deferredCount(self) -> Deferred[int]:
        """
        How many results there are, found out in the same way.
        """
        return self.store.deferredQueries.count(self)

    def statement(self) -> Statement | None:
        """
        What is run to find the results; called inside a read, after L{prepare}.
        """
        return self.sql(self._selected())

    def countStatement(self) -> Statement | None:
        """
        What is run to count them.
        """
        statement = self.sql(self._counted(), ordered=False)
        return None if statement is None else (self._counting(statement[0]), statement[1])

    def results(self, chunks: Chunks) -> Iterator[T]:
        """
        What rows of the statement stand for.
        """
        raise NotImplementedError

    def _chunks(self) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
        """
        Rows, each time with the generation of the store's items that they belong to.
        """
        self.prepare()
        reads = self.store.reads
        rows = reads.rows(self.statement)
        if rows is None:
            return
        generation = self.store.identities.generation
        try:
            while chunk := rows.chunk():
                if rows.isComplete:
                    reads.endRead(rows)
                yield generation, chunk
        finally:
            reads.closeRows(rows)

    def __iter__(self) -> Iterator[T]:
        return self.results(self._chunks())

    async def __aiter__(self) -> AsyncIterator[T]:
        for number, result in enumerate(self, 1):
            yield result
            if number % _AT_ONCE == 0:
                await deferLater(self.store.runtime.clock, 0)

    def __bool__(self) -> bool:
        found = self._fetch(lambda sql: f"SELECT EXISTS ({sql})", self._counted)
        return bool(found and found[0][0])

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({self.store!r}, {self.tableClass!r}, {self.comparison!r},"
            f" limit={self.limit}, offset={self.offset}, sort={self.sort!r})"
        )


def _checkBound(name: str, number: Any) -> None:
    if number is not None and (not isinstance(number, int) or number < 0):
        raise ValueError(f"{name} must be a whole number from 0 up, not {number!r}")
