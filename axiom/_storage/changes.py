"""
What a transaction changed in memory: what is still to be written, and what to restore if it fails.

Each level, the transaction and every savepoint in it, notes the state in which it found an item before its
first change. A level begins with nothing pending, so that its savepoint has all that was changed before.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import ref

from axiom._items.item import _DELETED, _NEW, _STORED, Item
from axiom._storage.uniqueness import explain, writeTogether
from axiom.errors import ItemNotFound, NotUnique, TransactionLost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from axiom._engine.connection import Connection
    from axiom._storage.identities import IdentityMap
    from axiom._storage.types import TypeTable
    from axiom.store import Store

__all__ = ["Changes"]

# An item with its row, values and state before. The values are the same dictionary as long as they are the
# same: whoever changes them makes a copy first.
_Found = tuple[Item, Any, dict[str, Any], int]


class _Level:
    """
    The transaction, or one savepoint in it.

    @ivar found: the items that it changed, by C{id}, as they were before.
    @ivar afterCommit: what to call when the transaction is committed.
    @ivar types: how many types the transaction had made before.
    @ivar wrote: whether the database was written to.
    @ivar firstUnseen: the first storeID that was free before SQL was run of whose items nothing is noted.
    """

    __slots__ = ("afterCommit", "firstUnseen", "found", "types", "wrote")

    def __init__(self, types: int) -> None:
        self.found: dict[int, _Found] = {}
        self.afterCommit: list[Callable[[], object]] = []
        self.types, self.wrote = types, False
        self.firstUnseen: int | None = None

    def absorb(self, inner: _Level) -> None:
        """
        Take over what a savepoint in this level did.
        """
        for key, found in inner.found.items():
            self.found.setdefault(key, found)
        self.afterCommit.extend(inner.afterCommit)
        self.wrote = self.wrote or inner.wrote
        if self.firstUnseen is None:
            self.firstUnseen = inner.firstUnseen


class Changes:
    """
    The changes of the transaction under way.

    @ivar levels: the transaction first, the innermost savepoint last; empty outside a transaction.
    """

    def __init__(self, connection: Connection, identities: IdentityMap, types: TypeTable) -> None:
        self._connection, self._identities, self._types = connection, identities, types
        self.levels: list[_Level] = []
        self._pending: dict[int, Item] = {}
        self._nextID: int | None = None

    @property
    def wrote(self) -> bool:
        """
        Whether the innermost level wrote to the database.
        """
        return self.levels[-1].wrote

    def push(self) -> None:
        """
        Begin a level.
        """
        self.flush()
        self.levels.append(_Level(len(self._types.made)))

    def keep(self) -> _Level:
        """
        End the innermost level; its changes are now those of the one around it.
        """
        level = self.levels.pop()
        if self.levels:
            self.levels[-1].absorb(level)
        else:
            self._nextID = None
            self._types.made.clear()
            if level.wrote:
                # Changed items may leave memory from now on.
                self._identities.outdate()
        return level

    def discard(self) -> None:
        """
        End the innermost level, whose changes were undone in the database, and restore the items that it
        changed.
        """
        level = self.levels.pop()
        self._pending.clear()
        self._nextID = None
        self._types.forget(level.types)
        for found in reversed(level.found.values()):
            self._restore(*found)
        self._identities.outdate()
        if level.firstUnseen is not None:
            for item in self._identities.live():
                storeID: Any = item._storeID
                if storeID >= level.firstUnseen:
                    self._identities.discard(storeID)
                    item._state = _DELETED
            self._identities.expire()

    def letGo(self) -> None:
        """
        Forget the changed items that nobody else refers to and that await no commit: what is undone, nobody
        looks at again. Nothing must be pending.
        """
        level = self.levels[-1]
        noted = [(ref(item), before) for item, *before in level.found.values() if not _awaitsCommit(item)]
        level.found = {key: found for key, found in level.found.items() if _awaitsCommit(found[0])}
        for entry, (row, values, state) in noted:
            item = entry()
            if item is not None:
                level.found[id(item)] = (item, row, values, state)

    def _restore(self, item: Item, row: Any, values: dict[str, Any], state: int) -> None:
        item._row, item._values, item._state = row, values, state
        item._dirty = {}
        if state == _NEW:
            self._identities.discard(item._storeID)  # type: ignore[arg-type]
            item._store = item._storeID = None
        else:
            self._identities.add(item)

    def note(self, item: Item) -> None:
        """
        Called before C{item} changes, so that this can be undone.
        """
        found = self.levels[-1].found
        values = item._values
        before = found.setdefault(id(item), (item, item._row, values, item._state))
        if before[2] is values:
            item._values = values.copy()
        self._pending[item._storeID] = item  # type: ignore[index]

    def touch(self, item: Item) -> None:
        """
        Count C{item} as changed, whatever its values.
        """
        self.note(item)
        self.levels[-1].wrote = True

    def touched(self) -> list[Item]:
        """
        The items that the transaction changed, savepoints included, each once.
        """
        return list({key: item for level in self.levels for key, (item, *_) in level.found.items()}.values())

    def revert(self, item: Item) -> None:
        """
        Forget what is pending of C{item}: it is as it is stored, or in no store if it is new.
        """
        if self._pending.pop(item._storeID, None) is None:  # type: ignore[arg-type]
            return
        if item._state == _NEW:
            self._restore(*self.levels[-1].found.pop(id(item)))
        else:
            item._row, item._values, item._dirty = None, {}, {}

    def create(self, item: Item, values: dict[str, Any]) -> int:
        """
        Give C{item} its identity; it is written with the next L{flush}.

        @param values: those that it goes back to if this is undone, perhaps the same that it has.
        """
        storeID = self._nextID if self._nextID is not None else self._firstFreeID()
        self._nextID = storeID + 1
        self.levels[-1].found[id(item)] = (item, None, values, _NEW)
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
        Write what is pending, so that queries see it. What can't be written stays pending, so that no commit
        succeeds.
        """
        if not self._pending:
            return
        self._beginWriting()
        changed: list[Item] = []
        created: dict[type[Item], list[Item]] = {}
        for item in self._pending.values():
            if item._state == _NEW:
                itemClass = type(item)
                if itemClass not in created:
                    created[itemClass] = []
                created[itemClass].append(item)
            elif item._dirty and item._state == _STORED:
                changed.append(item)
        try:
            for item in changed:
                self._connection.execute(
                    item.schema.updateSQL(item._dirty), (*item._dirty.values(), item._storeID)
                )
        except NotUnique:
            writeTogether(self._connection, changed)
        for itemClass, items in created.items():
            self._writeNew(itemClass, items)
        for item in self._pending.values():
            item._dirty.clear()
        self._pending = {}

    def _writeNew(self, itemClass: type[Item], items: list[Item]) -> None:
        names = itemClass.schema.names
        rows = [(item._storeID, *map(item._dirty.__getitem__, names)) for item in items]
        self._insertRows(itemClass, rows)
        for item, row in zip(items, rows, strict=True):
            item._row, item._state = row, _STORED

    def _beginWriting(self) -> None:
        if not self._connection.inTransaction:
            raise TransactionLost("SQLite undid the transaction after an error in it")
        self._connection.drain()
        self.levels[-1].wrote = True

    def _insertRows(self, itemClass: type[Item], rows: list[tuple[Any, ...]]) -> None:
        typeID = self._types.create(itemClass)
        self._connection.executeMany(
            "INSERT INTO axiom_objects (oid, type_id) VALUES (?, ?)", [(row[0], typeID) for row in rows]
        )
        try:
            self._connection.executeMany(itemClass.schema.insertSQL, rows)
        except NotUnique as e:
            explain(e, self._connection, itemClass, rows)
            # They stay pending: written again, they should meet the same.
            self._erase(itemClass, json.dumps([row[0] for row in rows]))
            raise

    def insertMany(self, itemClass: type[Item], rows: Iterable[list[Any]]) -> None:
        """
        Write new items of which no object is made, each the list of its stored values.
        """
        self.writing()
        numbered = [(storeID, *row) for storeID, row in enumerate(rows, self._firstFreeID())]
        if numbered:
            self._insertRows(itemClass, numbered)

    def createType(self, itemClass: type[Item]) -> int:
        """
        The oid of a class's row in C{axiom_types}, which is made, with the table, if need be.
        """
        found = self._types.idOf(itemClass)
        if found is None:
            self._beginWriting()
            found = self._types.create(itemClass)
        return found

    def replace(self, old: Item, new: Item, store: Store) -> None:
        """
        Put C{new}, of a later version, in the place of C{old}, which is gone from memory and database.
        """
        self.note(old)
        self.flush()
        self._beginWriting()
        storeID = old._storeID
        before = new.prepare(store)
        row = (storeID, *[new._dirty[name] for name in new.schema.names])
        self._connection.execute(old.schema.deleteSQL, (storeID,))
        typeID = self._types.create(type(new))
        self._connection.execute("UPDATE axiom_objects SET type_id = ? WHERE oid = ?", (typeID, storeID))
        self._connection.execute(new.schema.insertSQL, row)
        old._state = _DELETED
        self.levels[-1].found[id(new)] = (new, None, before, _NEW)
        new._store, new._storeID, new._row, new._state = store, storeID, row, _STORED
        new._dirty = {}
        self._identities.add(new)
        self._identities.outdate()

    def delete(self, item: Item) -> None:
        """
        Write the deletion of C{item}.

        @raise ItemNotFound: it was not in the database any more.
        """
        self.note(item)
        self.flush()
        self._beginWriting()
        self._connection.execute(item.schema.deleteSQL, (item._storeID,))
        self._connection.execute("DELETE FROM axiom_objects WHERE oid = ?", (item._storeID,))
        if not self._connection.changed:
            raise ItemNotFound(f"{item!r} is not in the store any more")
        item._state = _DELETED
        self._identities.discard(item._storeID)  # type: ignore[arg-type]
        self._identities.outdate()

    def deleteRows(self, itemClass: type[Item], storeIDs: str) -> None:
        """
        Write the deletion of many items of one class, none of which is in memory.

        @param storeIDs: a JSON list.
        """
        self.flush()
        self._beginWriting()
        self._erase(itemClass, storeIDs)
        self._identities.outdate()

    def _erase(self, itemClass: type[Item], storeIDs: str) -> None:
        for table in (itemClass.schema.tableName, "axiom_objects"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE oid IN (SELECT value FROM json_each(?))", (storeIDs,)
            )

    def writing(self) -> None:
        """
        Called before SQL is run that this object does not see; identities are counted anew after it.
        """
        self.flush()
        self._beginWriting()
        self._nextID = None
        if self.levels[-1].firstUnseen is None:
            self.levels[-1].firstUnseen = self._firstFreeID()
        self._identities.outdate()


def _awaitsCommit(item: Item) -> bool:
    return type(item).committed is not Item.committed or type(item).deleted is not Item.deleted
