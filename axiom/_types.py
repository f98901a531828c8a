"""
The types that a database holds: the rows of C{axiom_types} and C{axiom_attributes}, and the classes that they name.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from twisted.logger import Logger
from twisted.python.reflect import namedAny, qual

from axiom._columns import SQLAttribute
from axiom._items import Item, declareLegacyItem
from axiom._registry import knownTypes
from axiom.errors import DataIntegrityError, NoEmptyItems, UnknownItemType

if TYPE_CHECKING:
    from axiom._connection import Connection

__all__ = ["TypeTable", "systemSchema"]

systemSchema = (
    "CREATE TABLE axiom_types (oid INTEGER PRIMARY KEY AUTOINCREMENT, typename VARCHAR, module VARCHAR, version INTEGER)",
    "CREATE TABLE axiom_objects (oid INTEGER PRIMARY KEY AUTOINCREMENT,"
    " type_id INTEGER NOT NULL CONSTRAINT fk_type_id REFERENCES axiom_types(oid))",
    "CREATE TABLE axiom_attributes (type_id INTEGER, row_offset INTEGER, indexed BOOLEAN, sqltype VARCHAR,"
    " allow_none BOOLEAN, pythontype VARCHAR, attribute VARCHAR, docstring TEXT)",
    "CREATE INDEX axiom_objects_type ON axiom_objects (type_id)",
)


class TypeTable:
    """
    The types of one database.

    @ivar ids: (type name, version) to the oid in C{axiom_types}.
    """

    _log = Logger()

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ids: dict[tuple[str, int], int] = {}
        self._modules: dict[tuple[str, int], str] = {}
        self._classes: dict[int, type[Item]] = {}
        self._created = False
        self._stale = False
        self._tried: set[str] = set()

    def load(self) -> None:
        """
        Read which types there are.
        """
        self._stale = False
        rows = self._connection.execute("SELECT oid, typename, module, version FROM axiom_types").fetchall()
        self.ids = {(typeName, version): typeID for typeID, typeName, _, version in rows}
        self._modules = {(typeName, version): module for _, typeName, module, version in rows}

    def importModules(self) -> None:
        """
        Import the modules that define the types, so that their classes and upgraders are known.

        One that can't be imported leaves its types unknown and their items untouched.
        """
        for (typeName, version), module in self._modules.items():
            if knownTypes.find(typeName, version) is None and typeName not in knownTypes.current:
                self._import(module)

    def _import(self, module: str) -> None:
        if module in self._tried or not all(part.isidentifier() for part in (module or "").split(".")):
            return
        self._tried.add(module)
        try:
            importlib.import_module(module)
        except Exception as e:
            self._log.warn("items of {module} stay unknown: {error}", module=module, error=e)

    def idOf(self, itemClass: Any) -> int | None:
        """
        The oid of this class's row, or None while nobody stored such an item.

        Called inside a transaction or a read.
        """
        key = (itemClass.typeName, itemClass.schemaVersion)
        found = self.ids.get(key)
        if found is None and self._stale:
            self.load()
            found = self.ids.get(key)
        return found

    def classOf(self, typeID: int) -> type[Item]:
        """
        The class of the items of a type; for an old version, one made from its description in the database.

        @raise UnknownItemType: no class has this type name.
        """
        found = self._classes.get(typeID)
        if found is None:
            found = self._classes[typeID] = self._findClass(typeID)
        return found

    def _findClass(self, typeID: int) -> type[Item]:
        key = next((key for key, each in self.ids.items() if each == typeID), None)
        if key is None:
            self.load()
            key = next((key for key, each in self.ids.items() if each == typeID), None)
            if key is None:
                raise DataIntegrityError(f"an item has the type {typeID}, which is not in axiom_types")
        found = knownTypes.find(*key)
        if found is None:
            self._import(self._modules[key])
            found = knownTypes.find(*key)
        if found is None:
            if key[0] not in knownTypes.current:
                raise UnknownItemType(*key)
            found = self.describedClass(*key)
        self.verify(found)
        return found

    def describedClass(self, typeName: str, version: int) -> type[Item]:
        """
        A class for a version of which only the description in the database is left.
        """
        rows = self._connection.execute(
            "SELECT attribute, pythontype, sqltype, indexed, allow_none, docstring FROM axiom_attributes WHERE type_id = ?",
            (self.ids[typeName, version],),
        ).fetchall()
        columns = {}
        for attribute, pythonType, sqlType, indexed, allowNone, doc in rows:
            columnClass = namedAny(pythonType)
            if not (isinstance(columnClass, type) and issubclass(columnClass, SQLAttribute)):
                raise DataIntegrityError(f"{typeName}.{attribute} has the type {pythonType}, which is no column")
            column = columnClass(doc=doc or "", indexed=bool(indexed), allowNone=bool(allowNone))
            column.sqltype = sqlType
            columns[attribute] = column
        return declareLegacyItem(typeName, version, columns)

    def create(self, itemClass: type[Item]) -> int:
        """
        The oid of this class's row, which is made, with the table, for the first item.

        Called inside a transaction.
        """
        found = self.idOf(itemClass)
        if found is not None:
            if found not in self._classes:
                self.verify(itemClass)
                self._classes[found] = itemClass
            return found
        if not itemClass.schema.columns:
            raise NoEmptyItems(f"{itemClass.__name__} has no columns")
        self._created = True
        typeID: int = self._connection.execute(
            "INSERT INTO axiom_types (typename, module, version) VALUES (?, ?, ?) RETURNING oid",
            (itemClass.typeName, itemClass.__module__, itemClass.schemaVersion),
        ).get
        for offset, column in enumerate(itemClass.schema.columns):
            self._connection.execute(
                "INSERT INTO axiom_attributes (type_id, row_offset, indexed, sqltype, allow_none, pythontype, attribute,"
                " docstring) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (typeID, offset, *_described(column), _columnTypeName(column), column.attrname, column.doc),
            )
        for sql in itemClass.schema.createSQL():
            self._connection.execute(sql)
        self.ids[itemClass.typeName, itemClass.schemaVersion] = typeID
        self._classes[typeID] = itemClass
        return typeID

    def verify(self, itemClass: type[Item]) -> None:
        """
        Compare the columns of a class with those of its table.

        @raise DataIntegrityError: they differ; it names how.
        """
        typeID = self.ids[itemClass.typeName, itemClass.schemaVersion]
        rows = self._connection.execute(
            "SELECT attribute, indexed, sqltype, allow_none FROM axiom_attributes WHERE type_id = ?", (typeID,)
        ).fetchall()
        inDatabase = {attribute: (bool(i), sqlType, bool(n)) for attribute, i, sqlType, n in rows}
        inClass = {column.attrname: _described(column) for column in itemClass.schema.columns}
        if inDatabase == inClass:
            return
        differences = [
            f"{name}: {_inWords(inDatabase.get(name))} in the database, {_inWords(inClass.get(name))} in the class"
            for name in sorted({*inDatabase, *inClass})
            if inDatabase.get(name) != inClass.get(name)
        ]
        raise DataIntegrityError(
            f"{itemClass.__qualname__} does not fit the stored {itemClass.typeName} version {itemClass.schemaVersion}"
            f" ({'; '.join(differences)}): raise schemaVersion and write an upgrader"
        )

    def expire(self) -> None:
        """
        Called when another process committed: it may have stored the first item of a type.
        """
        self._stale = True

    def rolledBack(self) -> None:
        """
        Called when a transaction or savepoint was rolled back: types made in it are gone.
        """
        # Not reset after a savepoint: the transaction around it may have made types too, and be rolled back later.
        if self._created:
            self._classes.clear()
            self.load()


def _described(column: SQLAttribute[Any]) -> tuple[bool, str, bool]:
    return column.indexed, column.sqltype, column.allowNone


def _inWords(described: tuple[bool, str, bool] | None) -> str:
    if described is None:
        return "absent"
    indexed, sqlType, allowNone = described
    return f"{sqlType}{', indexed' * indexed}{', None allowed' * allowNone}"


def _columnTypeName(column: SQLAttribute[Any]) -> str:
    # Our own columns have one public home, wherever their code lives; a private one is stored as what it refines.
    columnClass = type(column)
    if columnClass.__module__.startswith("axiom."):
        public = next(each for each in columnClass.__mro__ if not each.__name__.startswith("_"))
        return f"axiom.attributes.{public.__name__}"
    return qual(columnClass)
