"""
The items of a store: how they enter it, change, come from it and leave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from axiom._columns.base import LARGEST_POSITIVE, SQLAttribute
from axiom._engine.systemtables import DELETED_TYPE
from axiom._items.item import Item
from axiom._items.states import DELETED, STORED
from axiom._storage.finding import MISSING
from axiom.errors import ItemNotFound

if TYPE_CHECKING:
    from axiom._engine.connection import Connection
    from axiom._queries.itemqueries import ItemQuery
    from axiom._storage.changes import Changes
    from axiom._storage.deletion import Deletion
    from axiom._storage.identities import IdentityMap
    from axiom._storage.loading import Loaders
    from axiom._storage.reads import Reads
    from axiom._storage.transactions import Transactions
    from axiom._storage.types import TypeTable
    from axiom.store import Store

__all__ = ["STORE_SELF_ID", "ItemKeeper"]

I = TypeVar("I", bound=Item)  # noqa: E741

STORE_SELF_ID = -1


class ItemKeeper:
    """
    What keeps items: the part of a store that L{Item} and its columns call.

    @ivar store: the store itself.
    @ivar transactions: where its transactions begin and end.
    @ivar reads: at which moment it is looked at.
    @ivar identities: its items in memory.
    @ivar loaders: how rows become items.
    @ivar deletion: how they leave it.
    @ivar types: the types in it.
    """

    store: Store
    transactions: Transactions
    reads: Reads
    identities: IdentityMap
    loaders: Loaders
    types: TypeTable
    _changes: Changes
    _connection: Connection
    deletion: Deletion
    # The class of the item that is made to take the place of one of an old version.
    _succeeding: type[Item] | None = None

    def add(self, item: Item) -> None:
        """
        Insert C{item}; it is C{item.store = store} that one writes.
        """
        if not self._changes.levels:
            self.transactions.transact(self.add, item)
            return
        if type(item) is self._succeeding:
            self.store.succeed(item)
            return
        item._storeID = self._changes.create(item, item.prepare(self.store))
        item._store = self.store
        self.identities.add(item)
        item.activate()
        item.stored()

    def changeAttribute(self, item: Item, name: str, value: Any, raw: Any) -> None:
        """
        Change one attribute of C{item}, in a transaction of its own if there is none.
        """
        if not self.transactions.active:
            self.transactions.transact(self.changeAttribute, item, name, value, raw)
            return
        self.mustExist(item)
        self._changes.note(item)
        item._values[name] = value
        item._dirty[name] = raw

    def touchItem(self, item: Item) -> None:
        """
        Count C{item} as changed.
        """
        if not self.transactions.active:
            self.transactions.transact(self.touchItem, item)
            return
        self.mustExist(item)
        self._changes.touch(item)

    def changed(self, item: Item) -> None:
        """
        Axiom's name for L{touchItem}.
        """
        self.touchItem(item)

    def revertItem(self, item: Item) -> None:
        """
        Forget what is changed of C{item} and not written; outside a transaction there is nothing of it.
        """
        self._changes.revert(item)

    def mustExist(self, item: Item) -> None:
        """
        Make sure that C{item} was not deleted, here or by another process; called inside a transaction.

        @raise ItemNotFound: it was.
        """
        if item._row is None and item._state == STORED:
            item.fetchRow()
        elif item._state == DELETED:
            raise ItemNotFound(f"{item!r} can't be changed")

    def deleteItem(self, item: Item) -> None:
        """
        Delete C{item}, and do to those that refer to it what their references say.
        """
        self.transactions.transact(self.deletion.delete, item)

    def deleteItems(self, query: ItemQuery[Any]) -> None:
        """
        Delete every item of C{query}; it is C{query.deleteFromStore()} that one writes.
        """
        self.transactions.transact(self.deletion.deleteAll, query)

    def fetchRow(self, item: Item) -> Any:
        """
        The row of C{item} as it is now.

        @raise ItemNotFound: it was deleted.
        """
        rows = None
        if item._state != DELETED:
            rows = self.reads.fetchAll(item.schema.selectSQL, (item._storeID,))
        if not rows:
            raise ItemNotFound(f"item {item._storeID} ({type(item).__name__}) is no longer in {self.store}")
        return rows[0]

    def loadRow(self, itemClass: type[I], row: tuple[Any, ...]) -> I:
        """
        The item that a row is: the one in memory, or a new object.
        """
        item: I = self.loaders[itemClass](row)
        return item

    def loadItem(self, storeID: int) -> Item | None:
        """
        The item with this storeID in the version in which it is stored.
        """
        found = self.identities.get(storeID)
        if found is not None:
            if found._row is not None or found._values:
                return found
            try:
                found.fetchRow()
            except ItemNotFound:
                self.identities.discard(storeID)
            else:
                return found
        return self.reads.read(self._loadItem, storeID)

    def _loadItem(self, storeID: int) -> Item | None:
        itemClass = self.identities.classes.get(storeID)
        if itemClass is not None:
            rows = self._connection.fetchAll(itemClass.schema.selectSQL, (storeID,))
            # The row of an item that was upgraded meanwhile is in another table.
            if rows:
                return self.loadRow(itemClass, rows[0])
        return self._findItem(storeID)

    def _findItem(self, storeID: int) -> Item | None:
        rows = self._connection.fetchAll("SELECT type_id FROM axiom_objects WHERE oid = ?", (storeID,))
        if not rows or rows[0][0] == DELETED_TYPE:
            return None
        itemClass = self.types.classOf(rows[0][0])
        self.identities.addClass(storeID, itemClass)
        rows = self._connection.fetchAll(itemClass.schema.selectSQL, (storeID,))
        return self.loadRow(itemClass, rows[0]) if rows else None

    def loadCurrent(self, storeID: int) -> Any:
        """
        The item with this storeID in the version of its class, or None. That it is gone since the last read
        need not be noticed.
        """
        if storeID == STORE_SELF_ID:
            return self.store
        found = self.loadItem(storeID)
        return self.store.upgradeLoaded(found) if found is not None and found.__legacy__ else found

    def getItemByID(self, storeID: int, default: Any = MISSING, autoUpgrade: bool = True) -> Any:
        """
        The item with this storeID.

        @raise ItemNotFound: there is none, and no default.
        @raise UnknownItemType: there is no class for it.
        @raise ItemUpgradeError: it is of an old version, and its upgrader failed.
        """
        if not isinstance(storeID, int):
            raise TypeError(f"a storeID is an int, not {storeID!r}")
        if storeID == STORE_SELF_ID:
            return self.store
        found = None
        if 0 < storeID <= LARGEST_POSITIVE:
            if self.identities.get(storeID) is not None:
                self.reads.refresh()
            found = self.loadItem(storeID)
        if found is not None and found.__legacy__ and autoUpgrade:
            found = self.store.upgradeLoaded(found)
        if found is not None:
            return found
        if default is MISSING:
            raise ItemNotFound(f"no item {storeID} in {self.store}")
        return default

    def batchInsert(
        self,
        itemType: type[Item],
        itemAttributes: Sequence[SQLAttribute[Any]],
        dataRows: Iterable[Sequence[Any]],
    ) -> None:
        """
        Insert many items without making objects of them; the columns that are not given get their defaults.
        """
        self.transactions.transact(self._batchInsert, itemType, itemAttributes, dataRows)

    def _batchInsert(
        self,
        itemType: type[Item],
        itemAttributes: Sequence[SQLAttribute[Any]],
        dataRows: Iterable[Sequence[Any]],
    ) -> None:
        given = {column.attrname: position for position, column in enumerate(itemAttributes)}
        rows: list[list[Any]] = []
        for data in dataRows:
            if len(data) != len(itemAttributes):
                raise ValueError(f"a row of {len(data)} values for {len(itemAttributes)} columns: {data!r}")
            rows.append(
                [
                    column.stored(
                        data[given[column.attrname]] if column.attrname in given else column.computeDefault(),
                        None,
                        self.store,
                    )
                    for column in itemType.schema.columns
                ]
            )
        self._changes.insertMany(itemType, rows)
