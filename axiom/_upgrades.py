"""
Upgrades of stored items to the versions of their classes.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING, Any

from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom._items import _DELETED, Item
from axiom._registry import knownTypes
from axiom.errors import (
    AxiomError,
    CannotOpenStore,
    ItemNotFound,
    ItemUpgradeError,
    NoUpgradePathAvailable,
    StoreBusy,
    UpgraderRecursion,
)

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["UpgraderRegistry", "Upgrades", "knownUpgraders"]

Upgrader = Callable[[Any], Any]
OnFailure = Callable[[ItemUpgradeError], object]

_BATCH = 100


class UpgraderRegistry:
    """
    Upgraders by (type name, old version), each with the version that it leads to.
    """

    def __init__(self) -> None:
        self._upgraders: dict[tuple[str, int], tuple[int, Upgrader]] = {}

    def add(self, upgrader: Upgrader, typeName: str, oldVersion: int, newVersion: int) -> None:
        """
        Upgrade items of C{oldVersion} with C{upgrader}.
        """
        if newVersion <= oldVersion:
            raise ValueError(
                f"an upgrader of {typeName} must lead upwards, not from {oldVersion} to {newVersion}"
            )
        self._upgraders[typeName, oldVersion] = (newVersion, upgrader)

    def find(self, typeName: str, oldVersion: int) -> tuple[int, Upgrader] | None:
        """
        The next version and its upgrader.
        """
        return self._upgraders.get((typeName, oldVersion))

    def forget(self, typeName: str, oldVersion: int) -> None:
        """
        Undo L{add}.
        """
        self._upgraders.pop((typeName, oldVersion), None)

    def reaches(self, typeName: str, oldVersion: int, version: int) -> bool:
        """
        Whether a chain of upgraders leads from one version to the other.
        """
        while oldVersion < version:
            step = self.find(typeName, oldVersion)
            if step is None:
                return False
            oldVersion = step[0]
        return oldVersion == version


knownUpgraders = UpgraderRegistry()


class Upgrades:
    """
    The upgrades that one store still needs.

    @ivar pending: type name to the old versions of which items may be stored, ascending.
    """

    _log = Logger()

    def __init__(self, store: Store) -> None:
        self._store = store
        self.pending: dict[str, list[int]] = {}
        self._typesUnderWay: set[str] = set()
        self._itemsUnderWay: set[int] = set()

    def check(self, tables: Container[str]) -> None:
        """
        Find out what is pending, when the store is opened.

        @param tables: the names of those that there are.
        @raise CannotOpenStore: the database is newer than the code.
        @raise NoUpgradePathAvailable: an upgrader is missing.
        """
        for typeName, version in sorted(self._store.types.ids):
            current = knownTypes.current.get(typeName)
            if (
                current is None
                or version == current.schemaVersion
                or f"item_{typeName}_v{version}" not in tables
            ):
                continue
            if not self._isStored(typeName, version):
                continue
            if version > current.schemaVersion:
                known = current.schemaVersion
                raise CannotOpenStore(
                    f"the store holds version {version} of {typeName}; this code knows {known}"
                )
            if not knownUpgraders.reaches(typeName, version, current.schemaVersion):
                way = f"from version {version} of {typeName} to {current.schemaVersion}"
                raise NoUpgradePathAvailable(f"no chain of upgraders leads {way}")
            self.pending.setdefault(typeName, []).append(version)

    def _isStored(self, typeName: str, version: int) -> bool:
        found = self._store.querySQL(f"SELECT EXISTS (SELECT 1 FROM item_{typeName}_v{version})")
        return bool(found[0][0])

    def upgradeAllOf(self, typeName: str, batch: int = _BATCH, failed: OnFailure | None = None) -> int:
        """
        Upgrade every item of a type. One that fails is left until it is loaded; the others go on.

        @param batch: how many items are upgraded in one transaction.
        @param failed: called with the error of each item that fails, which else is logged.
        @return: how many were upgraded; 0 if that is under way.
        """
        if typeName not in self.pending or typeName in self._typesUnderWay:
            return 0
        self._typesUnderWay.add(typeName)
        try:
            versions = self.pending[typeName]
            done = sum(self._upgradeVersion(typeName, version, batch, failed) for version in versions)
            # Should the transaction around this fail, they are pending still.
            self._store.afterCommit(lambda: self.pending.pop(typeName, None))
            return done
        finally:
            self._typesUnderWay.discard(typeName)

    def upgradeEverything(self) -> int:
        """
        Upgrade every item of the store.

        @return: how many were upgraded.
        """
        return sum(self.upgradeAllOf(typeName) for typeName in list(self.pending))

    def _upgradeVersion(self, typeName: str, version: int, batch: int, failed: OnFailure | None) -> int:
        done, last = 0, 0
        while True:
            rows = self._store.querySQL(
                f"SELECT oid FROM item_{typeName}_v{version} WHERE oid > ? ORDER BY oid LIMIT ?",
                (last, batch),
            )
            if not rows:
                return done
            storeIDs = [storeID for (storeID,) in rows]
            done += self._store.transact(self._upgradeBatch, storeIDs, failed or self._logFailure)
            last = rows[-1][0]

    def _upgradeBatch(self, storeIDs: list[int], failed: OnFailure) -> int:
        done = 0
        for storeID in storeIDs:
            try:
                # Loading an item upgrades it, unless the upgrader of another one has done that or deleted it.
                self._store.getItemByID(storeID, default=None)
                done += 1
            except ItemUpgradeError as e:
                failed(e)
        return done

    def _logFailure(self, error: ItemUpgradeError) -> None:
        self._log.failure("{error}", failure=error.originalFailure, error=error)

    def upgrade(self, item: Item) -> Item | None:
        """
        C{item} in the version of its class, by as many steps as it takes, each a transaction.

        @return: None if an upgrader deleted it.
        @raise ItemUpgradeError: an upgrader failed; the item is as it was.
        """
        storeID: int = item.storeID
        if storeID in self._itemsUnderWay:
            raise UpgraderRecursion(f"an upgrader of {item.typeName} loads item {storeID}, which it upgrades")
        self._itemsUnderWay.add(storeID)
        try:
            found: Item | None = item
            while found is not None and found.__legacy__:
                found = self._step(found, storeID)
            return found
        finally:
            self._itemsUnderWay.discard(storeID)

    def _step(self, item: Item, storeID: int) -> Item | None:
        step = knownUpgraders.find(item.typeName, item.schemaVersion)
        if step is None:
            raise NoUpgradePathAvailable(
                f"no upgrader of {item.typeName} begins at version {item.schemaVersion}"
            )
        version, upgrader = step
        try:
            self._store.transact(self._call, upgrader, item)
        except (UpgraderRecursion, StoreBusy):
            raise
        except Exception as e:
            raise self._failed(Failure(), storeID, item, version) from e
        found = self._store.loadItem(storeID)
        if found is item and item._state != _DELETED:
            error = AxiomError(f"the upgrader to version {version} returned without calling upgradeVersion()")
            raise self._failed(Failure(error), storeID, item, version)
        return found

    def _call(self, upgrader: Upgrader, item: Item) -> None:
        try:
            self._store.mustExist(item)
        except ItemNotFound:
            # Another process has upgraded or deleted it.
            return
        upgrader(item)

    def _failed(self, failure: Failure, storeID: int, item: Item, version: int) -> ItemUpgradeError:
        return ItemUpgradeError(failure, storeID, type(item), knownTypes.find(item.typeName, version))
