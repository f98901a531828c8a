"""
Whether SQLite finds a database whole, and its full-text indexes true to their tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import apsw

from axiom.care._described import quoted
from axiom.care._problems import Problem
from axiom.errors import StoreDamaged

__all__ = ["integrityProblems", "searchProblems", "searchTables"]

_MOST = 100


def integrityProblems(connection: apsw.Connection, quick: bool = False) -> Iterator[Problem]:
    """
    One problem, if the database is damaged.

    @param quick: whether indexes are believed to agree with their tables.
    """
    pragma = "quick_check" if quick else "integrity_check"
    found = [str(message) for (message,) in connection.execute(f"PRAGMA {pragma}({_MOST})")]
    if found == ["ok"]:
        return
    lines = [line for message in found for line in message.splitlines() if not line.startswith("***")]
    more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
    first = lines[0] if lines else found[0]
    yield Problem("database", f"the database is damaged: {first}{more}", StoreDamaged.hint)


def searchTables(connection: apsw.Connection) -> list[str]:
    """
    The names of the full-text indexes.
    """
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'"
    )
    return [name for (name,) in rows]


def searchProblems(connection: apsw.Connection) -> Iterator[Problem]:
    """
    Full-text indexes that do not have the words of their tables.

    To SQLite this check is a write, so it is done in a copy.
    """
    names = searchTables(connection)
    if not names:
        return
    with closing(apsw.Connection("")) as copy:
        with copy.backup("main", connection, "main") as backup:
            backup.step()
        for name in names:
            table = quoted(name)
            try:
                copy.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
            except apsw.CorruptError:
                remedy = f"In SQL: INSERT INTO {table}({table}) VALUES ('rebuild')."
                yield Problem("search", f"the full-text index {name} has not the words of its table", remedy)
