"""
The tables that every store has: making them, and bringing those of older releases of Axiom to the present
form.

Before Axiom 0.8 the oid of a row was SQLite's implicit one, which VACUUM changes and deletion sets free for
others; such tables, those of items too, are made anew with an explicit oid.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

import apsw

from axiom._engine.oldtexts import mendTexts

if TYPE_CHECKING:
    from axiom._engine.connection import Connection

__all__ = [
    "DELETED_TYPE",
    "blankDatabase",
    "continueFrom",
    "isCurrent",
    "isForeign",
    "isStore",
    "makeCurrent",
    "readAsCurrent",
    "tellsRareChanges",
    "withoutOid",
]

# In the place of its type, what Axiom leaves of a deleted item has this.
DELETED_TYPE = -1

_TYPES = (
    "CREATE TABLE axiom_types"
    " (oid INTEGER PRIMARY KEY AUTOINCREMENT, typename VARCHAR, module VARCHAR, version INTEGER)"
)
_OBJECTS = (
    "CREATE TABLE axiom_objects (oid INTEGER PRIMARY KEY AUTOINCREMENT,"
    " type_id INTEGER NOT NULL CONSTRAINT fk_type_id REFERENCES axiom_types(oid))"
)
_OBJECTS_INDEX = "CREATE INDEX axiom_objects_type_idx ON axiom_objects(type_id)"
_ATTRIBUTES = (
    "CREATE TABLE axiom_attributes (type_id INTEGER, row_offset INTEGER, indexed BOOLEAN, sqltype VARCHAR,"
    " allow_none BOOLEAN, pythontype VARCHAR, attribute VARCHAR, docstring TEXT)"
)
_SYSTEM = {"axiom_types": _TYPES, "axiom_objects": _OBJECTS}
_AXIOMS = (_TYPES, _OBJECTS, _OBJECTS_INDEX, _ATTRIBUTES)
# The revision counts all writing transactions; those are ordinary of which it is certain that no item changed
# that changes rarely. So whoever does not know of this column counts as having changed one.
_ORDINARY = "ordinary INTEGER NOT NULL DEFAULT 0"
_REVISION = (
    f"CREATE TABLE axiom_revision (revision INTEGER NOT NULL, {_ORDINARY})",
    "INSERT INTO axiom_revision (revision) VALUES (0)",
)


@cache
def blankDatabase(journalMode: str | None) -> bytes:
    """
    The file of a database that has the tables of a store, and nothing in them.

    @param journalMode: as a store takes it; None for WAL.
    """
    with closing(apsw.Connection(":memory:")) as connection:
        for sql in (*_AXIOMS, *_REVISION):
            connection.execute(sql)
        content = bytearray(connection.serialize("main"))
    if journalMode is None or journalMode.upper() == "WAL":
        # The versions of the file's format for writing and for reading: 2 is that with a write-ahead log.
        content[18:20] = b"\2\2"
    return bytes(content)


def isStore(tables: Collection[str]) -> bool:
    """
    Whether a database with tables of these names is a store's, of any release.
    """
    return all(name in tables for name in ("axiom_types", "axiom_objects", "axiom_attributes"))


def isForeign(tables: Collection[str]) -> bool:
    """
    Whether it is another program's; one without tables is nobody's.
    """
    return bool(tables) and not isStore(tables)


def isCurrent(tables: Mapping[str, str]) -> bool:
    """
    Whether nothing but what L{tellsRareChanges} is left for L{makeCurrent}.

    @param tables: the SQL of each by its name.
    """
    return "axiom_revision" in tables and not withoutOid(tables)


def tellsRareChanges(tables: Mapping[str, str]) -> bool:
    """
    Whether it is told which transactions changed items that change rarely.

    @param tables: the SQL of each by its name.
    """
    return "ordinary" in tables.get("axiom_revision", "")


def makeCurrent(connection: Connection) -> None:
    """
    Make the tables of a store, or bring them to the present form; called inside a transaction.
    """
    tables = connection.tables()
    if "axiom_objects" not in tables:
        for sql in _AXIOMS:
            connection.execute(sql)
    for table in withoutOid(tables):
        _makeOidExplicit(connection, table)
    if "axiom_revision" not in tables:
        mendTexts(connection)
        for sql in _REVISION:
            connection.execute(sql)
    elif not tellsRareChanges(tables):
        connection.execute(f"ALTER TABLE axiom_revision ADD COLUMN {_ORDINARY}")


def readAsCurrent(connection: Connection) -> None:
    """
    Let this connection read a database that can't be changed as if it were told: all transactions count as
    having changed such items.
    """
    connection.execute("CREATE TEMP VIEW axiom_revision AS SELECT *, 0 AS ordinary FROM main.axiom_revision")


def continueFrom(database: apsw.Connection, revision: int) -> None:
    """
    Let the next revision be that of a database, whatever it was before.
    """
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'axiom_revision'").get:
        mendTexts(database)
        for sql in _REVISION:
            database.execute(sql)
    database.execute("UPDATE axiom_revision SET revision = ? + 1", (revision,))


def withoutOid(tables: Mapping[str, str]) -> list[str]:
    """
    Those of C{tables}, whose rows are objects or types, that have no explicit oid.

    @param tables: the SQL of each by its name.
    """
    return [
        name
        for name, sql in tables.items()
        if (name.startswith("item_") or name in ("axiom_types", "axiom_objects"))
        and "oid INTEGER PRIMARY KEY" not in sql.replace('"', "")
    ]


def _makeOidExplicit(connection: Connection, table: str) -> None:
    columns = connection.fetchAll(f"SELECT name FROM pragma_table_info('{table}')")
    sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).get
    indexes = connection.fetchAll(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table,)
    )
    names = ", ".join(["oid", *(f"[{name}]" for (name,) in columns)])
    explicit = _SYSTEM.get(table) or sql.replace("(", "(oid INTEGER PRIMARY KEY, ", 1)
    # Under another name first: were the old table renamed, what refers to it would follow it.
    connection.execute(explicit.replace(table, "axiom_explicit", 1))
    connection.execute(f"INSERT INTO axiom_explicit ({names}) SELECT {names} FROM {table}")
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"ALTER TABLE axiom_explicit RENAME TO {table}")
    for (index,) in indexes:
        connection.execute(index)
