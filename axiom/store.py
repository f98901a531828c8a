"""
Stores: one SQLite database of items each, with the files that belong to it.
"""

from __future__ import annotations

from collections.abc import Collection
from types import TracebackType
from typing import Any, ClassVar, Self

from twisted.application.service import IService, IServiceCollection
from twisted.python.filepath import FilePath

from axiom._batches.services import batchServiceOf
from axiom._columns.memory import NOTHING
from axiom._engine.checkpoints import Checkpoints
from axiom._engine.connection import Connection
from axiom._engine.directories import StoreDirectory
from axiom._engine.files import AtomicFile
from axiom._engine.querylog import logOpened
from axiom._engine.safetycopies import SafetyCopies
from axiom._engine.systemtables import (
    blankDatabase,
    isCurrent,
    isForeign,
    makeCurrent,
    readAsCurrent,
    tellsRareChanges,
)
from axiom._items.powerups import Aggregate, Empowered
from axiom._items.registry import knownTypes
from axiom._queries.attributequeries import AttributeQuery
from axiom._queries.base import BaseQuery
from axiom._queries.columnqueries import ColumnQuery
from axiom._queries.deferred import DeferredQueries
from axiom._queries.itemqueries import ItemQuery, MultipleItemQuery
from axiom._schedules.schedulers import schedulerOf
from axiom._storage.changes import Changes
from axiom._storage.deletion import Deletion
from axiom._storage.finding import Finder
from axiom._storage.identities import IdentityMap
from axiom._storage.incarnations import Incarnate
from axiom._storage.items import STORE_SELF_ID, ItemKeeper
from axiom._storage.loading import Loaders
from axiom._storage.reads import Reads
from axiom._storage.recalling import Recalling
from axiom._storage.services import SchedulingService, storeServiceSpecialCase
from axiom._storage.sqlaccess import SQLAccess
from axiom._storage.storefiles import FileKeeper
from axiom._storage.transacting import Transacting
from axiom._storage.transactions import Transactions
from axiom._storage.types import TypeTable
from axiom._storage.watching import Watching
from axiom._upgrades.background import BackgroundUpgrades
from axiom._upgrades.upgrades import Upgrades
from axiom._upgrades.upgrading import Upgrading
from axiom.errors import CannotOpenStore, NoEmptyItems, StoreReadOnly
from axiom.iaxiom import IBatchService, IScheduler
from axiom.runtime import Runtime

__all__ = [
    "IN_MEMORY_DATABASE",
    "STORE_SELF_ID",
    "AtomicFile",
    "AttributeQuery",
    "BaseQuery",
    "ColumnQuery",
    "ItemQuery",
    "MultipleItemQuery",
    "NoEmptyItems",
    "SchedulingService",
    "Store",
    "storeServiceSpecialCase",
]

IN_MEMORY_DATABASE = ":memory:"

# By this name Axiom's code knows it.
_typeNameToMostRecentClass = knownTypes.current


