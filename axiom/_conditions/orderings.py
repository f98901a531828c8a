"""
Orders of a query's results.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from twisted.python.components import registerAdapter
from zope.interface import implementer

from axiom.iaxiom import IOrdering

if TYPE_CHECKING:
    from axiom._conditions.comparisons import Comparable
    from axiom.store import Store

__all__ = ["CompoundOrdering", "SimpleOrdering", "UnspecifiedOrdering", "orderingOf"]


class _Ordering:
    """
    What all orders have in common: they add up, the left one first.
    """

    def orderColumns(self) -> list[tuple[Comparable, str]]:
        """
        The columns and their directions, most significant first; may be empty.
        """
        raise NotImplementedError

    def __add__(self, other: object) -> CompoundOrdering:
        return CompoundOrdering([*_orderings(self), *_orderings(other)])

    def orderSQL(self, store: Store) -> str:
        """
        The SQL after C{ORDER BY}; may be empty.
        """
        return ", ".join(f"{column.getColumnName(store)} {way}" for column, way in self.orderColumns())


@implementer(IOrdering)
class SimpleOrdering(_Ordering):
    """
    By one column.

    @ivar direction: C{"ASC"} or C{"DESC"}.
    """

    def __init__(self, attribute: Comparable, direction: str = "ASC") -> None:
        self.attribute, self.direction = attribute, direction

    def orderColumns(self) -> list[tuple[Comparable, str]]:
        return [(self.attribute, self.direction)]

    def __repr__(self) -> str:
        return f"{self.attribute!r}.{'ascending' if self.direction == 'ASC' else 'descending'}"


@implementer(IOrdering)
class CompoundOrdering(_Ordering):
    """
    By several, the first one first.
    """

    def __init__(self, seq: Iterable[Any]) -> None:
        self.simpleOrderings = list(seq)

    def orderColumns(self) -> list[tuple[Comparable, str]]:
        return [pair for ordering in self.simpleOrderings for pair in ordering.orderColumns()]

    def __repr__(self) -> str:
        return f"CompoundOrdering({self.simpleOrderings!r})"


@implementer(IOrdering)
class UnspecifiedOrdering(_Ordering):
    """
    Whatever order is cheapest.
    """

    def __init__(self, null: None = None) -> None:
        pass

    def orderColumns(self) -> list[tuple[Comparable, str]]:
        return []

    def __repr__(self) -> str:
        return "UnspecifiedOrdering()"


def orderingOf(sort: object) -> _Ordering:
    """
    The order that C{sort} stands for.

    @param sort: None, a column (ascending), an order, or a tuple or list of those.
    @raise TypeError: it is none of these.
    """
    found = _orderings(sort)
    return found[0] if len(found) == 1 else CompoundOrdering(found) if found else UnspecifiedOrdering()


for _kind in (tuple, list, type(None)):
    registerAdapter(orderingOf, _kind, IOrdering)


def _orderings(sort: object) -> list[_Ordering]:
    if sort is None:
        return []
    if isinstance(sort, CompoundOrdering):
        return list(sort.simpleOrderings)
    if isinstance(sort, _Ordering):
        return [sort]
    if IOrdering.providedBy(sort):
        return [SimpleOrdering(column, way) for column, way in sort.orderColumns()]
    if isinstance(sort, (tuple, list)):
        return [ordering for part in sort for ordering in _orderings(part)]
    ascending = getattr(sort, "ascending", None)
    if isinstance(ascending, _Ordering):
        return [ascending]
    raise TypeError(f"can't sort by {sort!r}: give columns, column.ascending or column.descending")
