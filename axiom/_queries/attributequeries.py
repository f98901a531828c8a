"""
Queries for the values of one column.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self, TypeVar

from axiom._queries.base import BaseQuery, Chunks

if TYPE_CHECKING:
    from axiom._columns.base import SQLAttribute
    from axiom.store import Store

__all__ = ["AttributeQuery", "ValueOwner"]

T = TypeVar("T")


class AttributeQuery(BaseQuery[T]):
    """
    The values of one column; those are counted that are not None.
    """

    def __init__(self, *args: Any, attribute: Any, raw: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attribute: SQLAttribute[Any] = attribute
        self.raw = raw

    def _clone(self, **changed: Any) -> Self:
        return super()._clone(attribute=self.attribute, raw=self.raw, **changed)

    def _selected(self) -> str:
        return self.attribute.getColumnName(self.store)

    def _isSortedByResult(self) -> bool:
        own = self._selected()
        return all(column.getColumnName(self.store) == own for column, _ in self.sort.orderColumns())

    def getSubQuery(self, store: Store) -> tuple[str, list[Any]]:
        """
        The statement and bindings for use in another query.
        """
        return self.sql(self._selected(), ordered=False) or ("SELECT NULL WHERE 0", [])

    def results(self, chunks: Chunks) -> Iterator[T]:
        outfilter = getattr(self.attribute, "outfilter", None)
        owner = ValueOwner(self.store)
        for _, chunk in chunks:
            for (value,) in chunk:
                yield value if self.raw or outfilter is None else outfilter(value, owner)

    def _counted(self) -> str:
        return f"{self._selected()} AS value"

    def _counting(self, sql: str) -> str:
        return f"SELECT COUNT(value) FROM ({sql})"

    def sum(self) -> Any:
        """
        The sum of the values that are not None; 0 if there are none.
        """
        return self._filtered(self._aggregate("SUM", 0))

    def average(self) -> float | None:
        """
        The mean of the values that are not None, or None if there are none: of moments in microseconds since
        the epoch.
        """
        found = self._aggregate("AVG", None)
        return None if found is None else float(found) / 10 ** (self.attribute.decimalPlaces or 0)

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
        return found if outfilter is None or self.raw else outfilter(found, ValueOwner(self.store))

    def _aggregate(self, function: str, nothing: Any) -> Any:
        found = self._fetch(
            lambda sql: f"SELECT {function}(value) FROM ({sql})", lambda: f"{self._selected()} AS value"
        )
        return nothing if not found or found[0][0] is None else found[0][0]


class ValueOwner:
    """
    Stands for the item whose value is converted, where there is only a column: its store is all that is
    known.
    """

    __legacy__ = False
    storeID = "unknown"

    def __init__(self, store: Store) -> None:
        self.store = store

    def presentStore(self) -> Store:
        """
        Its store.
        """
        return self.store
