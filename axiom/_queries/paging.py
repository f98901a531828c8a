"""
Where the next page of a query begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from axiom._conditions.conditions import Comparison
    from axiom._items.item import Item

__all__ = ["follows", "sortedBy"]


def sortedBy(columns: Iterable[tuple[Any, str]]) -> list[Any]:
    return [column.ascending if way == "ASC" else column.descending for column, way in columns]


def follows(columns: list[tuple[Any, str]], last: Item) -> Comparison:
    """
    The condition that a row comes after C{last} in this order, in which None is the smallest value.
    """
    (column, way), rest = columns[0], columns[1:]
    value = column.valueOf(last)
    further: Comparison | None
    tie: Comparison
    if way == "ASC":
        further = column != None if value is None else column > value  # noqa: E711
    else:
        further = None if value is None else (column < value) | (column == None)  # noqa: E711
    if not rest:
        assert further is not None
        return further
    tie = (column == value) & follows(rest, last)
    return tie if further is None else further | tie
