"""
Upgrades of stored items to the versions of their classes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom._items import _DELETED, Item
from axiom._registry import knownTypes
from axiom.errors import AxiomError, CannotOpenStore, ItemUpgradeError, NoUpgradePathAvailable, UpgraderRecursion

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["UpgraderRegistry", "Upgrades", "knownUpgraders"]

Upgrader = Callable[[Any], Any]

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
            raise ValueError(f"an upgrader of {typeName} must lead upwards, not from {oldVersion} to {newVersion}")
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
        self._underWay: set[int] = set()

    def check(self) -> None:
        """
        Find out what is pending, when the store is opened.

        @raise CannotOpenStore: the database is newer than the code.
        @raise NoUpgradePathAvailable: an upgrader is missing.
        """
        for typeName, version in sorted(self._store.types.ids):
            current = knownTypes.current.get(typeName)
            if current is None or version == current.schemaVersion or not self._isStored(typeName, version):
                continue
            if version > current.schemaVersion:
                raise CannotOpenStore(
                    f"the store holds version {version} of {typeName}; this code knows {current.schemaVersion}"
                )
            if not knownUpgraders.reaches(typeName, version, current.schemaVersion):
                raise NoUpgradePathAvailable(
                    f"no chain of upgraders leads from version {version} of {typeName} to {current.schemaVersion}"
                )
            self.pending.setdefault(typeName, []).append(version)

    def _isStored(self, typeName: str, version: int) -> bool:
        found = self._store.querySQL(f"SELECT EXISTS (SELECT 1 FROM item_{typeName}_v{version})")
        return bool(found[0][0])

    def upgradeAllOf(self, typeName: str) -> None:
        """
        Upgrade every item of a type. One that fails is logged and left until it is loaded; the others go on.
        """
        for _ in self.steps(typeName):
            pass

    def upgradeEverything(self) -> int:
        """
        Upgrade every item of the store.

        @return: how many were upgraded.
        """
        return sum(done for typeName in list(self.pending) for done in self.steps(typeName))

    def steps(self, typeName: str) -> Any:
        """
        Upgrade the items of a type batch by batch, yielding how many each batch had.
        """
        versions = self.pending.pop(typeName, [])
        failed: set[int] = set()
        for version in versions:
            while True:
                skipped = f" WHERE oid NOT IN ({', '.join(map(str, failed))})" if failed else ""
                rows = self._store.querySQL(f"SELECT oid FROM item_{typeName}_v{version}{skipped} LIMIT {_BATCH}")
                if not rows:
                    break
                for (storeID,) in rows:
                    try:
                        self._store.getItemByID(storeID, default=None)
                    except ItemUpgradeError as e:
                        self._log.failure("{error}", failure=e.originalFailure, error=e)
                        failed.add(storeID)
                yield len(rows)

    def upgrade(self, item: Item) -> Item | None:
        """
        C{item} in the version of its class, by as many steps as it takes, each a transaction.

        @return: None if an upgrader deleted it.
        @raise ItemUpgradeError: an upgrader failed; the item is as it was.
        """
        storeID: int = item.storeID
        if storeID in self._underWay:
            raise UpgraderRecursion(f"an upgrader of {item.typeName} loads item {storeID}, which it upgrades")
        self._underWay.add(storeID)
        try:
            found: Item | None = item
            while found is not None and found.__legacy__:
                found = self._step(found, storeID)
            return found
        finally:
            self._underWay.discard(storeID)

    def _step(self, item: Item, storeID: int) -> Item | None:
        step = knownUpgraders.find(item.typeName, item.schemaVersion)
        if step is None:
            raise NoUpgradePathAvailable(f"no upgrader of {item.typeName} begins at version {item.schemaVersion}")
        try:
            self._store.transact(step[1], item)
        except UpgraderRecursion:
            raise
        except Exception as e:
            failure = Failure()
            raise ItemUpgradeError(failure, storeID, type(item), knownTypes.find(item.typeName, step[0])) from e
        found = self._store.loadItem(storeID)
        if found is item and item._state != _DELETED:
            raise ItemUpgradeError(
                Failure(AxiomError(f"the upgrader to version {step[0]} returned without calling upgradeVersion()")),
                storeID,
                type(item),
                knownTypes.find(item.typeName, step[0]),
            )
        return found
