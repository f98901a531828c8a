"""
The rows of items: each has one in the table of all objects and one in that of its type.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from axiom._items.item import Item
from axiom._storage.uniqueness import explain, writeTogether
from axiom.errors import ItemNotFound, NotUnique

if TYPE_CHECKING:
    from axiom._engine.connection import Connection
    from axiom._storage.types import TypeTable

__all__ = ["ItemRows"]

Row = tuple[Any, ...]


class ItemRows:
    """
    What writes them, inside a transaction. A row is the storeID, then the stored values.
    """

    def __init__(self, connection: Connection, types: TypeTable) -> None:
        self._connection, self._types = connection, types

    def firstFreeID(self) -> int:
        """
        The storeID from which on none was ever used.
        """
        # The write lock is held: nobody else gives out identities meanwhile.
        newest = self._connection.execute(
            "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'axiom_objects'), 0),"
            " coalesce((SELECT max(oid) FROM axiom_objects), 0))"
        ).get
        return int(newest) + 1

    def insert(self, itemClass: type[Item], rows: Sequence[Row]) -> None:
        """
        Insert items of one class.

        @raise NotUnique: one would have what another one has; none is inserted.
        """
        typeID = self._types.create(itemClass)
        self._connection.executeMany(
            "INSERT INTO axiom_objects (oid, type_id) VALUES (?, ?)", [(row[0], typeID) for row in rows]
        )
        try:
            self._connection.executeMany(itemClass.schema.insertSQL, rows)
        except NotUnique as e:
            explain(e, self._connection, itemClass, rows)
            # Written again, they should meet the same.
            self.deleteMany(itemClass, json.dumps([row[0] for row in rows]))
            raise

    def update(self, items: Sequence[Item]) -> None:
        """
        Change stored items to what is assigned to them and not written.

        @raise NotUnique: one would have what another one has in the end.
        """
        try:
            for item in items:
                self._connection.execute(
                    item.schema.updateSQL(item._dirty), (*item._dirty.values(), item._storeID)
                )
        except NotUnique:
            writeTogether(self._connection, items)

    def replace(self, old: Item, newClass: type[Item], row: Row) -> None:
        """
        Put an item of another version of its type in the place of C{old}.

        @raise NotUnique: it would have what another one has.
        """
        storeID = row[0]
        self._connection.execute(old.schema.deleteSQL, (storeID,))
        typeID = self._types.create(newClass)
        self._connection.execute("UPDATE axiom_objects SET type_id = ? WHERE oid = ?", (typeID, storeID))
        try:
            self._connection.execute(newClass.schema.insertSQL, row)
        except NotUnique as e:
            explain(e, self._connection, newClass, [row])
            raise

    def delete(self, item: Item) -> None:
        """
        Delete one item.

        @raise ItemNotFound: it was not in the database any more.
        """
        self._connection.execute(item.schema.deleteSQL, (item._storeID,))
        self._connection.execute("DELETE FROM axiom_objects WHERE oid = ?", (item._storeID,))
        if not self._connection.changed:
            raise ItemNotFound(f"{item!r} is not in the store any more")

    def deleteMany(self, itemClass: type[Item], storeIDs: str) -> None:
        """
        Delete items of one class.

        @param storeIDs: a JSON list.
        """
        for table in (itemClass.schema.tableName, "axiom_objects"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE oid IN (SELECT value FROM json_each(?))", (storeIDs,)
            )
