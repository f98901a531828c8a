"""
The upgrade of one item, as soon as somebody needs it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from twisted.python.failure import Failure

from axiom._engine.troubles import FAILURES, TROUBLES
from axiom._items.item import Item
from axiom._items.registry import knownTypes
from axiom._items.states import DELETED
from axiom._upgrades.upgraders import Upgrader, knownUpgraders
from axiom.errors import (
    AxiomError,
    CannotOpenStore,
    ItemNotFound,
    ItemUpgradeError,
    NoUpgradePathAvailable,
    UpgraderRecursion,
)

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["ItemUpgrades", "checkPath"]


def checkPath(typeName: str, version: int) -> list[int]:
    """
    Make sure that stored items of this version can be brought to that of their class.

    @return: the old versions that they pass through, with this one.
    @raise CannotOpenStore: they are newer.
    @raise NoUpgradePathAvailable: an upgrader is missing.
    """
    current = knownTypes.current[typeName].schemaVersion
    if version > current:
        raise CannotOpenStore(f"the store holds version {version} of {typeName}; this code knows {current}")
    passed = knownUpgraders.path(typeName, version, current)
    if passed is None:
        way = f"from version {version} of {typeName} to {current}"
        raise NoUpgradePathAvailable(f"no chain of upgraders leads {way}")
    return passed


class ItemUpgrades:
    """
    What upgrades the items of one store, one at a time.

    @ivar underWay: the storeIDs of the items whose upgraders run.
    @ivar done: type name to how many were upgraded, whoever wanted them.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.underWay: set[int] = set()
        self.done = Counter[str]()

    def upgrade(self, item: Item) -> Item | None:
        """
        C{item} in the version of its class, by as many steps as it takes, each a transaction.

        @return: None if an upgrader deleted it.
        @raise ItemUpgradeError: an upgrader failed; the item is as it was.
        """
        storeID: int = item.storeID
        if storeID in self.underWay:
            raise UpgraderRecursion(f"an upgrader of {item.typeName} loads item {storeID}, which it upgrades")
        self.underWay.add(storeID)
        try:
            found: Item | None = item
            while found is not None and found.__legacy__:
                found = self._step(found, storeID)
            self.done[item.typeName] += 1
            return found
        finally:
            self.underWay.discard(storeID)

    def _step(self, item: Item, storeID: int) -> Item | None:
        checkPath(item.typeName, item.schemaVersion)
        version, upgrader = knownUpgraders[item.typeName, item.schemaVersion]
        try:
            self._store.transact(self._call, upgrader, item)
        except (UpgraderRecursion, *TROUBLES):
            raise
        except FAILURES as e:
            raise self._failed(Failure(), storeID, item, version) from e
        return self._store.loadItem(storeID)

    def _call(self, upgrader: Upgrader, item: Item) -> None:
        try:
            self._store.mustExist(item)
        except ItemNotFound:
            # Another process has upgraded or deleted it.
            return
        upgrader(item)
        if item._state != DELETED:
            raise AxiomError("the upgrader returned without calling upgradeVersion()")

    def _failed(self, failure: Failure, storeID: int, item: Item, version: int) -> ItemUpgradeError:
        newType = knownTypes.find(item.typeName, version)
        return ItemUpgradeError(failure, storeID, type(item), newType, repr(self._store))
