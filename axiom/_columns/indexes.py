"""
Indexes of a table of items, over one or several columns or paths into their JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from axiom._columns.base import SQLAttribute
from axiom._columns.jsonpaths import JSONPath

__all__ = ["Index", "columnOf", "compoundIndex"]

Part = SQLAttribute[Any] | JSONPath


@dataclass(frozen=True)
class Index:
    """
    One index.

    @ivar parts: what it is over, most significant first.
    @ivar isUnique: whether no two items may have the same; such as have no value in one part may.
    """

    parts: tuple[Part, ...]
    isUnique: bool

    def name(self, tableName: str) -> str:
        """
        Its SQL name, not quoted.
        """
        kind = "axiomunique" if self.isUnique else "axiomidx"
        return "_".join([kind, tableName.removeprefix("item_"), *(part.attrname for part in self.parts)])

    def createSQL(self, tableName: str) -> str:
        """
        The statement that makes it.
        """
        name = self.name(tableName).replace('"', '""')
        unique = "UNIQUE " * self.isUnique
        return f'CREATE {unique}INDEX IF NOT EXISTS "{name}" ON {tableName} ({", ".join(self.expressions())})'

    def expressions(self, alias: str = "") -> list[str]:
        """
        The SQL of each part.

        @param alias: the table's name and a dot, where there are several.
        """
        return [_expression(part, alias) for part in self.parts]

    def __repr__(self) -> str:
        return " and ".join(part.fullName() for part in self.parts)


def _expression(part: Part, alias: str) -> str:
    column = f"{alias}[{columnOf(part).attrname}]"
    return part.sqlOf(column) if isinstance(part, JSONPath) else column


def columnOf(part: Part) -> Any:
    """
    The column that C{part} is, or leads into.
    """
    return part.column if isinstance(part, JSONPath) else part


def compoundIndex(*attributes: Part, unique: bool = False) -> None:
    """
    Called in the body of a class of items: its table gets one index over all of C{attributes}, in this order.

    @param unique: whether no two items may have the same in all of them.
    """
    index = Index(attributes, unique)
    for attribute in attributes:
        if not isinstance(columnOf(attribute), SQLAttribute):
            raise TypeError(f"an index is over columns and paths into JSON, not {attribute!r}")
        columnOf(attribute).compoundIndexes.append(index)
