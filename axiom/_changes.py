"""
What a transaction changed in memory: what is still to be written, and what to restore if it fails.

Each level, the transaction and every savepoint in it, notes the state in which it found an item before its first change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from axiom._items import _DELETED, _NEW, _STORED

if TYPE_CHECKING:
    from axiom._connection import Connection
    from axiom._identities import IdentityMap
    from axiom._items import Item
    from axiom._types import TypeTable
    from axiom.store import Store

__all__ = ["Changes"]


class _Level:
    """
    The transaction, or one savepoint in it.

    @ivar found: the items that it changed, by C{id}, each with its state before; None for one that it created.
    @ivar afterCommit: what to call when the transaction is committed.
    """

    __slots__ = ("afterCommit", "found")

    def __init__(self) -> None:
        self.found: dict[int, tuple[Item, tuple[Any, ...] | None]] = {}
        self.afterCommit: list[Callable[[], object]] = []


class Changes:
    """
    The changes of the transaction under way.

    @ivar levels: the transaction first, the innermost savepoint last; empty outside a transaction.
    @ivar wrote: whether the database was written to.
    """

    def __init__(self, connection: Connection, identities: IdentityMap, types: TypeTable) -> None:
        self._connection, self._identities, self._types = connection, identities, types
        self.levels: list[_Level] = []
        self.wrote = False
        self._pending: dict[int, Item] = {}
        self._nextID: int | None = None

    def push(self) -> None:
        """
        Begin a level; what is pending belongs to the one before.
        """
        self.flush()
        self.levels.append(_Level())

    def keep(self) -> _Level:
        """
        End the innermost level; its changes are now those of the one around it.
        """
        level = self.levels.pop()
        if self.levels:
            outer = self.levels[-1]
            for key, found in level.found.items():
                outer.found.setdefault(key, found)
            outer.afterCommit.extend(level.afterCommit)
        else:
            self.wrote = False
        self._nextID = None if not self.levels else self._nextID
        return level

    def discard(self) -> None:
        """
        End the innermost level and restore the items that it changed.
        """
        level = self.levels.pop()
        self._pending.clear()
        self._nextID = None
        for item, before in reversed(level.found.values()):
            if before is None:
                self._identities.discard(item._storeID)  # type: ignore[arg-type]
                item._store = item._storeID = item._row = None
                item._dirty, item._state = {}, _NEW
            else:
                item._row, item._values, item._dirty, item._state = before
                self._identities.add(item)
        if not self.levels:
            self.wrote = False
        self._types.rolledBack()

    def note(self, item: Item) -> None:
        """
        Called before C{item} changes, so that this can be undone.
        """
        found = self.levels[-1].found
        if id(item) not in found:
            found[id(item)] = (item, (item._row, dict(item._values), dict(item._dirty), item._state))
        self._pending[item._storeID] = item  # type: ignore[index]

    def create(self, item: Item) -> int:
        """
        Give C{item} its identity; it is written with the next L{flush}.
        """
        storeID = self._nextID if self._nextID is not None else self._firstFreeID()
        self._nextID = storeID + 1
        self.levels[-1].found[id(item)] = (item, None)
        self._pending[storeID] = item
        return storeID

    def _firstFreeID(self) -> int:
        # The write lock is held: nobody else gives out identities meanwhile.
        newest = self._connection.execute(
            "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'axiom_objects'), 0),"
            " coalesce((SELECT max(oid) FROM axiom_objects), 0))"
        ).get
        return int(newest) + 1

    def flush(self) -> None:
        """
        Write what is pending, so that queries see it.
        """
        if not self._pending:
            return
        pending, self._pending = self._pending, {}
        self._connection.drain()
        self.wrote = True
        created: dict[Any, list[tuple[Any, ...]]] = {}
        for storeID, item in pending.items():
            if item._state == _NEW:
                itemClass = type(item)
                if itemClass not in created:
                    created[itemClass] = []
                dirty = item._dirty
                row = item._row = (storeID, *[dirty[name] for name in itemClass.schema.names])
                item._state = _STORED
                created[itemClass].append(row)
            elif item._state == _STORED and item._dirty:
                self._connection.execute(item.schema.updateSQL(item._dirty), (*item._dirty.values(), storeID))
            item._dirty = {}
        for itemClass, rows in created.items():
            self.insertRows(itemClass, rows)

    def insertRows(self, itemClass: type[Item], rows: list[tuple[Any, ...]]) -> None:
        """
        Write new rows, each a storeID and the stored values.
        """
        typeID = self._types.create(itemClass)
        self._connection.executeMany(
            "INSERT INTO axiom_objects (oid, type_id) VALUES (?, ?)", [(row[0], typeID) for row in rows]
        )
        self._connection.executeMany(itemClass.schema.insertSQL, rows)

    def insertMany(self, itemClass: type[Item], rows: list[list[Any]]) -> None:
        """
        Write new items of which no object is made, each the list of its stored values.
        """
        self.writing()
        first = self._firstFreeID()
        self.insertRows(itemClass, [(first + n, *row) for n, row in enumerate(rows)])

    def replace(self, old: Item, new: Item, store: Store) -> None:
        """
        Put C{new}, of a later version, in the place of C{old}, which is gone from memory and database.
        """
        self.note(old)
        self.writing()
        storeID = old._storeID
        self._connection.execute(old.schema.deleteSQL, (storeID,))
        old._state = _DELETED
        typeID = self._types.create(type(new))
        self._connection.execute("UPDATE axiom_objects SET type_id = ? WHERE oid = ?", (typeID, storeID))
        for column in new.schema.preparing:
            column.prepareInsert(new, store)
        row = (storeID, *[column.stored(new._values[column.attrname], new, store) for column in new.schema.columns])
        self._connection.execute(new.schema.insertSQL, row)
        self.levels[-1].found[id(new)] = (new, None)
        new._store, new._storeID, new._row, new._state = store, storeID, row, _STORED
        self._identities.add(new)

    def delete(self, item: Item) -> None:
        """
        Write the deletion of C{item}.
        """
        self.note(item)
        self.flush()
        self.wrote = True
        self._connection.drain()
        self._connection.execute(item.schema.deleteSQL, (item._storeID,))
        self._connection.execute("DELETE FROM axiom_objects WHERE oid = ?", (item._storeID,))
        item._state = _DELETED
        self._identities.discard(item._storeID)  # type: ignore[arg-type]

    def writing(self) -> None:
        """
        Called before SQL is run that this object does not see; identities are counted anew after it.
        """
        self.flush()
        self._connection.drain()
        self.wrote = True
        self._nextID = None
