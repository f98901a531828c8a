"""
Finding the items of a store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, overload

from axiom._conditions.conditions import AND, Comparison
from axiom._items.item import Item
from axiom._queries.itemqueries import ItemQuery, MultipleItemQuery
from axiom._queries.searching import Search, makeSearch
from axiom.errors import DuplicateUniqueItem, ItemNotFound

if TYPE_CHECKING:
    from axiom._conditions.matching import Match
    from axiom._items.placeholders import Placeholder
    from axiom._queries.base import BaseQuery
    from axiom._storage.transactions import Transactions
    from axiom._storage.types import TypeTable

__all__ = ["MISSING", "Finder"]

I = TypeVar("I", bound=Item)  # noqa: E741
D = TypeVar("D")

# Stands for a default that was not given.
MISSING: Any = object()


class Finder:
    """
    What finds items: the part of a store that makes queries.

    @ivar transactions: where its transactions begin and end.
    @ivar types: the types in it.
    """

    transactions: Transactions
    types: TypeTable

    @overload
    def query(
        self,
        tableClass: type[I],
        comparison: Any = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
    ) -> ItemQuery[I]: ...
    @overload
    def query(
        self,
        tableClass: tuple[Any, ...],
        comparison: Any = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
    ) -> MultipleItemQuery: ...
    @overload
    def query(
        self,
        tableClass: Placeholder,
        comparison: Any = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
    ) -> ItemQuery[Any]: ...
    def query(
        self,
        tableClass: Any,
        comparison: Comparison | None = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
    ) -> Any:
        """
        The items of a class, or tuples of items of several, that fulfil a condition.

        @param tableClass: a class of items, a placeholder, or a tuple of those.
        @param sort: a column, an order, or a tuple of those.
        @return: lazy, and run anew each time it is iterated over.
        """
        kind: Any = MultipleItemQuery if isinstance(tableClass, tuple) else ItemQuery
        return kind(self, tableClass, comparison, limit, offset, sort)

    @overload
    def findUnique(self, tableClass: type[I], comparison: Any = None) -> I: ...
    @overload
    def findUnique(self, tableClass: type[I], comparison: Any = None, *, default: D) -> I | D: ...
    @overload
    def findUnique(self, tableClass: type[I], comparison: Any, default: D) -> I | D: ...
    def findUnique(self, tableClass: type[I], comparison: Any = None, default: Any = MISSING) -> Any:
        """
        The one item that fulfils the condition.

        @raise ItemNotFound: none does, and no default.
        @raise DuplicateUniqueItem: several do.
        """
        found = list(self.query(tableClass, comparison, limit=2))
        if len(found) > 1:
            raise DuplicateUniqueItem(f"there are several {_described(tableClass, comparison)}")
        if found:
            return found[0]
        if default is MISSING:
            raise ItemNotFound(f"there is no {_described(tableClass, comparison)}")
        return default

    @overload
    def findFirst(
        self,
        tableClass: type[I],
        comparison: Any = None,
        offset: int | None = None,
        sort: Any = None,
    ) -> I | None: ...
    @overload
    def findFirst(
        self,
        tableClass: type[I],
        comparison: Any = None,
        offset: int | None = None,
        sort: Any = None,
        *,
        default: D,
    ) -> I | D: ...
    @overload
    def findFirst(
        self, tableClass: type[I], comparison: Any, offset: int | None, sort: Any, default: D
    ) -> I | D: ...
    def findFirst(
        self,
        tableClass: type[I],
        comparison: Any = None,
        offset: int | None = None,
        sort: Any = None,
        default: Any = None,
    ) -> Any:
        """
        The first item that fulfils the condition, or C{default}.
        """
        return next(iter(list(self.query(tableClass, comparison, 1, offset, sort))), default)

    def findOrCreate(
        self, userItemClass: type[I], __ifnew: Callable[[I], object] | None = None, /, **attrs: Any
    ) -> I:
        """
        The first item with these attributes; made, in the same transaction, if there is none.

        @param __ifnew: called with the item if it is new.
        """
        return self.transactions.transact(self._findOrCreate, userItemClass, __ifnew, attrs)

    def _findOrCreate(
        self, itemClass: type[I], ifNew: Callable[[I], object] | None, attrs: dict[str, Any]
    ) -> I:
        store: Any = self
        conditions = [getattr(itemClass, name) == value for name, value in attrs.items()]
        found: I | None = self.findFirst(itemClass, AND(*conditions) if conditions else None)
        if found is None:
            found = itemClass(store=store, **attrs)
            if ifNew is not None:
                ifNew(found)
        return found

    def search(
        self,
        match: Match,
        comparison: Any = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
        weights: Mapping[Any, float] | None = None,
        words: int = 24,
    ) -> Search[Any]:
        """
        What matches, the best first, each with an excerpt.

        @param match: C{Note.body.matches("…")}, or L{axiom.search.matches} for all columns of a class.
        @param comparison: what the items should fulfil beside it.
        @param sort: another order.
        @param weights: by column, how much more than 1 a word in it counts.
        @param words: the length of an excerpt, at most 64.
        @return: lazy, and run anew each time it is iterated over.
        """
        store: Any = self
        return makeSearch(store, match, comparison, limit, offset, sort, weights or {}, words)

    def count(self, *args: Any, **kwargs: Any) -> int:
        """
        How many results L{query} would have.
        """
        found: BaseQuery[Any] = self.query(*args, **kwargs)
        return found.count()

    def sum(self, summableAttribute: Any, *args: Any, **kwargs: Any) -> Any:
        """
        The sum of a column over a query of its class.
        """
        found: ItemQuery[Any] = self.query(summableAttribute.type, *args, **kwargs)
        return found.getColumn(summableAttribute.attrname).sum()

    def hasType(self, itemClass: Any) -> bool:
        """
        Whether such items were ever stored; called inside a transaction or a read.
        """
        return self.types.idOf(itemClass) is not None


def _described(itemClass: type[Item], comparison: Any) -> str:
    return itemClass.__name__ if comparison is None else f"{itemClass.__name__} with {comparison!r}"
