"""
The rows of a query, fetched as they are asked for.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from axiom._engine.translation import ENGINE_ERRORS, statementError
from axiom.errors import AxiomError

__all__ = ["Rows"]

_CHUNK = 200


class Rows:
    """
    The rows of one result, from the database's cursor in chunks or, once L{drain}ed, from memory.

    @ivar isComplete: whether nothing is left in the database.
    """

    __slots__ = ("_cursor", "_drained", "_failure", "_name", "_sql", "isComplete")

    def __init__(self, cursor: Any, name: str, sql: str) -> None:
        self._cursor, self._name, self._sql = cursor, name, sql
        self._drained: list[tuple[Any, ...]] = []
        self._failure: AxiomError | None = None
        self.isComplete = False

    def chunk(self) -> list[tuple[Any, ...]]:
        """
        Some of the rows that were not returned yet; empty when there are no more.

        @raise AxiomError: the others could not be read, or were L{fail}ed.
        """
        if self.isComplete:
            rows, self._drained = self._drained, []
            if self._failure is not None and not rows:
                raise self._failure
            return rows
        try:
            rows = list(islice(self._cursor, _CHUNK))
        except ENGINE_ERRORS as e:
            raise statementError(e, self._name, self._sql, ()) from e
        self.isComplete = len(rows) < _CHUNK
        return rows

    def drain(self) -> None:
        """
        Read what is left into memory.
        """
        if not self.isComplete:
            try:
                self._drained.extend(self._cursor)
            except ENGINE_ERRORS as e:
                self._failure = statementError(e, self._name, self._sql, ())
                raise self._failure from e
            finally:
                self.isComplete = True

    def fail(self, failure: AxiomError) -> None:
        """
        Read no more; whoever asks for the rest is told C{failure}.
        """
        if not self.isComplete:
            self._failure, self.isComplete = failure, True
            self._cursor.close(True)

    def close(self) -> None:
        """
        Give up what is left.
        """
        self._drained, self.isComplete = [], True
        self._cursor.close(True)
