"""
The types that a database holds: the rows of C{axiom_types} and C{axiom_attributes}, and the classes that they
name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twisted.python.reflect import namedAny, qual

from axiom._columns.base import SQLAttribute
from axiom._items.definitions import importDefiner
from axiom._items.item import Item
from axiom._items.legacyitems import declareLegacyItem
from axiom._items.registry import knownTypes
from axiom._storage.indexing import completeTables, dropUndeclared, isIncomplete
from axiom.errors import DataIntegrityError, StoreDamaged, UnknownItemType

if TYPE_CHECKING:
    from axiom._engine.connection import Connection

__all__ = ["TypeTable"]


class TypeTable:
    """
    The types of one database.

    @ivar ids: (type name, version) to the oid in C{axiom_types}.
    @ivar made: the types made or completed in the transaction under way, in this order; emptied when it is
        committed.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.ids: dict[tuple[str, int], int] = {}
        self._modules: dict[tuple[str, int], str] = {}
        self._classes: dict[int, type[Item]] = {}
        # Those whose tables have all indexes that their classes have.
        self._whole: set[int] = set()
        self.made: list[tuple[str, int]] = []
        self._stale = False
        self._tried: set[str] = set()

    def load(self) -> None:
        """
        Read which types there are.

        @raise StoreDamaged: what is stored is no name or no version.
        """
        self._stale = False
        rows = self._connection.fetchAll("SELECT oid, typename, module, version FROM axiom_types")
        if not all(
            isinstance(typeName, str) and isinstance(version, int) for _, typeName, _, version in rows
        ):
            raise StoreDamaged(f"the names and versions of its types are not whole: {rows!r}")
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

    def verifyClasses(self) -> None:
        """
        Compare every class that is known with its table.

        @raise DataIntegrityError: they differ; it names how.
        """
        inDatabase: dict[int, dict[str, str]] = {}
        rows = self._connection.fetchAll("SELECT type_id, attribute, sqltype FROM axiom_attributes")
        for typeID, attribute, sqlType in rows:
            inDatabase.setdefault(typeID, {})[attribute] = sqlType
        for (typeName, version), typeID in self.ids.items():
            itemClass = knownTypes.current.get(typeName)
            if itemClass is not None and itemClass.schemaVersion == version:
                _compare(itemClass, inDatabase.get(typeID, {}))
                self._classes[typeID] = itemClass
                self._whole.add(typeID)

    def _import(self, module: str) -> None:
        if module not in self._tried:
            self._tried.add(module)
            importDefiner(module)

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
        rows = self._connection.fetchAll(
            "SELECT attribute, pythontype, sqltype, indexed, allow_none, docstring FROM axiom_attributes"
            " WHERE type_id = ?",
            (self.ids[typeName, version],),
        )
        columns = {}
        for attribute, pythonType, sqlType, indexed, allowNone, doc in rows:
            column = _columnClass(pythonType)(doc=doc or "", indexed=bool(indexed), allowNone=bool(allowNone))
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
            if found not in self._whole:
                self.verify(itemClass)
                completeTables(self._connection, [itemClass])
                self._note(itemClass, found)
            return found
        typeID: int = self._connection.execute(
            "INSERT INTO axiom_types (typename, module, version) VALUES (?, ?, ?) RETURNING oid",
            (itemClass.typeName, itemClass.__module__, itemClass.schemaVersion),
        ).get
        for offset, column in enumerate(itemClass.schema.columns):
            described = (
                column.indexed,
                column.sqltype,
                column.allowNone,
                _columnTypeName(column),
                column.attrname,
            )
            self._connection.execute(
                "INSERT INTO axiom_attributes (type_id, row_offset, indexed, sqltype, allow_none, pythontype,"
                " attribute, docstring) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (typeID, offset, *described, column.doc),
            )
        for sql in itemClass.schema.createSQL():
            self._connection.execute(sql)
        self._note(itemClass, typeID)
        return typeID

    def _note(self, itemClass: type[Item], typeID: int) -> None:
        key = itemClass.typeName, itemClass.schemaVersion
        self.made.append(key)
        self.ids[key] = typeID
        self._classes[typeID] = itemClass
        self._whole.add(typeID)

    def verify(self, itemClass: type[Item]) -> None:
        """
        Compare the columns of a class with those of its table.

        @raise DataIntegrityError: they differ; it names how.
        """
        typeID = self.ids[itemClass.typeName, itemClass.schemaVersion]
        rows = self._connection.fetchAll(
            "SELECT attribute, sqltype FROM axiom_attributes WHERE type_id = ?", (typeID,)
        )
        _compare(itemClass, dict(rows))

    def isIncomplete(self) -> bool:
        """
        Whether tables lack indexes that their classes have; called inside a read.
        """
        return isIncomplete(self._connection, self._classes.values())

    def complete(self) -> None:
        """
        Make the indexes that tables lack; called inside a transaction.
        """
        completeTables(self._connection, self._classes.values())

    def dropUndeclared(self) -> list[str]:
        """
        Drop the indexes of which the classes know nothing; called inside a transaction.

        @return: their names.
        """
        current = [itemClass for itemClass in self._classes.values() if not itemClass.__legacy__]
        return dropUndeclared(self._connection, current)

    def expire(self) -> None:
        """
        Called when another process committed: it may have stored the first item of a type.
        """
        self._stale = True

    def forget(self, kept: int) -> None:
        """
        Called when types were undone: of those in L{made} the first C{kept} are left.
        """
        if len(self.made) > kept:
            for key in self.made[kept:]:
                typeID = self.ids.pop(key)
                self._classes.pop(typeID, None)
                self._whole.discard(typeID)
            del self.made[kept:]
            # One that was completed is there still, without what it lacked.
            self._stale = True


def _compare(itemClass: type[Item], inDatabase: dict[str, str]) -> None:
    inClass = {column.attrname: column.sqltype for column in itemClass.schema.columns}
    if inDatabase == inClass:
        return
    differences = [
        f"{name}: {inDatabase.get(name, 'absent')} in the database,"
        f" {inClass.get(name, 'absent')} in the class"
        for name in sorted({*inDatabase, *inClass})
        if inDatabase.get(name) != inClass.get(name)
    ]
    raise DataIntegrityError(
        f"{itemClass.__qualname__} does not fit version {itemClass.schemaVersion} of {itemClass.typeName}"
        f" as it is stored ({'; '.join(differences)}): raise schemaVersion and write an upgrader"
    )


def _columnTypeName(column: SQLAttribute[Any]) -> str:
    # Our own columns have one public home, wherever their code lives; a private one is stored as what it
    # refines.
    columnClass = type(column)
    if columnClass.__module__.startswith("axiom."):
        return next(each.__name__ for each in columnClass.__mro__ if not each.__name__.startswith("_"))
    return qual(columnClass)


def _columnClass(name: str) -> type[Any]:
    # Of a class that is gone only the stored values can be read.
    try:
        found = namedAny(name if "." in name else f"axiom.attributes.{name}")
    except (AttributeError, ImportError, ValueError):
        return SQLAttribute
    return found if isinstance(found, type) and issubclass(found, SQLAttribute) else SQLAttribute
