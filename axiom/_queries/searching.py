"""
Searches: queries for items by their words, the best first, each with an excerpt of what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from axiom._conditions.comparisons import Comparable
from axiom._conditions.conditions import AND, Comparison, TableOrderComparisonWrapper, TableSource
from axiom._conditions.matching import Match
from axiom._conditions.orderings import SimpleOrdering
from axiom._items.placeholders import itemClassOf
from axiom._queries.base import BaseQuery
from axiom._queries.itemqueries import selectedBy

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["Excerpt", "Hit", "Search", "makeSearch"]

I = TypeVar("I")  # noqa: E741

MOST_WORDS = 64

# Characters that no text should have, around each piece that was found.
_BEGIN, _END = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"([{_BEGIN}{_END}])")


@dataclass(frozen=True)
class Excerpt:
    """
    A piece of a text, and what was found in it.

    @ivar parts: the piece, cut where what was found begins and ends: (text, whether it was found).
    """

    parts: tuple[tuple[str, bool], ...]

    def marked(self, before: str, after: str) -> str:
        """
        The piece with C{before} and C{after} around what was found. For HTML take L{parts}, and quote each.
        """
        return "".join(f"{before}{text}{after}" if isFound else text for text, isFound in self.parts)

    def __str__(self) -> str:
        return self.marked("", "")


@dataclass(frozen=True)
class Hit(Generic[I]):
    """
    An item that was found.

    @ivar score: how well it fits, compared with the others of its search; the higher the better.
    """

    item: I
    score: float
    excerpt: Excerpt


class Search(BaseQuery[Hit[I]]):
    """
    Hits, the best first unless another order was asked for.
    """

    def __init__(self, *args: Any, match: Match, words: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.match, self.words = match, words

    def _clone(self, **changed: Any) -> Self:
        return super()._clone(match=self.match, words=self.words, **changed)

    def _selected(self) -> str:
        table, column = self.match.table, self.match.column
        # Of a class, FTS5 takes the column in which most was found.
        position = -1 if column is None else table.columns.index(column)
        excerpt = f"snippet({table.name}, {position}, '{_BEGIN}', '{_END}', '…', {self.words})"
        return f"{selectedBy(self.tableClass)}, {table.name}.rank, {excerpt}"

    def _counted(self) -> str:
        return f"{self.match.table.name}.rowid"

    def _isSortedByResult(self) -> bool:
        # The rank and the item are parts of a hit.
        return True

    def results(self, chunks: Iterable[tuple[int, list[tuple[Any, ...]]]]) -> Iterator[Hit[I]]:
        itemClass: Any = itemClassOf(self.tableClass)
        store, identities = self.store, self.store.identities
        for generation, chunk in chunks:
            for *row, rank, excerpt in chunk:
                isCurrent = identities.generation == generation
                item: Any = store.loadRow(itemClass, tuple(row)) if isCurrent else store.loadItem(row[0])
                if type(item) is itemClass:
                    yield Hit(item, -rank, _excerpt(excerpt))


def makeSearch(
    store: Store,
    match: Match,
    comparison: Comparison | None,
    limit: int | None,
    offset: int | None,
    sort: Any,
    weights: Mapping[Any, float],
    words: int,
) -> Search[Any]:
    """
    The search for what matches; it is C{store.search} that one calls.
    """
    if not isinstance(match, Match):
        raise TypeError(f"a search is for what matches() gives, not for {match!r}")
    if not 0 < words <= MOST_WORDS:
        raise ValueError(f"an excerpt has from 1 to {MOST_WORDS} words, not {words!r}")
    joined = _Joined(match, {column.attrname: weight for column, weight in weights.items()})
    conditions = [joined] if comparison is None else [joined, comparison]
    tables = [table for condition in conditions for table in condition.getInvolvedTables()]
    return Search(
        store,
        match.source,
        # Read in this order, the best are the first without being sorted.
        TableOrderComparisonWrapper(list(dict.fromkeys(tables)), AND(*conditions)),
        limit,
        offset,
        SimpleOrdering(_Rank(joined.source)) if sort is None else sort,
        match=match,
        words=words,
    )


class _SearchSource:
    """
    The search table as a query selects from it, there wherever the items' class is.
    """

    __legacy__ = False

    def __init__(self, match: Match) -> None:
        self._name = match.table.name
        self.typeName, self.schemaVersion = match.source.typeName, match.source.schemaVersion

    def getTableName(self, store: Store) -> str:
        return self._name

    def getTableAlias(self, store: Store, currentAliases: tuple[str, ...]) -> None:
        return None


class _Rank(Comparable):
    """
    The column of a search table that says how bad its row fits.
    """

    attrname = "rank"

    def __init__(self, source: _SearchSource) -> None:
        self.type = source

    def getColumnName(self, store: Store) -> str:
        return f"{self.type.getTableName(store)}.rank"


class _Joined(Comparison):
    """
    The rows of the search table that match, each with its item.

    @ivar source: the search table.
    """

    def __init__(self, match: Match, weights: Mapping[str, float]) -> None:
        unknown = sorted(weights.keys() - set(match.table.columns))
        if unknown:
            raise ValueError(f"{match!r} does not look at {', '.join(unknown)}")
        self._match, self._weights, self.source = match, weights, _SearchSource(match)

    def getQuery(self, store: Store) -> str:
        table, source = self._match.table, self._match.source
        weighted = f" AND {table.name}.rank MATCH ?" if self._weights else ""
        oid = source.storeID.getColumnName(store)
        return f"({self._match.matchSQL()}{weighted} AND {oid} = {table.name}.rowid)"

    def getArgs(self, store: Store) -> list[Any]:
        arguments = self._match.getArgs(store)
        if self._weights:
            each = [float(self._weights.get(name, 1)) for name in self._match.table.columns]
            arguments.append(f"bm25({', '.join(map(repr, each))})")
        return arguments

    def getInvolvedTables(self) -> list[TableSource]:
        return [self.source, self._match.source]

    def __repr__(self) -> str:
        return repr(self._match)


def _excerpt(marked: str) -> Excerpt:
    parts: list[tuple[str, bool]] = []
    isFound = False
    for piece in _MARK.split(marked):
        if piece in (_BEGIN, _END):
            isFound = piece == _BEGIN
        elif piece:
            parts.append((piece, isFound))
    return Excerpt(tuple(parts))
