"""
What a class of items is in SQL: its table, columns, indexes and statements, worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from axiom._columns.base import SQLAttribute
from axiom._columns.indexes import Index
from axiom._conditions.searchtables import SearchTable

__all__ = ["ItemSchema", "makeSchema"]


@dataclass(frozen=True, eq=False)
class ItemSchema:
    """
    The SQL side of one version of one type.

    @ivar columns: sorted by name, as in the table.
    @ivar names: theirs, in the same order.
    @ivar byName: the columns by name.
    @ivar preparing: those that want to know when an item enters a store.
    @ivar identifying: the names of those that keep an identity where an item was assigned.
    @ivar tableName: C{item_<type>_v<version>}.
    @ivar selected: what a query selects to load an item: the storeID, then the columns.
    @ivar insertSQL: takes the storeID and every column.
    @ivar indexes: by their names.
    @ivar uniques: those in which no two items may have the same.
    @ivar searchTables: by kind.
    @ivar defaults: what every new item starts with.
    @ivar defaultFactories: (name, factory) of the others.
    @ivar storedDefaults: what is stored of a default, of those that are the same in every store.
    """

    columns: tuple[SQLAttribute[Any], ...]
    names: tuple[str, ...]
    byName: dict[str, SQLAttribute[Any]]
    preparing: tuple[SQLAttribute[Any], ...]
    identifying: tuple[str, ...]
    tableName: str
    selected: str
    selectSQL: str
    insertSQL: str
    deleteSQL: str
    indexes: dict[str, Index]
    uniques: tuple[Index, ...]
    searchTables: dict[str, SearchTable]
    defaults: dict[str, Any]
    defaultFactories: tuple[tuple[str, Callable[[], Any]], ...]
    storedDefaults: dict[str, Any]

    def updateSQL(self, names: Iterable[str]) -> str:
        """
        The statement that takes new values for C{names}, then the storeID.
        """
        return f"UPDATE {self.tableName} SET {', '.join(f'[{name}]=?' for name in names)} WHERE oid=?"

    def createSQL(self) -> list[str]:
        """
        The statements that make the table, its indexes and its search tables.
        """
        columns = ["oid INTEGER PRIMARY KEY", *(f"[{c.attrname}] {c.sqltype}" for c in self.columns)]
        table = f"CREATE TABLE {self.tableName} ({', '.join(columns)})"
        indexes = [index.createSQL(self.tableName) for index in self.indexes.values()]
        return [table, *indexes, *(sql for words in self.searchTables.values() for sql in words.createSQL())]


def makeSchema(typeName: str, version: int, columns: Iterable[SQLAttribute[Any]]) -> ItemSchema:
    """
    The schema of a type, whose columns are told their positions in a loaded row.
    """
    ordered = tuple(sorted(columns, key=lambda column: column.attrname))
    for position, column in enumerate(ordered, 1):
        column.position = position
    names = tuple(column.attrname for column in ordered)
    tableName = f"item_{typeName}_v{version}"
    selected = ", ".join([f"{tableName}.oid", *(f"{tableName}.[{name}]" for name in names)])
    inserted = ", ".join(["oid", *(f"[{name}]" for name in names)])
    places = ", ".join("?" * (len(names) + 1))
    indexes = _indexes(tableName, ordered)
    return ItemSchema(
        columns=ordered,
        names=names,
        byName={column.attrname: column for column in ordered},
        preparing=tuple(c for c in ordered if type(c).prepareInsert is not SQLAttribute.prepareInsert),
        identifying=tuple(column.attrname for column in ordered if column.identifies),
        tableName=tableName,
        selected=selected,
        selectSQL=f"SELECT {selected} FROM {tableName} WHERE oid=?",
        insertSQL=f"INSERT INTO {tableName} ({inserted}) VALUES ({places})",
        deleteSQL=f"DELETE FROM {tableName} WHERE oid=?",
        indexes=indexes,
        uniques=tuple(index for index in indexes.values() if index.isUnique),
        searchTables=_searchTables(tableName, ordered),
        defaults={column.attrname: column.default for column in ordered if column.defaultFactory is None},
        defaultFactories=tuple(
            (c.attrname, c.computeDefault) for c in ordered if c.defaultFactory is not None
        ),
        storedDefaults=dict(_storedDefaults(ordered)),
    )


def _storedDefaults(columns: Iterable[SQLAttribute[Any]]) -> Iterator[tuple[str, Any]]:
    for column in columns:
        isPlain = type(column).prepareInsert is SQLAttribute.prepareInsert and column.defaultFactory is None
        if isPlain and not (column.default is None and not column.allowNone):
            yield column.attrname, column.stored(column.default, None, None)


def _indexes(tableName: str, columns: Iterable[SQLAttribute[Any]]) -> dict[str, Index]:
    wanted = [Index((column,), column.unique) for column in columns if column.indexed or column.unique]
    wanted += [index for column in columns for index in column.compoundIndexes]
    named = {index.name(tableName): index for index in wanted}
    return dict(sorted(named.items()))


def _searchTables(tableName: str, columns: Iterable[SQLAttribute[Any]]) -> dict[str, SearchTable]:
    names: dict[str, list[str]] = {}
    for column in columns:
        if column.searchable is not None:
            names.setdefault(column.searchable, []).append(column.attrname)
    return {kind: SearchTable(tableName, kind, tuple(each)) for kind, each in names.items()}
