"""
Stores: one SQLite database of items each, with the files that belong to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar, overload

from twisted.application.service import IService, IServiceCollection
from twisted.python.filepath import FilePath

from axiom._changes import Changes
from axiom._columns import SQLAttribute
from axiom._comparisons import AND, Comparison
from axiom._connection import Connection
from axiom._deletion import Deletion
from axiom._directories import StoreDirectory
from axiom._files import AtomicFile
from axiom._identities import IdentityMap
from axiom._items import _DELETED, Item
from axiom._loading import Loaders
from axiom._powerupconnector import _PowerupConnector
from axiom._powerups import Aggregate, Empowered
from axiom._queries import AttributeQuery, BaseQuery, ItemQuery, MultipleItemQuery
from axiom._registry import knownTypes
from axiom._services import storeServiceSpecialCase
from axiom._transactions import Transactions
from axiom._types import TypeTable, systemSchema
from axiom._upgrades import Upgrades
from axiom.errors import (
    CannotOpenStore,
    DuplicateUniqueItem,
    ItemClassesOnly,
    ItemNotFound,
    NoCrossStoreReferences,
    NoEmptyItems,
)

if TYPE_CHECKING:
    from axiom._placeholders import Placeholder

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

_missing: Any = object()
_temporaryNumbers = count(1)


class Store(Empowered):
    """
    A database of items and the files beside it.

    A store is used by one thread. Any number of stores, in this process and in others, may be open on one directory.

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
        self.directory = StoreDirectory(_asPath(dbdir), _asPath(filesdir))
        self.dbdir, self.filesdir = self.directory.root, self.directory.files
        self.debug, self.parent, self.idInParent, self.journalMode = debug, parent, idInParent, journalMode
        self.store: Store = self
        self._memory: dict[str, Any] = {}
        isNew = self.directory.prepare()
        self._connection = Connection(self.directory.database, journalMode)
        self.identities = IdentityMap()
        self.loaders = Loaders(self, self.identities)
        self.types = TypeTable(self._connection)
        self._changes = Changes(self._connection, self.identities, self.types)
        self.transactions = Transactions(self._connection, self._changes, self.identities, self.types)
        self.upgrades = Upgrades(self)
        self._deletion = Deletion(self, self._changes)
        try:
            self._open(isNew)
        except BaseException:
            self._connection.close()
            raise

    def _open(self, isNew: bool) -> None:
        names = {row[0] for row in self._connection.execute("SELECT name FROM sqlite_master").fetchall()}
        if not names >= {"axiom_types", "axiom_objects", "axiom_attributes", "axiom_revision"}:
            if names and "axiom_objects" not in names:
                raise CannotOpenStore(f"{self} holds tables, but not a store's")
            self.transactions.transact(self._createSystemTables)
        self.types.load()
        self.types.importModules()
        for typeName, version in self.types.ids:
            itemClass = knownTypes.current.get(typeName)
            if itemClass is not None and itemClass.schemaVersion == version:
                self.types.verify(itemClass)
        self.upgrades.check()

    def _createSystemTables(self) -> None:
        # Another process may have been first.
        names = {row[0] for row in self._connection.execute("SELECT name FROM sqlite_master").fetchall()}
        if "axiom_objects" not in names:
            for sql in systemSchema:
                self._connection.execute(sql)
        if "axiom_revision" not in names:
            self._connection.execute("CREATE TABLE axiom_revision (revision INTEGER NOT NULL)")
            self._connection.execute("INSERT INTO axiom_revision (revision) VALUES (0)")

    def close(self, _report: bool = True) -> None:
        """
        Give the database back; the store can't be used any more. Repeating it is safe.
        """
        self._connection.close()

    # Transactions

    def transact(self, f: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """
        Call C{f} in a transaction: committed when it returns, undone in the database and in memory when it raises.

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
        schema = item.schema
        for column in schema.preparing:
            column.prepareInsert(item, self)
        values, dirty = item._values, item._dirty
        for name, column in schema.byName.items():
            if name not in dirty:
                dirty[name] = column.stored(values[name], item, self)
        item._storeID = self._changes.create(item)
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
        self._mustExist(item)
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
        self._mustExist(item)
        self._changes.note(item)
        self._changes.wrote = True

    def changed(self, item: Item) -> None:
        """
        Axiom's name for L{touchItem}.
        """
        self.touchItem(item)

    def _mustExist(self, item: Item) -> None:
        if item._state == _DELETED:
            raise ItemNotFound(f"{item!r} can't be changed")

    def deleteItem(self, item: Item) -> None:
        """
        Delete C{item}, and do to those that refer to it what their references say.
        """
        self.transact(self._deletion.delete, item)

    def canDeleteInBulk(self, itemClass: Any) -> bool:
        """
        Whether nobody notices the deletion of single items of this class.
        """
        return self._deletion.isUnnoticed(itemClass)

    def fetchRow(self, item: Item) -> Any:
        """
        The row of C{item} as it is now.

        @raise ItemNotFound: it was deleted by another process.
        """
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
        with self.transactions.snapshot():
            rows = self.transactions.fetchAll("SELECT type_id FROM axiom_objects WHERE oid = ?", (storeID,))
            if not rows:
                return None
            itemClass = self.types.classOf(rows[0][0])
            rows = self.transactions.fetchAll(itemClass.schema.selectSQL, (storeID,))
        return self.loadRow(itemClass, rows[0]) if rows else None

    def getItemByID(self, storeID: int, default: Any = _missing, autoUpgrade: bool = True) -> Any:
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
        self.transactions.refresh()
        found = self.loadItem(storeID)
        if found is not None and found.__legacy__ and autoUpgrade:
            found = self.upgradeLoaded(found)
        if found is not None:
            return found
        if default is _missing:
            raise ItemNotFound(f"no item {storeID} in {self}")
        return default

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

    def upgradeItem(self, old: Item, typeName: str, oldVersion: int, newVersion: int, attributes: dict[str, Any]) -> Item:
        """
        Replace an item of an old version; it is C{old.upgradeVersion} that an upgrader calls.
        """
        newClass = knownTypes.find(typeName, newVersion)
        if newClass is None:
            # A version between the stored one and the current one, of which no description is left.
            raise CannotOpenStore(
                f"version {newVersion} of {typeName} is unknown: declare it with declareLegacyItem, or skip it"
            )
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
        found = knownTypes.find(typename, version)
        return self.types.describedClass(typename, version) if found is None else found

    # Queries

    @overload
    def query(
        self,
        tableClass: type[I],
        comparison: Any = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
    ) -> ItemQuery[I]: ...
    @overload
    def query(
        self,
        tableClass: tuple[Any, ...],
        comparison: Any = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
    ) -> MultipleItemQuery: ...
    @overload
    def query(
        self,
        tableClass: Placeholder,
        comparison: Any = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
    ) -> ItemQuery[Any]: ...
    def query(
        self,
        tableClass: Any,
        comparison: Comparison | None = None,
        limit: int | None = None,
        offset: int | None = None,
        sort: Any = None,
    ) -> Any:
        """
        The items of a class, or tuples of items of several, that fulfil a condition.

        @param tableClass: a class of items, a placeholder, or a tuple of those.
        @param sort: a column, an order, or a tuple of those.
        @return: lazy, and run anew each time it is iterated over.
        """
        kind = MultipleItemQuery if isinstance(tableClass, tuple) else ItemQuery
        return kind(self, tableClass, comparison, limit, offset, sort)

    def findUnique(self, tableClass: type[I], comparison: Any = None, default: Any = _missing) -> Any:
        """
        The one item that fulfils the condition.

        @raise ItemNotFound: none does, and no default.
        @raise DuplicateUniqueItem: several do.
        """
        found = list(self.query(tableClass, comparison, limit=2))
        if len(found) > 1:
            raise DuplicateUniqueItem(f"several items of {tableClass.__name__} fulfil {comparison!r}")
        if found:
            return found[0]
        if default is _missing:
            raise ItemNotFound(f"no item of {tableClass.__name__} fulfils {comparison!r}")
        return default

    def findFirst(
        self,
        tableClass: type[I],
        comparison: Any = None,
        offset: int | None = None,
        sort: Any = None,
        default: Any = None,
    ) -> Any:
        """
        The first item that fulfils the condition, or C{default}.
        """
        return next(iter(list(self.query(tableClass, comparison, 1, offset, sort))), default)

    def findOrCreate(
        self, userItemClass: type[I], __ifnew: Callable[[I], object] | None = None, /, **attrs: Any
    ) -> I:
        """
        The first item with these attributes; made, in the same transaction, if there is none.

        @param __ifnew: called with the item if it is new.
        """
        return self.transact(self._findOrCreate, userItemClass, __ifnew, attrs)

    def _findOrCreate(self, itemClass: type[I], ifNew: Callable[[I], object] | None, attrs: dict[str, Any]) -> I:
        conditions = [getattr(itemClass, name) == value for name, value in attrs.items()]
        found: I | None = self.findFirst(itemClass, AND(*conditions) if conditions else None)
        if found is None:
            found = itemClass(store=self, **attrs)
            if ifNew is not None:
                ifNew(found)
        return found

    def count(self, *args: Any, **kwargs: Any) -> int:
        """
        How many results L{query} would have.
        """
        return self.query(*args, **kwargs).count()

    def sum(self, summableAttribute: Any, *args: Any, **kwargs: Any) -> Any:
        """
        The sum of a column over a query of its class.
        """
        found: ItemQuery[Any] = self.query(summableAttribute.type, *args, **kwargs)
        return found.getColumn(summableAttribute.attrname).sum()

    def batchInsert(
        self, itemType: type[Item], itemAttributes: Sequence[SQLAttribute[Any]], dataRows: Iterable[Sequence[Any]]
    ) -> None:
        """
        Insert many items without making objects of them; the columns that are not given get their defaults.
        """
        self.transact(self._batchInsert, itemType, itemAttributes, dataRows)

    def _batchInsert(
        self, itemType: type[Item], itemAttributes: Sequence[SQLAttribute[Any]], dataRows: Iterable[Sequence[Any]]
    ) -> None:
        given = {column.attrname: position for position, column in enumerate(itemAttributes)}
        rows: list[list[Any]] = []
        for data in dataRows:
            if len(data) != len(itemAttributes):
                raise ValueError(f"a row of {len(data)} values for {len(itemAttributes)} columns: {data!r}")
            rows.append(
                [
                    column.stored(
                        data[given[column.attrname]] if column.attrname in given else column.computeDefault(), None, self
                    )
                    for column in itemType.schema.columns
                ]
            )
        self._changes.insertMany(itemType, rows)

    def hasType(self, itemClass: Any) -> bool:
        """
        Whether such items were ever stored; called inside a transaction or a read.

        @raise ItemClassesOnly: C{itemClass} is something else.
        """
        if not (isinstance(itemClass, type) and issubclass(itemClass, Item)):
            raise ItemClassesOnly(f"queries are over classes of items, not {itemClass!r}")
        return self.types.idOf(itemClass) is not None

    # SQL

    def querySQL(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """
        The rows of a statement that only reads.
        """
        return self.transactions.fetchAll(sql, args)

    def executeSQL(self, sql: str, args: Sequence[Any] = ()) -> None:
        """
        Run a statement that writes, in a transaction of its own if there is none. Items in memory are loaded anew.
        """
        self.transact(self._executeSQL, sql, args)

    def _executeSQL(self, sql: str, args: Sequence[Any]) -> None:
        self._changes.writing()
        self._connection.execute(sql, args)
        self.transactions.expire()

    def createSQL(self, sql: str, args: Sequence[Any] = ()) -> None:
        """
        Run a statement that makes a table or index, which may be there already.
        """
        self.executeSQL(sql, args)

    def getTypeID(self, tableClass: type[Item]) -> int:
        """
        The oid of a class's row in C{axiom_types}, which is made if need be.
        """
        self._itemClassOnly(tableClass)
        return self.transact(self.types.create, tableClass)

    def getTableName(self, tableClass: type[Item]) -> str:
        """
        The SQL name of a class's table.

        @raise ItemClassesOnly: an instance was given.
        """
        return self._itemClassOnly(tableClass).schema.tableName

    def _itemClassOnly(self, tableClass: Any) -> type[Item]:
        if not (isinstance(tableClass, type) and issubclass(tableClass, Item)):
            raise ItemClassesOnly(f"tables belong to classes of items, not to {tableClass!r}")
        return tableClass

    def getShortColumnName(self, attribute: Any) -> str:
        """
        The SQL name of a column within its table.
        """
        name: str = attribute.getShortColumnName(self)
        return name

    def getColumnName(self, attribute: Any) -> str:
        """
        The full SQL name of a column.
        """
        name: str = attribute.getColumnName(self)
        return name

    # Files

    def newFilePath(self, *path: str) -> FilePath[str]:
        """
        A path below the store's files.
        """
        return self.directory.file(*path)

    def newDirectory(self, *path: str) -> FilePath[str]:
        """
        A path below the store's files, where a directory is made.
        """
        found = self.directory.file(*path)
        found.makedirs(ignoreExistingDirectory=True)
        return found

    def newTemporaryFilePath(self, *path: str) -> FilePath[str]:
        """
        A path for a temporary file, from where it can be moved to the store's files.
        """
        return self.directory.temporary(*path)

    def newFile(self, *path: str) -> AtomicFile:
        """
        A file below the store's files that takes its place when it is closed.
        """
        if not path:
            raise ValueError("a file needs a name")
        final = self.directory.file(*path)
        temporary = self.directory.temporary(f"{next(_temporaryNumbers)}-{id(final):x}.tmp")
        return AtomicFile(temporary.path, final)

    def __repr__(self) -> str:
        return f"<Store {'in memory' if self.dbdir is None else self.dbdir.path}>"


def _asPath(path: FilePath[str] | str | None) -> FilePath[str] | None:
    return path.asTextMode() if isinstance(path, FilePath) else None if path is None else FilePath(path)
