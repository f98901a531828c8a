"""
What a database says of the types in it, whether or not their classes are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import apsw

from axiom.attributes import SQLAttribute, path
from axiom.errors import StoreDamaged
from axiom.item import Item, findItemClass

__all__ = [
    "StoredAttribute",
    "StoredType",
    "namedPaths",
    "quoted",
    "revisionOf",
    "storedTypes",
    "tableNames",
]


@dataclass(frozen=True)
class StoredAttribute:
    """
    One row of C{axiom_attributes}.

    @ivar sqlType: such as C{TEXT COLLATE NOCASE}.
    @ivar pythonType: the name of the column's class, with its module unless it is one of ours.
    """

    name: str
    sqlType: str
    pythonType: str
    isIndexed: bool


@dataclass(frozen=True)
class StoredType:
    """
    One row of C{axiom_types}.

    @ivar typeID: its oid.
    @ivar attributes: sorted by name.
    """

    typeID: int
    typeName: str
    version: int
    module: str
    attributes: tuple[StoredAttribute, ...]

    @property
    def table(self) -> str:
        """
        The table of its items.
        """
        return f"item_{self.typeName}_v{self.version}"

    @property
    def label(self) -> str:
        """
        How it is called in a sentence.
        """
        return f"{self.typeName} v{self.version}"

    def newestClass(self) -> type[Item] | None:
        """
        The class of the newest version that is installed; None if there is none.
        """
        return findItemClass(self.typeName, self.module)

    def column(self, name: str) -> SQLAttribute[object] | None:
        """
        The column of this name in the class of this version or, failing that, of the newest.
        """
        found = self.newestClass()
        return None if found is None else found.schema.byName.get(name)

    def of(self, kind: type[SQLAttribute[object]]) -> list[StoredAttribute]:
        """
        The attributes that are C{kind}, so far as the database or the class tells.
        """
        return [
            each
            for each in self.attributes
            if each.pythonType.rpartition(".")[2] == kind.__name__ or isinstance(self.column(each.name), kind)
        ]


def tableNames(connection: apsw.Connection) -> set[str]:
    """
    The names of all tables.
    """
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def revisionOf(connection: apsw.Connection) -> int | None:
    """
    The store's revision; None where no process of this release has opened it yet.
    """
    if "axiom_revision" not in tableNames(connection):
        return None
    rows = connection.execute("SELECT revision FROM axiom_revision").fetchall()
    if len(rows) != 1 or not isinstance(rows[0][0], int):
        raise StoreDamaged(f"axiom_revision has {len(rows)} rows instead of one number")
    return rows[0][0]


def storedTypes(connection: apsw.Connection) -> list[StoredType]:
    """
    Every type, in the order in which they were stored first.

    @raise StoreDamaged: they make no sense.
    """
    attributes: dict[int, list[StoredAttribute]] = {}
    for typeID, name, sqlType, pythonType, indexed in connection.execute(
        "SELECT type_id, attribute, sqltype, pythontype, indexed FROM axiom_attributes ORDER BY attribute"
    ):
        described = StoredAttribute(_text(name), _text(sqlType), _text(pythonType), bool(indexed))
        attributes.setdefault(_number(typeID), []).append(described)
    return [
        StoredType(
            typeID, _text(typeName), _number(version), _text(module), tuple(attributes.get(typeID, ()))
        )
        for typeID, typeName, version, module in connection.execute(
            "SELECT oid, typename, version, module FROM axiom_types ORDER BY oid"
        )
    ]


def namedPaths(connection: apsw.Connection) -> Iterator[tuple[StoredType, StoredAttribute, int, str]]:
    """
    Type, attribute, storeID and value of every path that an item of any version names: relative to the
    store's files, or absolute.
    """
    tables = tableNames(connection)
    for stored in storedTypes(connection):
        for attribute in stored.of(path) if stored.table in tables else ():
            for storeID, value in connection.execute(
                f"SELECT oid, {quoted(attribute.name)} FROM {quoted(stored.table)}"
                f" WHERE {quoted(attribute.name)} IS NOT NULL"
            ):
                yield stored, attribute, storeID, _text(value)


def quoted(name: str) -> str:
    """
    A name in SQL.
    """
    return '"{}"'.format(name.replace('"', '""'))


def _text(value: object) -> str:
    # Releases of Axiom on Python 2 stored some texts as bytes.
    return value.decode(errors="surrogateescape") if isinstance(value, bytes) else str(value)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise StoreDamaged(f"the tables of types and attributes have {value!r} instead of a number")
    return value
