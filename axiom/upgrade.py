"""
Upgraders, which lead an item from one schema version to the next, and the way back for a whole store.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from axiom._engine.goingback import goBack, openAlone
from axiom._items.item import Item
from axiom._upgrades.upgraders import knownUpgraders

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = [
    "goBack",
    "openAlone",
    "registerAttributeCopyingUpgrader",
    "registerDeletionUpgrader",
    "registerUpgrader",
    "upgradeAllTheWay",
    "upgradeExplicitOid",
    "upgradeSystemOid",
]

# By this name Axiom's code knows it.
_upgradeRegistry = knownUpgraders


def registerUpgrader(upgrader: Callable[[Any], Any], typeName: str, oldVersion: int, newVersion: int) -> None:
    """
    Upgrade items of C{typeName} from C{oldVersion} with C{upgrader}, called in a transaction with the old
    item.

    It calls C{old.upgradeVersion(typeName, oldVersion, newVersion, **attributes)} and returns the result.
    Versions may be skipped.
    """
    knownUpgraders.add(upgrader, typeName, oldVersion, newVersion)


def registerAttributeCopyingUpgrader(
    itemType: type[Item], fromVersion: int, toVersion: int, postCopy: Callable[[Any], Any] | None = None
) -> None:
    """
    Upgrade by copying every attribute of the old version; new ones get their defaults.

    @param postCopy: called with the new item.
    """

    def upgrader(old: Any) -> Any:
        values = {name: getattr(old, name) for name, _ in old.getSchema()}
        new = old.upgradeVersion(itemType.typeName, fromVersion, toVersion, **values)
        return new if postCopy is None else postCopy(new)

    registerUpgrader(upgrader, itemType.typeName, fromVersion, toVersion)


def registerDeletionUpgrader(itemType: type[Item], fromVersion: int, toVersion: int) -> None:
    """
    Upgrade by deleting the items of the old version.
    """

    def upgrader(old: Any) -> None:
        old.deleteFromStore()

    registerUpgrader(upgrader, itemType.typeName, fromVersion, toVersion)


def upgradeAllTheWay(o: Item) -> Item | None:
    """
    C{o} in the version of its class; None if an upgrader deleted it.
    """
    return o.presentStore().upgradeLoaded(o)


def upgradeSystemOid(store: Store) -> None:
    """
    Nothing: the tables of Axiom's oldest databases get explicit oids when the store is opened.
    """


def upgradeExplicitOid(store: Store) -> None:
    """
    Nothing, for the same reason.
    """
