"""
Stores: one SQLite database of items each, with the files that belong to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar, ParamSpec, TypeVar

from twisted.application.service import IService, IServiceCollection
from twisted.python.filepath import FilePath

from axiom._attributequery import AttributeQuery
from axiom._basequery import BaseQuery
from axiom._changes import Changes
from axiom._columns import LARGEST_POSITIVE, SQLAttribute
from axiom._connection import Connection
from axiom._deletion import Deletion
from axiom._directories import StoreDirectory
from axiom._files import AtomicFile
from axiom._finding import MISSING, Finder
from axiom._identities import IdentityMap
from axiom._items import _DELETED, _STORED, Item
from axiom._loading import Loaders
from axiom._powerups import Aggregate, Empowered
from axiom._queries import ItemQuery, MultipleItemQuery
from axiom._registry import knownTypes
from axiom._services import storeServiceSpecialCase
from axiom._sqlaccess import SQLAccess
from axiom._storefiles import FileKeeper
from axiom._systemtables import isCurrent, isForeign, makeCurrent
from axiom._transactions import Transactions
from axiom._types import TypeTable
from axiom._upgrades import Upgrades
from axiom.errors import CannotOpenStore, ItemNotFound, NoEmptyItems

__all__ = [
    "STORE_SELF_ID",
    "AtomicFile",
    "AttributeQuery",
    "BaseQuery",
    "ItemQuery",
    "MultipleItemQuery",
    "NoEmptyItems",
    "Store",
    "storeServiceSpecialCase",
]

P = ParamSpec("P")
T = TypeVar("T")
I = TypeVar("I", bound=Item)  # noqa: E741

STORE_SELF_ID = -1


class Store(Finder, SQLAccess, FileKeeper, Empowered):
    """
    A database of items and the files beside it.

    A store is used by one thread. Any number of stores, in this process and in others, may be open on one
    directory.

    @ivar dbdir: its directory, or None for a store in memory.
    @ivar filesdir: below which its files are, or None.
    @ivar parent: the store whose substore this is, or None.
    @ivar idInParent: the storeID of its L{axiom.substore.SubStore} there.
    @ivar transactions: where its transactions begin and end.
    @ivar identities: its items in memory.
    @ivar loaders: how rows become items.
    """

    aggregateInterfaces: ClassVar[dict[Any, Aggregate]] = {
        IService: storeServiceSpecialCase,
        IServiceCollection: storeServiceSpecialCase,
    }

    storeID = STORE_SELF_ID

    def __init__(
        self,
        dbdir: FilePath[str] | str | None = None,
        filesdir: FilePath[str] | str | None = None,
        debug: bool = False,
        parent: Store | None = None,
        idInParent: int | None = None,
        journalMode: str | None = None,
    ) -> None:
        """
        Open a store, which is made if the directory is not there.

        @param dbdir: its directory; None for a store in memory.
        @param filesdir: where a store in memory keeps its files.
        @param journalMode: SQLite's, instead of WAL.
        @raise ValueError: both directories are given.
        @raise CannotOpenStore: what is there is not a store, or its code is newer.
        """
        if dbdir is not None and filesdir is not None:
            raise ValueError("a store with a dbdir has its files there: give no filesdir")
        self.directory = StoreDirectory(dbdir, filesdir)
        self.dbdir, self.filesdir = self.directory.root, self.directory.files
        self.debug, self.parent, self.idInParent, self.journalMode = debug, parent, idInParent, journalMode
        self.store: Store = self
        self._memory: dict[str, Any] = {}
        self.directory.prepare()
        patience = None if parent is None else parent.patience
        self._connection = Connection(self.directory.database, journalMode, patience)
        self.identities = IdentityMap()
        self.loaders = Loaders(self, self.identities)
        self.types = TypeTable(self._connection)
        self._changes = Changes(self._connection, self.identities, self.types)
        self.transactions = Transactions(self._connection, self._changes, self.identities, self.types)
        self.upgrades = Upgrades(self)
        self._deletion = Deletion(self, self._changes)
        try:
            self._open()
        except BaseException:
            self._connection.close()
            raise

    def _open(self) -> None:
        with self.directory.opening():
            tables = self._connection.tables()
            if isForeign(tables):
                raise CannotOpenStore(f"{self} holds tables, but not a store's")
            self._connection.configure()
            if not isCurrent(tables):
                self.transactions.transact(makeCurrent, self._connection)
        self.transactions.read(self.types.load)
        self.types.importModules()
        self.transactions.read(self.types.verifyClasses)
        for sql in self.types.missingIndexes():
            self.createSQL(sql)
        self.upgrades.check(self._connection.tables())

    def close(self, _report: bool = True) -> None:
        """
        Give the database back; the store can't be used any more. Repeating it is safe.
        """
        self.transactions.close()

    # Transactions

    def transact(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Call C{f} in a transaction: committed when it returns, undone in the database and in memory when it
        raises.

        Inside another one it is a savepoint.

        @return: what C{f} returns.
        @raise StoreBusy: another process held the write lock; nothing happened.
        """
        return self.transactions.transact(f, *args, **kwargs)

    def snapshot(self) -> AbstractContextManager[None]:
        """
        A context in which everything that is read is of one moment, while others write; it can't write.
        """
        if not self.transactions.active:
            self.upgrades.upgradeEverything()
        return self.transactions.snapshot()

    @property
    def revision(self) -> int:
        """
        How many writing transactions were committed to this store, by anyone: never repeated, never less.
        """
        return self.transactions.revision

    def afterCommit(self, f: Callable[[], object]) -> None:
        """
        Call C{f} once this transaction is committed, never if it is not; at once outside a transaction.
        """
        self.transactions.afterCommit(f)

    def checkpoint(self) -> None:
        """
        Write what is changed in memory, within the transaction.
        """
        self._changes.flush()

    # Items; called by Item and its columns

    def add(self, item: Item) -> None:
        """
        Insert C{item}; it is C{item.store = store} that one writes.
        """
        if not self.transactions.active:
            self.transactions.transact(self.add, item)
            return
        if not item.schema.columns:
            raise NoEmptyItems(f"{type(item).__name__} has no columns")
        item._storeID = self._changes.create(item, item.prepare(self))
        item._store = self
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

    def mustExist(self, item: Item) -> None:
        """
        Make sure that C{item} was not deleted, here or by another process; called inside a transaction.

        @raise ItemNotFound: it was.
        """
        if item._row is None and item._state == _STORED:
            item.fetchRow()
        elif item._state == _DELETED:
            raise ItemNotFound(f"{item!r} can't be changed")

    def deleteItem(self, item: Item) -> None:
        """
        Delete C{item}, and do to those that refer to it what their references say.
        """
        self.transact(self._deletion.delete, item)

    def deleteItems(self, query: ItemQuery[Any]) -> None:
        """
        Delete every item of C{query}; it is C{query.deleteFromStore()} that one writes.
        """
        self.transact(self._deletion.deleteAll, query)

    def fetchRow(self, item: Item) -> Any:
        """
        The row of C{item} as it is now.

        @raise ItemNotFound: it was deleted.
        """
        rows = None
        if item._state != _DELETED:
            rows = self.transactions.fetchAll(item.schema.selectSQL, (item._storeID,))
        if not rows:
            raise ItemNotFound(f"item {item._storeID} ({type(item).__name__}) is no longer in {self}")
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
        return self.transactions.read(self._loadItem, storeID)

    def _loadItem(self, storeID: int) -> Item | None:
        rows = self._connection.execute(
            "SELECT type_id FROM axiom_objects WHERE oid = ?", (storeID,)
        ).fetchall()
        if not rows:
            return None
        itemClass = self.types.classOf(rows[0][0])
        rows = self._connection.execute(itemClass.schema.selectSQL, (storeID,)).fetchall()
        return self.loadRow(itemClass, rows[0]) if rows else None

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
            return self
        found = None
        if 0 < storeID <= LARGEST_POSITIVE:
            if self.identities.get(storeID) is not None:
                self.transactions.refresh()
            found = self.loadItem(storeID)
        if found is not None and found.__legacy__ and autoUpgrade:
            found = self.upgradeLoaded(found)
        if found is not None:
            return found
        if default is MISSING:
            raise ItemNotFound(f"no item {storeID} in {self}")
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
        self.transact(self._batchInsert, itemType, itemAttributes, dataRows)

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
                        self,
                    )
                    for column in itemType.schema.columns
                ]
            )
        self._changes.insertMany(itemType, rows)

    # Upgrades

    def upgradeLoaded(self, item: Item) -> Item | None:
        """
        C{item} in the version of its class; None if an upgrader deleted it.
        """
        return self.upgrades.upgrade(item)

    def upgradeAllOf(self, itemClass: Any) -> None:
        """
        Upgrade the stored items of older versions, before a query over C{itemClass}.
        """
        if self.upgrades.pending and not itemClass.__legacy__:
            self.upgrades.upgradeAllOf(itemClass.typeName)

    def upgradeItem(
        self, old: Item, typeName: str, oldVersion: int, newVersion: int, attributes: dict[str, Any]
    ) -> Item:
        """
        Replace an item of an old version; it is C{old.upgradeVersion} that an upgrader calls.
        """
        newClass = knownTypes.find(typeName, newVersion)
        if newClass is None:
            # A version between the stored one and the current one, of which no description is left.
            missing = f"version {newVersion} of {typeName} is unknown"
            raise CannotOpenStore(f"{missing}: declare it with declareLegacyItem, or skip it")
        return self.transact(self._replace, old, newClass, attributes)

    def _replace(self, old: Item, newClass: type[I], attributes: dict[str, Any]) -> I:
        new = newClass(**attributes)
        self._changes.replace(old, new, self)
        new.activate()
        return new

    def getOldVersionOf(self, typename: str, version: int) -> type[Item]:
        """
        The class that describes an old version.
        """
        return knownTypes.find(typename, version) or self.types.describedClass(typename, version)

    def __repr__(self) -> str:
        return f"<Store {'in memory' if self.dbdir is None else self.dbdir.path}>"
