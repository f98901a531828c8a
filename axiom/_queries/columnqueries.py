"""
Queries for the values of several columns of one class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

from axiom._queries.attributequeries import ValueOwner
from axiom._queries.base import BaseQuery, Chunks

if TYPE_CHECKING:
    from axiom._columns.base import SQLAttribute

__all__ = ["ColumnQuery"]


class ColumnQuery(BaseQuery[tuple[Any, ...]]):
    """
    Tuples of the values of some columns: for what is only read, which takes a fraction of loading items.
    """

    def __init__(
        self, *args: Any, columns: Sequence[SQLAttribute[Any]], raw: bool = False, **kwargs: Any
    ) -> None:
        if not columns:
            raise ValueError("a query for columns names at least one")
        super().__init__(*args, **kwargs)
        self.columns, self.raw = tuple(columns), raw

    def _clone(self, **changed: Any) -> Self:
        return super()._clone(columns=self.columns, raw=self.raw, **changed)

    def _names(self) -> list[str]:
        return [column.getColumnName(self.store) for column in self.columns]

    def _selected(self) -> str:
        return ", ".join(self._names())

    def _counted(self) -> str:
        return ", ".join(f"{name} AS c{n}" for n, name in enumerate(self._names()))

    def _isSortedByResult(self) -> bool:
        own = self._names()
        return all(column.getColumnName(self.store) in own for column, _ in self.sort.orderColumns())

    def results(self, chunks: Chunks) -> Iterator[tuple[Any, ...]]:
        owner = ValueOwner(self.store)
        for _, chunk in chunks:
            if self.raw:
                yield from chunk
                continue
            for row in chunk:
                values = zip(self.columns, row, strict=True)
                yield tuple(column.outfilter(value, owner) for column, value in values)
