"""
Whether the tables, indexes and rows of a store are those which its tables of types, attributes and objects
describe.
"""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from axiom.care._described import StoredType, quoted, tableNames
from axiom.care._problems import Problem, listed
from axiom.database import DELETED_TYPE

__all__ = ["itemProblems", "schemaProblems"]

_RESTORE = "Restore the store from a backup."


def schemaProblems(connection: apsw.Connection, types: list[StoredType]) -> Iterator[Problem]:
    """
    What differs between descriptions, tables, indexes and classes.
    """
    tables = tableNames(connection)
    labels = [stored.label for stored in types]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        yield Problem("schema", f"{label} is in axiom_types more than once", _RESTORE)
    unowned = {name for name in tables if name.startswith("item_")} - {stored.table for stored in types}
    for name in sorted(unowned):
        yield Problem("schema", f"the table {name} is of no type in axiom_types", _RESTORE)
    for stored in types:
        if stored.table not in tables:
            yield Problem("schema", f"the table of {stored.label} is missing", _RESTORE)
        else:
            yield from _columnProblems(connection, stored)
            yield from _indexProblems(connection, stored)
        yield from _classProblems(stored)


def _columnProblems(connection: apsw.Connection, stored: StoredType) -> Iterator[Problem]:
    described = {each.name: _affinity(each.sqlType) for each in stored.attributes}
    found = {
        name: _affinity(sqlType)
        for name, sqlType in connection.execute(
            "SELECT name, type FROM pragma_table_info(?)", (stored.table,)
        )
        if name != "oid"
    }
    for name in sorted(described.keys() | found.keys()):
        inTable, inDescription = found.get(name, "absent"), described.get(name, "absent")
        if inTable != inDescription:
            what = f"{name} of {stored.label} is {inTable} in its table, {inDescription} in axiom_attributes"
            yield Problem("schema", what, _RESTORE)


def _affinity(sqlType: str) -> str:
    return sqlType.upper().partition(" ")[0]


def _indexProblems(connection: apsw.Connection, stored: StoredType) -> Iterator[Problem]:
    present = {
        name
        for (name,) in connection.execute(
            "SELECT i.name FROM pragma_index_list(?) l, pragma_index_info(l.name) i WHERE i.seqno = 0",
            (stored.table,),
        )
    }
    itemClass = stored.newestClass()
    isCurrent = itemClass is not None and itemClass.schemaVersion == stored.version
    for attribute in stored.attributes:
        column = stored.column(attribute.name) if isCurrent else None
        isIndexed = attribute.isIndexed if column is None else column.indexed
        if isIndexed and attribute.name not in present:
            remedy = "Queries are slow without it; opening the store where the class is installed makes it."
            yield Problem("schema", f"the index of {stored.label} on {attribute.name} is missing", remedy)


def _classProblems(stored: StoredType) -> Iterator[Problem]:
    itemClass = stored.newestClass()
    if itemClass is None:
        what = f"{stored.label} has no class in {stored.module}"
        yield Problem("schema", what, "Install the application that defines it; its items are kept.", True)
    elif itemClass.schemaVersion == stored.version:
        inClass = {column.attrname: column.sqltype for column in itemClass.schema.columns}
        inStore = {each.name: each.sqlType for each in stored.attributes}
        differing = sorted(name for name, _ in inClass.items() ^ inStore.items())
        if differing:
            what = f"{stored.label} has other columns than its class: {listed(sorted({*differing}))}"
            remedy = "The store can't be opened: raise schemaVersion in the class, and write an upgrader."
            yield Problem("schema", what, remedy)
    elif itemClass.schemaVersion < stored.version:
        what = f"{stored.label} is newer than its class, which has version {itemClass.schemaVersion}"
        yield Problem("schema", what, "The store can't be opened: install the newer application.")


def itemProblems(connection: apsw.Connection, types: list[StoredType]) -> Iterator[Problem]:
    """
    Objects without a row, and rows without an object.
    """
    tables = tableNames(connection)
    for stored in types:
        table = quoted(stored.table)
        if stored.table in tables:
            without = f"NOT EXISTS (SELECT 1 FROM {table} r WHERE r.oid = axiom_objects.oid)"
            yield from _strays(
                connection,
                "axiom_objects",
                f"type_id = {stored.typeID} AND {without}",
                f"have no row in {stored.table}",
            )
            yield from _strays(
                connection,
                table,
                "NOT EXISTS (SELECT 1 FROM axiom_objects o"
                f" WHERE o.oid = {table}.oid AND o.type_id = {stored.typeID})",
                f"have a row in {stored.table}, but are no such objects",
            )
    known = ", ".join(map(str, [DELETED_TYPE, *(stored.typeID for stored in types)]))
    yield from _strays(connection, "axiom_objects", f"type_id NOT IN ({known})", "have no type")


def _strays(connection: apsw.Connection, table: str, condition: str, what: str) -> Iterator[Problem]:
    found = connection.execute(f"SELECT oid FROM {table} WHERE {condition} ORDER BY oid").fetchall()
    if found:
        yield Problem("item", f"the items {listed([oid for (oid,) in found])} {what}", _RESTORE)
