"""
What a transaction changed in memory: what is still to be written, and what to restore if it fails.

Each level, the transaction and every savepoint in it, notes the state in which it found an item before its
first change. A level begins with nothing pending, so that its savepoint has all that was changed before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from axiom._items.item import Item
from axiom._items.states import DELETED, NEW, STORED
from axiom._storage.itemrows import ItemRows
from axiom._storage.levels import Level
from axiom.errors import StoreSealed, TransactionLost

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from axiom._engine.connection import Connection
    from axiom._storage.identities import IdentityMap
    from axiom._storage.types import TypeTable
    from axiom.store import Store

__all__ = ["Changes"]


class Changes:
    """
    The changes of the transaction under way.

    @ivar levels: the transaction first, the innermost savepoint last; empty outside a transaction.
    """

    def __init__(self, connection: Connection, identities: IdentityMap, types: TypeTable) -> None:
        self._connection, self._identities, self._types = connection, identities, types
        self._rows = ItemRows(connection, types)
        self.levels: list[Level] = []
        self._pending: dict[int, Item] = {}
        self._nextID: int | None = None
        self._isSealed = False

    @contextmanager
    def sealed(self, isSealed: bool) -> Iterator[None]:
        """
        A context in which changes are refused, or in which they are not.
        """
        before, self._isSealed = self._isSealed, isSealed
        try:
            yield
        finally:
            self._isSealed = before

    def expectUnsealed(self, what: object) -> None:
        """
        Called before anything is changed.

        @param what: what that is.
        @raise StoreSealed: changes are refused now.
        """
        if self._isSealed:
            raise StoreSealed(what)

    @property
    def wrote(self) -> bool:
        """
        Whether the innermost level wrote to the database.
        """
        return self.levels[-1].wrote

    @property
    def isOrdinary(self) -> bool:
        """
        Whether the innermost level changed no item that changes rarely, for certain.
        """
        return self.levels[-1].isOrdinary

    @property
    def keepRare(self) -> bool:
        """
        Whether items that change rarely are as they were committed, for certain.
        """
        return all(level.isOrdinary for level in self.levels)

    def push(self) -> None:
        """
        Begin a level.
        """
        self.flush()
        self.levels.append(Level(len(self._types.made)))

    def keep(self) -> Level:
        """
        End the innermost level; its changes are now those of the one around it.
        """
        level = self.levels.pop()
        if self.levels:
            self.levels[-1].absorb(level)
        else:
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
                if item._storeID >= level.firstUnseen:
                    self._identities.discard(item._storeID)
                    item._state = DELETED
            self._identities.expire()

    def forgetFree(self) -> None:
        """
        Called when somebody else committed, who may have given out identities.
        """
        self._nextID = None

    def letGo(self) -> None:
        """
        Forget the changed items that nobody else refers to and that await no commit. Nothing must be pending.
        """
        self.levels[-1].letGo()

    def _restore(self, item: Item, row: Any, values: dict[str, Any], state: int) -> None:
        item._row, item._values, item._state = row, values, state
        item._dirty = {}
        if state == NEW:
            self._identities.discard(item._storeID)
            item._store = item._storeID = None
        else:
            self._identities.add(item)

    def note(self, item: Item) -> None:
        """
        Called before C{item} changes, so that this can be undone.

        @raise StoreSealed: changes are refused now.
        """
        if self._isSealed:
            raise StoreSealed(item)
        self.levels[-1].note(item)
        self._tell(type(item))
        self._pending[item._storeID] = item

    def _tell(self, itemClass: type[Item]) -> None:
        if itemClass.changesRarely:
            self.levels[-1].isOrdinary = False

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
        return list({id(item): item for level in self.levels for item in level.items()}.values())

    def revert(self, item: Item) -> None:
        """
        Forget what is pending of C{item}: it is as it is stored, or in no store if it is new.
        """
        if self._pending.pop(item._storeID, None) is None:
            return
        if item._state == NEW:
            self._restore(*self.levels[-1].found.pop(id(item)))
        else:
            item._row, item._values, item._dirty = None, {}, {}

    def create(self, item: Item, values: dict[str, Any]) -> int:
        """
        Give C{item} its identity; it is written with the next L{flush}.

        @param values: those that it goes back to if this is undone, perhaps the same that it has.
        """
        self.expectUnsealed(item)
        storeID = self._nextID if self._nextID is not None else self._rows.firstFreeID()
        self._nextID = storeID + 1
        self.levels[-1].found[id(item)] = (item, None, values, NEW)
        self._tell(type(item))
        self._pending[storeID] = item
        return storeID

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
            if item._state == NEW:
                itemClass = type(item)
                if itemClass not in created:
                    created[itemClass] = []
                created[itemClass].append(item)
            elif item._dirty and item._state == STORED:
                changed.append(item)
        self._rows.update(changed)
        for itemClass, items in created.items():
            self._writeNew(itemClass, items)
        for item in self._pending.values():
            item._dirty.clear()
        self._pending = {}

    def _writeNew(self, itemClass: type[Item], items: list[Item]) -> None:
        names = itemClass.schema.names
        rows = [(item._storeID, *map(item._dirty.__getitem__, names)) for item in items]
        self._rows.insert(itemClass, rows)
        for item, row in zip(items, rows, strict=True):
            item._row, item._state = row, STORED

    def _beginWriting(self) -> None:
        if not self._connection.inTransaction:
            raise TransactionLost("SQLite undid the transaction after an error in it")
        self._connection.drain()
        self.levels[-1].wrote = True

    def insertMany(self, itemClass: type[Item], rows: Iterable[list[Any]]) -> None:
        """
        Write new items of which no object is made, each the list of its stored values.
        """
        self.expectUnsealed(itemClass.__name__)
        self._writeUnseen()
        self._tell(itemClass)
        numbered = [(storeID, *row) for storeID, row in enumerate(rows, self._rows.firstFreeID())]
        if numbered:
            self._rows.insert(itemClass, numbered)

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
        self._tell(type(new))
        self.flush()
        self._beginWriting()
        storeID = old._storeID
        before = new.prepare(store)
        row = (storeID, *[new._dirty[name] for name in new.schema.names])
        self._rows.replace(old, type(new), row)
        old._state = DELETED
        self.levels[-1].found[id(new)] = (new, None, before, NEW)
        new._store, new._storeID, new._row, new._state = store, storeID, row, STORED
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
        self._rows.delete(item)
        item._state = DELETED
        self._identities.discard(item._storeID)
        self._identities.outdate()

    def deleteMany(self, itemClass: type[Item], storeIDs: Sequence[int]) -> None:
        """
        Write the deletion of many items of one class.
        """
        self.expectUnsealed(itemClass.__name__)
        inMemory = [item for item in map(self._identities.get, storeIDs) if item is not None]
        for item in inMemory:
            self.note(item)
        self.flush()
        self._beginWriting()
        self._tell(itemClass)
        self._rows.deleteMany(itemClass, json.dumps(storeIDs))
        for item in inMemory:
            item._state = DELETED
            self._identities.discard(item._storeID)
        self._identities.outdate()

    def writing(self) -> None:
        """
        Called before SQL is run that this object does not see; identities are counted anew after it.
        """
        self.expectUnsealed("what SQL writes")
        self._writeUnseen()
        self.levels[-1].isOrdinary = False

    def _writeUnseen(self) -> None:
        self.flush()
        self._beginWriting()
        self._nextID = None
        if self.levels[-1].firstUnseen is None:
            self.levels[-1].firstUnseen = self._rows.firstFreeID()
        self._identities.outdate()
