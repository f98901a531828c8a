"""
SQL that can only read: on a connection that can't write, and refused by the engine before it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import apsw.ext

from axiom.care._described import StoredType, storedTypes
from axiom.care._looking import openReadOnly
from axiom.care.errors import InvalidStatement, StatementRefused, StatementStopped
from axiom.database import databaseError

__all__ = ["Answer", "StatementReader", "readingStatements"]

_READING = frozenset((apsw.SQLITE_SELECT, apsw.SQLITE_READ, apsw.SQLITE_FUNCTION, apsw.SQLITE_RECURSIVE))
# PRAGMAs that change nothing whatever they are given, and those that change nothing if given nothing.
_TELLING = frozenset(
    (
        *("collation_list", "compile_options", "data_version", "database_list", "foreign_key_list"),
        *("freelist_count", "function_list", "index_info", "index_list", "index_xinfo", "integrity_check"),
        *("page_count", "quick_check", "table_info", "table_list", "table_xinfo"),
    )
)
_ASKING = frozenset(("encoding", "journal_mode", "page_size", "schema_version", "user_version"))
_REFUSALS = (apsw.AuthError, apsw.ReadOnlyError)
# What has nothing to do with the statement.
_TROUBLES = (apsw.BusyError, apsw.LockedError, apsw.NotADBError, apsw.CorruptError, apsw.IOError)
# SQLite takes so many steps before it hears whoever interrupts it.
_STEPS = 10_000
# No text or blob that a statement makes up has more bytes.
_LONGEST_VALUE = 64 * 2**20


@dataclass(frozen=True)
class Answer:
    """
    What one statement gave.

    @ivar columns: their names.
    @ivar rows: the first of them.
    @ivar isWhole: whether there are no more.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    isWhole: bool


class StatementReader:
    """
    Answers statements about one database, each about what is committed then.
    """

    def __init__(self, connection: apsw.Connection, database: Path) -> None:
        self._connection, self._database = connection, database

    def answers(self, sql: str, limit: int) -> Iterator[Answer]:
        """
        The answer to each statement of C{sql}, one after another.

        @param limit: how many rows an answer has at most.
        @raise StatementRefused: a statement would change something.
        @raise InvalidStatement: a statement makes no sense.
        @raise StatementStopped: it was to be stopped.
        @raise StoreDamaged: the database is no whole one.
        @raise StoreBusy: it is locked.
        @raise DiskFailed: it can't be read from the disk.
        """
        rest: str | None = sql
        while rest:
            try:
                statement = apsw.ext.query_info(self._connection, rest)
                rest = statement.query_remaining
                answer = self._answer(statement.first_query, statement.description, limit)
            except _REFUSALS as e:
                raise StatementRefused(str(e)) from e
            except apsw.InterruptError as e:
                raise StatementStopped from e
            except _TROUBLES as e:
                raise databaseError(e, str(self._database)) from e
            except (apsw.Error, UnicodeDecodeError) as e:
                raise InvalidStatement(str(e)) from e
            if answer.columns:
                yield answer

    def types(self) -> list[StoredType]:
        """
        What the database says of the types of its items.

        @raise AxiomError: it is no store's, or as L{answers}.
        """
        try:
            return storedTypes(self._connection)
        except apsw.Error as e:
            raise databaseError(e, str(self._database)) from e

    def _answer(self, sql: str, description: tuple[tuple[str, str | None], ...], limit: int) -> Answer:
        with closing(self._connection.cursor()) as cursor:
            rows = list(islice(cursor.execute(sql), limit + 1))
        return Answer(tuple(name for name, _ in description), rows[:limit], len(rows) <= limit)


@contextmanager
def readingStatements(
    database: Path,
    isHidden: Callable[[str], bool] = lambda column: False,
    isStopped: Callable[[], bool] = lambda: False,
) -> Iterator[StatementReader]:
    """
    A context with a reader of C{database}, which others may write meanwhile.

    @param isHidden: whether the columns of this name are NULL for all statements, wherever they use them.
    @param isStopped: asked all the time while a statement runs, whether it is to stop.
    @raise CannotOpenStore: it is not there.
    """
    with closing(openReadOnly(database)) as connection:
        connection.set_progress_handler(isStopped, _STEPS)
        connection.limit(apsw.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        connection.authorizer = partial(_authorize, isHidden)
        yield StatementReader(connection, database)


def _authorize(
    isHidden: Callable[[str], bool], action: int, first: str | None, second: str | None, *where: str | None
) -> int:
    if action == apsw.SQLITE_READ and second is not None and isHidden(second):
        return apsw.SQLITE_IGNORE
    isFine = action in _READING
    if action == apsw.SQLITE_PRAGMA:
        isFine = first in _TELLING or (first in _ASKING and second is None)
    return apsw.SQLITE_OK if isFine else apsw.SQLITE_DENY
