"""
Conditions over ranges and over several columns at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import gt, lt
from typing import Any

from axiom.attributes import AND, OR, Comparable

__all__ = ["AttributeTuple", "contains", "overlapping"]


def contains(startAttribute: Comparable, endAttribute: Comparable, value: Any) -> AND:
    """
    The range from C{startAttribute} up to, but without, C{endAttribute} has C{value} in it.
    """
    return AND(startAttribute <= value, endAttribute > value)


def overlapping(startAttribute: Comparable, endAttribute: Comparable, startValue: Any, endValue: Any) -> AND:
    """
    The range from C{startAttribute} to C{endAttribute} has a point in common with that of the values; the
    ends belong to both.

    @raise ValueError: C{startValue} is greater than C{endValue}.
    """
    if startValue > endValue:
        raise ValueError(f"no range leads from {startValue!r} to {endValue!r}")
    return AND(startAttribute <= endValue, endAttribute >= startValue)


class AttributeTuple:
    """
    Several columns that are compared as a tuple: the first that differs decides.
    """

    def __init__(self, *attributes: Comparable) -> None:
        self.attributes = attributes

    def __iter__(self) -> Iterator[Comparable]:
        return iter(self.attributes)

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Any:
        values = self._valuesOf(other)
        return NotImplemented if values is None else AND(*map(_equal, self.attributes, values))

    def __ne__(self, other: object) -> Any:
        values = self._valuesOf(other)
        return NotImplemented if values is None else OR(*map(_different, self.attributes, values))

    def __lt__(self, other: object) -> Any:
        return self._order(lt, other)

    def __gt__(self, other: object) -> Any:
        return self._order(gt, other)

    def __le__(self, other: object) -> Any:
        less = self._order(lt, other)
        return less if less is NotImplemented else OR(less, self == other)

    def __ge__(self, other: object) -> Any:
        greater = self._order(gt, other)
        return greater if greater is NotImplemented else OR(greater, self == other)

    def _order(self, operator: Callable[[Any, Any], Any], other: object) -> Any:
        values = self._valuesOf(other)
        if values is None:
            return NotImplemented
        pairs = list(zip(self.attributes, values, strict=True))
        return OR(
            *(
                AND(*(_equal(*before) for before in pairs[:position]), operator(*pair))
                for position, pair in enumerate(pairs)
            )
        )

    def _valuesOf(self, other: object) -> Sequence[Any] | None:
        if not isinstance(other, (AttributeTuple, tuple, list)):
            return None
        values = list(other)
        if len(values) != len(self.attributes):
            raise ValueError(f"{len(self.attributes)} columns can't be compared with {len(values)} values")
        return values


def _equal(attribute: Comparable, value: Any) -> Any:
    return attribute == value


def _different(attribute: Comparable, value: Any) -> Any:
    return attribute != value
