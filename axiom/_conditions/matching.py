"""
Conditions on the words of a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from zope.interface import implementer

from axiom._conditions.conditions import Comparison, TableSource
from axiom._conditions.searchtables import SearchTable
from axiom._engine.connection import Connection
from axiom.errors import InvalidSearch, SQLError
from axiom.iaxiom import IComparison

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["Match", "matches", "plainExpression"]

_PIECE = re.compile(r'"([^"]*)"|([^\s"]+)')


@implementer(IComparison)
class Match(Comparison):
    """
    The words of one searchable column, or of all those of a class, with what somebody looks for.

    @ivar source: the class or placeholder.
    @ivar table: the search table.
    @ivar column: the name of the one column, or None for all.
    @ivar expression: what is looked for, in the syntax of FTS5.
    """

    def __init__(self, source: Any, kind: str, column: str | None, words: str, syntax: bool = False) -> None:
        """
        @param kind: of the search table.
        @raise InvalidSearch: C{words} should be in the syntax of FTS5, and are not.
        """
        self.source, self.column, self.words = source, column, words
        self.table: SearchTable = source.schema.searchTables[kind]
        self.expression = words if syntax else plainExpression(words)
        if syntax:
            _check(self.table, self.expression)

    def matchSQL(self) -> str:
        """
        The SQL of the condition on the search table, for C{expression}.
        """
        # To FTS5 the table's name is a column, that of all words.
        return f"{self.table.name}.[{self.column or self.table.name}] MATCH ?"

    def getQuery(self, store: Store) -> str:
        oid = self.source.storeID.getColumnName(store)
        return f"({oid} IN (SELECT rowid FROM {self.table.name} WHERE {self.matchSQL()}))"

    def getArgs(self, store: Store) -> list[Any]:
        return [self.expression]

    def getInvolvedTables(self) -> list[TableSource]:
        return [self.source]

    def __repr__(self) -> str:
        place = self.source.__name__ if self.column is None else f"{self.source.__name__}.{self.column}"
        return f"{place} matches {self.words!r}"


def matches(source: Any, words: str, syntax: bool = False) -> Match:
    """
    The condition that an item of C{source} has all of C{words}, each in any of its searchable columns.

    @param source: a class of items, or a placeholder.
    @param words: as in L{axiom.attributes.Comparable.matches}.
    @param syntax: whether C{words} is an expression of FTS5 instead.
    @raise InvalidSearch: it should be, and is not.
    """
    kinds = list(source.schema.searchTables)
    if len(kinds) != 1:
        found = f"are searched in different ways ({', '.join(kinds)})" if kinds else "can't be searched"
        raise TypeError(f"the columns of {source.__name__} {found}")
    return Match(source, kinds[0], None, words, syntax)


def plainExpression(words: str) -> str:
    """
    The expression of FTS5 for what a person types: all of the words, those in quotation marks beside each
    other; the last one may be the beginning of a word, unless a blank or a quotation mark ends it.

    Whatever is typed gives an expression; without words nothing matches it.
    """
    if not isinstance(words, str):
        raise TypeError(f"words to look for are a str, not {words!r}")
    # FTS5 ends at a NUL, SQLite takes no half of a surrogate pair.
    typed = words.replace("\0", " ").encode("utf-8", "replace").decode()
    pieces = [f'"{quoted or word}"' for quoted, word in _PIECE.findall(typed)]
    isOpen = bool(pieces) and not typed[-1].isspace() and not typed.endswith('"')
    return f"{' '.join(pieces)}{'*' * isOpen}" or '""'


def _check(table: SearchTable, expression: str) -> None:
    names = ", ".join(f"[{name}]" for name in table.columns)
    connection = Connection(None)
    try:
        connection.execute(f"CREATE VIRTUAL TABLE empty USING fts5({names})")
        connection.fetchAll("SELECT 1 FROM empty WHERE empty MATCH ?", (expression,))
    except SQLError as e:
        raise InvalidSearch(expression, str(e.underlying)) from e
    finally:
        connection.close()
