"""
The upgrades that a store still needs, and the ways to them: an item when it is loaded, a type before a query
over it, everything little by little, everything at once.

Before the first upgrade to a version a copy of the database is kept. That the version is in C{axiom_types},
though no item may be of it yet, says that this was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from twisted.internet.defer import Deferred
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom._items.item import Item
from axiom._items.registry import knownTypes
from axiom._upgrades.items import ItemUpgrades, checkPath
from axiom._upgrades.types import OnFailure, TypeWalk
from axiom.errors import AxiomError, StoreBusy, StoreClosed, UpgradesFailed, WriteInSnapshot

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["Upgrades"]

_BATCH = 100
_SLICE = 0.005
# Failures that show what is wrong.
_ENOUGH = 20


class Upgrades:
    """
    The upgrades of one store.

    @ivar pending: type name to the old versions of which items may be stored, ascending: those that were when
        the store was opened, and those that upgraders bring them to.
    """

    _log = Logger()

    def __init__(self, store: Store) -> None:
        self._store = store
        self._items = ItemUpgrades(store)
        self.pending: dict[str, list[int]] = {}
        self._typesUnderWay: set[str] = set()
        self._waiting: list[Deferred[None]] = []
        self._error: AxiomError | None = None

    def check(self, isCopied: bool) -> None:
        """
        Find out what is pending, when the store is opened, and make ready for it.

        @param isCopied: whether a copy of the database was kept just now.
        @raise CannotOpenStore: the database is newer than the code.
        @raise NoUpgradePathAvailable: an upgrader is missing.
        """
        for typeName, version in sorted(self._store.types.ids):
            current = knownTypes.current.get(typeName)
            if current is not None and version != current.schemaVersion and self._isStored(typeName, version):
                versions = {*self.pending.get(typeName, ()), *checkPath(typeName, version)}
                self.pending[typeName] = sorted(versions)
        self._makeReady(self.pending, isCopied)

    def _isStored(self, typeName: str, version: int) -> bool:
        table = f"item_{typeName}_v{version}"
        return bool(
            self._store.querySQL("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
            and self._store.querySQL(f"SELECT 1 FROM {table} LIMIT 1")
        )

    def _makeReady(self, typeNames: Iterable[str], isCopied: bool = False) -> None:
        classes = [knownTypes.current[each] for each in typeNames if each in knownTypes.current]
        new = [each for each in classes if not self._store.hasType(each)]
        if new:
            self._store.transact(self._makeTables, new, isCopied)

    def _makeTables(self, classes: list[type[Item]], isCopied: bool) -> None:
        # Unless another process has done it meanwhile.
        new = [each for each in classes if not self._store.hasType(each)]
        if new and not isCopied:
            self._store.copies.keep("upgrade")
        for itemClass in new:
            self._store.getTypeID(itemClass)

    def upgrade(self, item: Item) -> Item | None:
        """
        C{item} in the version of its class; None if an upgrader deleted it.

        @raise ItemUpgradeError: an upgrader failed; the item is as it was.
        """
        if item.typeName not in self.pending:
            # Its class became known after the store was opened.
            self._makeReady([item.typeName])
        return self._items.upgrade(item)

    def upgradeAllOf(self, typeName: str, batch: int = _BATCH, failed: OnFailure | None = None) -> int:
        """
        Upgrade every item of a type. One that fails is left until it is loaded; the others go on.

        @param batch: how many items are upgraded in one transaction.
        @param failed: called with the error of each item that fails, which else is logged.
        @return: how many were upgraded; 0 if that is under way.
        """
        if typeName not in self.pending or typeName in self._typesUnderWay:
            return 0
        walk = self._walk(typeName, failed)
        while not walk.isFinished:
            with self._underWay(typeName):
                walk.step(batch)
            if self._store.transactions.active:
                self._store.letGo()
        # Should the transaction around this fail, they are pending still.
        self._store.afterCommit(lambda: self._finished(typeName))
        return walk.done

    def upgradeEverything(self) -> int:
        """
        Upgrade every item of the store.

        @return: how many were upgraded.
        """
        return sum(self.upgradeAllOf(typeName) for typeName in list(self.pending))

    def upgradeAtOnce(self, batch: int = _BATCH) -> dict[str, int]:
        """
        Upgrade every item of the store in one transaction: all of them, or none.

        @param batch: after how many items memory is given back, each time.
        @return: type name to how many were upgraded.
        @raise UpgradesFailed: upgraders failed; the store is as it was.
        """
        return self._store.transact(self._upgradeAtOnce, batch) if self.pending else {}

    def _upgradeAtOnce(self, batch: int) -> dict[str, int]:
        failures: list[AxiomError] = []

        def failed(error: AxiomError) -> None:
            failures.append(error)
            if len(failures) == _ENOUGH:
                raise UpgradesFailed(failures)

        self._items.done.clear()
        for typeName in list(self.pending):
            self.upgradeAllOf(typeName, batch, failed)
        if failures:
            raise UpgradesFailed(failures)
        return dict(sorted(self._items.done.items()))

    def slices(self) -> Iterator[None]:
        """
        Upgrade every item of the store, for some milliseconds between two steps of the iterator; then, or
        when the store is closed, it ends.
        """
        clock = self._store.runtime.clock
        for typeName in list(self.pending):
            if typeName not in self.pending:
                # An upgrader of another type has queried it.
                continue
            walk = self._walk(typeName)
            while not walk.isFinished and typeName in self.pending:
                end = clock.seconds() + _SLICE
                try:
                    with self._underWay(typeName), self._impatience():
                        walk.step(_BATCH, lambda end=end: clock.seconds() >= end)  # type: ignore[misc]
                except (StoreBusy, WriteInSnapshot):
                    pass
                except StoreClosed:
                    return
                except Exception:
                    self._log.failure("{type} can't be upgraded in {store}", type=typeName, store=self._store)
                    break
                yield
            if walk.isFinished:
                self._finished(typeName)

    def _walk(self, typeName: str, failed: OnFailure | None = None) -> TypeWalk:
        versions, underWay = self.pending[typeName], self._items.underWay
        return TypeWalk(self._store, typeName, versions, failed or self._logFailure, underWay)

    @contextmanager
    def _underWay(self, typeName: str) -> Iterator[None]:
        # So that an upgrader may query the type that is upgraded.
        self._typesUnderWay.add(typeName)
        try:
            yield
        finally:
            self._typesUnderWay.discard(typeName)

    @contextmanager
    def _impatience(self) -> Iterator[None]:
        patience, self._store.patience = self._store.patience, 0.0
        try:
            yield
        finally:
            self._store.patience = patience

    def _logFailure(self, error: AxiomError) -> None:
        self._error = self._error or error
        failure = getattr(error, "originalFailure", None) or Failure(error)
        self._log.failure("{error}", failure=failure, error=error)

    def whenFinished(self) -> Deferred[None]:
        """
        Fires when nothing is pending, at once if nothing is now; with the error of an item that failed, and
        with L{StoreClosed} if the store is closed before.
        """
        waiting: Deferred[None] = Deferred()
        self._waiting.append(waiting)
        if not self.pending:
            self._tell()
        return waiting

    def _finished(self, typeName: str) -> None:
        self.pending.pop(typeName, None)
        if not self.pending:
            self._tell()

    def _tell(self) -> None:
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            each.callback(None) if self._error is None else each.errback(self._error)

    def close(self) -> None:
        """
        Called when the store is closed: nobody waits any longer.
        """
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            each.errback(StoreClosed(f"{self._store} was closed before it was upgraded"))
