"""
Conditions on what a text is like.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from zope.interface import implementer

from axiom._conditions import Column, Comparison, TableSource, unique
from axiom.iaxiom import IComparison

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["LikeComparison", "Literal"]

_ESCAPE = "\\"


class Literal:
    """
    A part of a LIKE pattern in which wildcards stand for themselves.
    """

    def __init__(self, part: object) -> None:
        self.part = part

    def __repr__(self) -> str:
        return repr(self.part)


@implementer(IComparison)
class LikeComparison(Comparison):
    """
    A column with a pattern made of texts and columns.
    """

    def __init__(self, attribute: Column, negate: bool, likeParts: Iterable[object]) -> None:
        self.attribute, self.negate, self.likeParts = attribute, negate, tuple(likeParts)
        if not self.likeParts:
            raise ValueError("like() needs at least one part")

    def getQuery(self, store: Store) -> str:
        sql = []
        escaped = False
        for part in self.likeParts:
            literal = isinstance(part, Literal)
            inner = part.part if isinstance(part, Literal) else part
            escaped = escaped or literal
            if not isinstance(inner, Column):
                sql.append("?")
            elif literal:
                sql.append(_escapedSQL(inner.getColumnName(store)))
            else:
                sql.append(inner.getColumnName(store))
        escape = f" ESCAPE '{_ESCAPE}'" * escaped
        return (
            f"({self.attribute.getColumnName(store)} {'NOT ' * self.negate}LIKE ({' || '.join(sql)}){escape})"
        )

    def getArgs(self, store: Store) -> list[Any]:
        arguments = []
        for part in self.likeParts:
            inner = part.part if isinstance(part, Literal) else part
            if not isinstance(inner, Column):
                # A part of a value need not be a value, but a text is as it is stored.
                text = (
                    inner if isinstance(inner, (str, bytes)) else self.attribute.infilter(inner, None, store)
                )
                arguments.append(_escaped(text) if isinstance(part, Literal) else text)
        return arguments

    def getInvolvedTables(self) -> list[TableSource]:
        inner = (part.part if isinstance(part, Literal) else part for part in self.likeParts)
        return unique([self.attribute.type, *(part.type for part in inner if isinstance(part, Column))])

    def __repr__(self) -> str:
        return f"{self.attribute!r}.{'notLike' if self.negate else 'like'}{self.likeParts!r}"


def _escaped(text: Any) -> Any:
    if isinstance(text, bytes):
        return b"".join(b"\\" + bytes([c]) if c in b"%_\\" else bytes([c]) for c in text)
    return "".join(_ESCAPE + c if c in ("%", "_", _ESCAPE) else c for c in text)


def _escapedSQL(column: str) -> str:
    for wildcard in (_ESCAPE, "%", "_"):
        column = f"replace({column}, '{wildcard}', '{_ESCAPE}{wildcard}')"
    return column
