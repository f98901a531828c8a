"""
Where the next page of a query begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from axiom._conditions.conditions import AND

if TYPE_CHECKING:
    from axiom._conditions.conditions import Comparison
    from axiom._items.item import Item

__all__ = ["following", "sortedBy"]


def sortedBy(columns: Iterable[tuple[Any, str]]) -> list[Any]:
    """
    The order by C{columns}, each with its direction.
    """
    return [column.ascending if way == "ASC" else column.descending for column, way in columns]


def following(columns: list[tuple[Any, str]], last: Item) -> Iterator[Comparison]:
    """
    Conditions of which each row that comes after C{last} in this order fulfils one: those of the first come
    first. None is the smallest value.

    To SQLite each is a range of an index over C{columns}, which all of them together would not be.
    """
    for count in range(len(columns), 0, -1):
        *before, (column, way) = columns[:count]
        same = [each == each.valueOf(last) for each, _ in before]
        for beyond in _beyond(column, way, column.valueOf(last)):
            yield AND(*same, beyond)


def _beyond(column: Any, way: str, value: Any) -> list[Comparison]:
    if way == "ASC":
        return [column != None if value is None else column > value]  # noqa: E711
    return [] if value is None else [column < value, column == None]  # noqa: E711
