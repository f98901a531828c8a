"""
Conditions on what a text is like.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from zope.interface import implementer

from axiom._conditions.conditions import Column, Comparison, TableSource, unique
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
            raise TypeError("like() needs at least one part")

    def getQuery(self, store: Store) -> str:
        # SQLite uses an index for a pattern that is one binding.
        pattern: list[str] = []
        for isValue, parts in groupby(self.likeParts, _isValue):
            pattern += [self._textSQL("?")] if isValue else [self._columnSQL(part, store) for part in parts]
        name = self._textSQL(self.attribute.getColumnName(store))
        escape = f" ESCAPE '{_ESCAPE}'" * any(isinstance(part, Literal) for part in self.likeParts)
        return f"({name} {'NOT ' * self.negate}LIKE ({' || '.join(pattern)}){escape})"

    def getArgs(self, store: Store) -> list[Any]:
        texts = [
            "".join([self._text(part, store) for part in parts])
            for isValue, parts in groupby(self.likeParts, _isValue)
            if isValue
        ]
        return (
            [text.encode("utf-8", "surrogateescape") for text in texts] if self.attribute.isBinary else texts
        )

    def _text(self, part: object, store: Store) -> str:
        value = _inner(part)
        # A part of a value need not be a value, but a text is as it is stored.
        text: Any = value if isinstance(value, str) else self.attribute.infilter(value, None, store)
        if self.attribute.isBinary and isinstance(text, bytes):
            text = text.decode("utf-8", "surrogateescape")
        return _escaped(text) if isinstance(part, Literal) else text

    def _columnSQL(self, part: object, store: Store) -> str:
        column: Any = _inner(part)
        sql = self._textSQL(column.getColumnName(store))
        return _escapedSQL(sql) if isinstance(part, Literal) else sql

    def _textSQL(self, sql: str) -> str:
        # LIKE does not look at bytes.
        return f"CAST({sql} AS TEXT)" if self.attribute.isBinary else sql

    def getInvolvedTables(self) -> list[TableSource]:
        inner = map(_inner, self.likeParts)
        return unique([self.attribute.type, *(part.type for part in inner if isinstance(part, Column))])

    def __repr__(self) -> str:
        return f"{self.attribute!r}.{'notLike' if self.negate else 'like'}{self.likeParts!r}"


def _inner(part: object) -> object:
    return part.part if isinstance(part, Literal) else part


def _isValue(part: object) -> bool:
    return not isinstance(_inner(part), Column)


def _escaped(text: str) -> str:
    return "".join(_ESCAPE + c if c in ("%", "_", _ESCAPE) else c for c in text)


def _escapedSQL(column: str) -> str:
    for wildcard in (_ESCAPE, "%", "_"):
        column = f"replace({column}, '{wildcard}', '{_ESCAPE}{wildcard}')"
    return column
