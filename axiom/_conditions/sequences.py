"""
Conditions on membership.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from zope.interface import implementer

from axiom._conditions.conditions import Column, Comparison, SubQuery, TableSource, unique
from axiom.iaxiom import IComparison

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["SequenceComparison"]

# Below SQLite's limit on bindings; longer lists travel as one JSON text.
_MOST_BINDINGS = 500


@implementer(IComparison)
class SequenceComparison(Comparison):
    """
    A column with many values; None among them stands for no value.
    """

    def __init__(self, attribute: Column, container: Any, negate: bool) -> None:
        self.attribute, self.negate = attribute, negate
        if hasattr(container, "getSubQuery") or isinstance(container, (Column, Collection)):
            self.container = container
        else:
            self.container = list(container)

    def getQuery(self, store: Store) -> str:
        name = self.attribute.getColumnName(store)
        found = f"{name} {'NOT ' * self.negate}IN ({self._right(store)})"
        if self._isMixed():
            found += f" AND {name} IS NOT NULL" if self.negate else f" OR {name} IS NULL"
        return f"({found})"

    def getArgs(self, store: Store) -> list[Any]:
        container = self.container
        if isinstance(container, Column):
            return []
        if hasattr(container, "getSubQuery"):
            arguments: list[Any] = container.getSubQuery(store)[1]
            return arguments
        values = [self.attribute.infilter(value, None, store) for value in container if value is not None]
        if len(container) <= _MOST_BINDINGS:
            return values
        return [json.dumps([value.hex() if isinstance(value, bytes) else value for value in values])]

    def _right(self, store: Store) -> str:
        container = self.container
        if isinstance(container, Column):
            return container.getColumnName(store)
        if hasattr(container, "getSubQuery"):
            sql: str = container.getSubQuery(store)[0]
            return sql
        if len(container) <= _MOST_BINDINGS:
            return ", ".join("?" for value in container if value is not None)
        areBytes = any(isinstance(value, (bytes, bytearray, memoryview)) for value in container)
        return f"SELECT {'unhex(value)' if areBytes else 'value'} FROM json_each(?)"

    def _isMixed(self) -> bool:
        if isinstance(self.container, Column) or hasattr(self.container, "getSubQuery"):
            return False
        return any(value is None for value in self.container)

    def getInvolvedTables(self) -> list[TableSource]:
        if isinstance(self.container, Column):
            return unique([self.attribute.type, self.container.type])
        return [self.attribute.type]

    def getSubQueries(self) -> list[SubQuery]:
        return [self.container] if hasattr(self.container, "getSubQuery") else []

    def __repr__(self) -> str:
        return f"{self.attribute!r}.{'notOneOf' if self.negate else 'oneOf'}({self.container!r})"
