"""
The indexes and search tables of a database: making those that classes of items want, and dropping those that
none wants.

What is missing is made when a store is opened. The others stay until somebody says so, since another process,
with software of another release, may have the store open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from axiom._columns.indexes import Index
from axiom._conditions.searchtables import TOKENIZERS, SearchTable
from axiom._items.item import Item
from axiom._storage.uniqueness import requireUnique

if TYPE_CHECKING:
    from axiom._engine.connection import Connection

__all__ = ["completeTables", "dropUndeclared", "isIncomplete"]

Classes = Collection[type[Item]]


def isIncomplete(connection: Connection, classes: Classes) -> bool:
    """
    Whether L{completeTables} has something to do.
    """
    return any(True for _ in _missingIndexes(connection, classes)) or any(
        True for _ in _missingSearchTables(connection, classes)
    )


def completeTables(connection: Connection, classes: Classes) -> None:
    """
    Make what is missing; called inside a transaction.

    @param classes: those of stored types.
    @raise DuplicatesStored: stored items have the same where no two may.
    """
    for itemClass, index in list(_missingIndexes(connection, classes)):
        if index.isUnique:
            requireUnique(connection, itemClass, index)
        connection.execute(index.createSQL(itemClass.schema.tableName))
    for table, present in list(_missingSearchTables(connection, classes)):
        # The columns that another release searches stay.
        whole = replace(table, columns=tuple(sorted({*table.columns, *present})))
        _replaceSearchTable(connection, whole, present)


def dropUndeclared(connection: Connection, classes: Classes) -> list[str]:
    """
    Drop what C{classes} do not want of their tables; called inside a transaction.

    @return: the names of the indexes, and of the search tables that are gone or have fewer columns.
    """
    dropped = []
    for itemClass in classes:
        schema = itemClass.schema
        for name in _indexNames(connection, schema.tableName):
            if _currentName(name) not in schema.indexes:
                connection.execute(f'DROP INDEX "{name.replace(chr(34), chr(34) * 2)}"')
                dropped.append(name)
        for kind in TOKENIZERS:
            wanted = schema.searchTables.get(kind) or SearchTable(schema.tableName, kind, ())
            present = _searchColumns(connection, wanted)
            if not set(present) <= set(wanted.columns):
                _replaceSearchTable(connection, wanted, present)
                dropped.append(wanted.name)
    return dropped


def _missingIndexes(connection: Connection, classes: Classes) -> Iterator[tuple[type[Item], Index]]:
    present = {_currentName(name) for name in _indexNames(connection, None)}
    for itemClass in classes:
        for name, index in itemClass.schema.indexes.items():
            if name not in present:
                yield itemClass, index


def _missingSearchTables(
    connection: Connection, classes: Classes
) -> Iterator[tuple[SearchTable, tuple[str, ...]]]:
    """
    Those that are not there, or lack columns, each with the columns that are there.
    """
    for itemClass in classes:
        for table in itemClass.schema.searchTables.values():
            present = _searchColumns(connection, table)
            if not set(table.columns) <= set(present):
                yield table, present


def _replaceSearchTable(connection: Connection, table: SearchTable, present: tuple[str, ...]) -> None:
    made = [*table.createSQL(), table.rebuildSQL()] if table.columns else []
    for sql in [*(table.dropSQL() if present else ()), *made]:
        connection.execute(sql)


def _searchColumns(connection: Connection, table: SearchTable) -> tuple[str, ...]:
    rows = connection.fetchAll("SELECT name FROM pragma_table_info(?)", (table.name,))
    return tuple(name for (name,) in rows)


def _indexNames(connection: Connection, tableName: str | None) -> list[str]:
    rows = connection.fetchAll(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = coalesce(?, tbl_name)"
        " AND name GLOB 'axiom*'",
        (tableName,),
    )
    return [name for (name,) in rows]


def _currentName(name: str) -> str:
    # Older releases of Axiom began the names of indexes with those of tables.
    return name.replace("axiomidx_item_", "axiomidx_", 1)