class Store(
    Finder, Recalling, ItemKeeper, Transacting, Upgrading, Incarnate, SQLAccess, FileKeeper, Empowered
):
    """
    A database of items and the files beside it.

    A store is used by one thread; as a context it is closed at its end. Any number of stores, in this process
    and in others, may be open on one directory.

    @ivar dbdir: its directory, or None for a store in memory.
    @ivar filesdir: below which its files are, or None.
    @ivar parent: the store whose substore this is, or None.
    @ivar idInParent: the storeID of its L{axiom.substore.SubStore} there.
    @ivar durability: C{"full"} or C{"normal"}.
    @ivar runtime: the clock and threads that it shares with its substores.
    @ivar transactions: where its transactions begin and end.
    @ivar reads: at which moment it is looked at.
    @ivar deferredQueries: its long queries.
    @ivar copies: of its database, from before it was changed for good.
    """

    aggregateInterfaces: ClassVar[dict[Any, Aggregate]] = {
        IService: storeServiceSpecialCase,
        IServiceCollection: storeServiceSpecialCase,
        IScheduler: schedulerOf,
        IBatchService: batchServiceOf,
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
        runtime: Runtime | None = None,
        durability: str | None = None,
    ) -> None:
        """
        Open a store, which is made if the directory is not there.

        @param dbdir: its directory; None for a store in memory.
        @param filesdir: where a store in memory keeps its files.
        @param journalMode: SQLite's, instead of WAL.
        @param runtime: its clock and threads; None for its parent's, or the reactor's.
        @param durability: C{"full"} if each commit is to wait for the disk, C{"normal"} if whoever needs that
            waits for C{durable()}; None for its parent's, or normal.
        @raise ValueError: both directories are given, or no such durability is known.
        @raise CannotOpenStore: what is there is not a store, or its code is newer.
        """
        if dbdir is not None and filesdir is not None:
            raise ValueError("a store with a dbdir has its files there: give no filesdir")
        if durability not in (None, "full", "normal"):
            raise ValueError(f"durability is 'full' or 'normal', not {durability!r}")
        self.directory = StoreDirectory(dbdir, filesdir)
        self.dbdir, self.filesdir = self.directory.root, self.directory.files
        self.debug, self.parent, self.idInParent, self.journalMode = debug, parent, idInParent, journalMode
        self.runtime: Runtime = runtime or (Runtime() if parent is None else parent.runtime)
        self.durability: str = durability or ("normal" if parent is None else parent.durability)
        self.store = self
        self._memory = NOTHING
        self.directory.prepare(lambda: blankDatabase(journalMode))
        patience = None if parent is None else parent.patience
        self._connection = Connection(self.directory.database, journalMode, patience)
        self.identities = IdentityMap()
        self.loaders = Loaders(self, self.identities)
        self.types = TypeTable(self._connection)
        self._changes = Changes(self._connection, self.identities, self.types)
        self.reads = Reads(self._connection, self._changes, self.identities, self.types)
        self.transactions = Transactions(self._connection, self._changes, self.reads)
        self._watching = Watching(self.reads, self.runtime.noticing, self.dbdir)
        self.transactions.tell = self._committed
        if self.directory.database is not None:
            self._connection.committed = Checkpoints(self.directory.database, self.runtime).committed
        self.copies = SafetyCopies(self.directory.database)
        self.upgrades = Upgrades(self)
        self.background = BackgroundUpgrades(self) if parent is None else parent.background
        self.deferredQueries = DeferredQueries(self)
        self.deletion = Deletion(self, self._changes)
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
            self._connection.configure(self.durability)
            isOutdated = not isCurrent(tables)
            if isOutdated:
                self.transactions.transact(self._makeCurrent, tables)
            elif not tellsRareChanges(tables):
                self._tellRareChanges()
        if self.reads.read(self._learn):
            self.transactions.transact(self._changeSchema, self.types.complete)
        self.upgrades.check(isCopied=isOutdated)
        logOpened("" if self.dbdir is None else self.dbdir.path)

    def _learn(self) -> bool:
        """
        Find out what the database holds, in one read.

        @return: whether its tables lack indexes.
        """
        self._connection.verifyLength()
        self.types.load()
        self.types.importModules()
        self.types.verifyClasses()
        return self.types.isIncomplete()

    def _makeCurrent(self, tables: Collection[str]) -> None:
        if tables:
            self.copies.keep("format")
        makeCurrent(self._connection)

    def _tellRareChanges(self) -> None:
        try:
            self.transactions.transact(makeCurrent, self._connection)
        except StoreReadOnly:
            readAsCurrent(self._connection)

    def _committed(self, revision: int) -> None:
        self.runtime.commits += 1
        self._watching.tell(revision)

    def close(self, _report: bool = True) -> None:
        """
        Give the database back; the store can't be used any more. Repeating it is safe.
        """
        self.upgrades.close()
        self.deferredQueries.close()
        self._watching.close()
        self._forgetPause()
        self._detach()
        self.reads.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Store {'in memory' if self.dbdir is None else self.dbdir.path}>"
