"""
Queries as sequences: parts of them, and single results.

They have no C{len}: C{list(query)} would ask for it, and so count the results before it fetches them.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import index
from typing import Any, Generic, Self, TypeVar, overload

__all__ = ["Sliceable"]

T = TypeVar("T")


class Sliceable(Generic[T]):
    """
    What has a limit and an offset, and so can be cut.

    @ivar limit: at most this many results, or None.
    @ivar offset: leave out this many, or None.
    """

    limit: int | None
    offset: int | None

    def _clone(self, **changed: Any) -> Self:
        raise NotImplementedError

    def __iter__(self) -> Iterator[T]:
        raise NotImplementedError

    @overload
    def __getitem__(self, where: int) -> T: ...
    @overload
    def __getitem__(self, where: slice) -> Self: ...
    def __getitem__(self, where: int | slice) -> Any:
        """
        A part of the query, lazy as the whole; or one result, at once.

        @raise ValueError: the end is meant to be counted from, or results to be skipped.
        @raise IndexError: there is no result in this place.
        """
        if isinstance(where, slice):
            return self._cut(where)
        position = index(where)
        for result in self._cut(slice(position, position + 1)):
            return result
        raise IndexError(f"{self!r} has no result {where}")

    def _cut(self, part: slice) -> Self:
        if part.step not in (None, 1):
            raise ValueError(f"a query gives every result of a part, not each {part.step}th")
        start, stop = part.start or 0, part.stop
        if start < 0 or (stop is not None and stop < 0):
            raise ValueError("a query is cut from its beginning: reverse its order to cut from the end")
        rest = None if self.limit is None else max(self.limit - start, 0)
        if stop is not None:
            wanted = max(stop - start, 0)
            rest = wanted if rest is None else min(rest, wanted)
        return self._clone(limit=rest, offset=(self.offset or 0) + start or None)
