"""
The upgrades of a store, as items, queries and upgraders ask for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from twisted.internet.defer import Deferred

from axiom._items.item import Item
from axiom._items.registry import knownTypes
from axiom.errors import CannotOpenStore

if TYPE_CHECKING:
    from axiom._storage.changes import Changes
    from axiom._storage.transactions import Transactions
    from axiom._storage.types import TypeTable
    from axiom._upgrades.background import BackgroundUpgrades
    from axiom._upgrades.upgrades import Upgrades
    from axiom.store import Store

__all__ = ["Upgrading"]

I = TypeVar("I", bound=Item)  # noqa: E741


class Upgrading:
    """
    What brings stored items to the versions of their classes: the part of a store that upgrades.

    @ivar store: the store itself.
    @ivar transactions: where its transactions begin and end.
    @ivar types: the types in it.
    @ivar upgrades: what is still to be done.
    @ivar background: does it little by little; a store has that of its parent.
    """

    store: Store
    transactions: Transactions
    types: TypeTable
    upgrades: Upgrades
    background: BackgroundUpgrades
    _changes: Changes
    _succeeding: type[Item] | None
    _old: Item

    @property
    def _upgradeManager(self) -> Upgrades:
        # What Axiom calls it.
        return self.upgrades

    def whenFullyUpgraded(self) -> Deferred[None]:
        """
        Fires when every item of an old version was upgraded, at once if that is so now. If upgraders failed,
        it fails when all others are done, with the first error. The service of the uppermost store works
        towards it, C{axiomatic upgrade}, and whoever queries.
        """
        return self.upgrades.whenFinished()

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

    def letGo(self) -> None:
        """
        Within a long transaction: give back the memory of changed items that nobody else refers to.
        """
        self._changes.letGo()

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
        return self.transactions.transact(self._replace, old, newClass, attributes)

    def _replace(self, old: Item, newClass: type[I], attributes: dict[str, Any]) -> I:
        self._succeeding, self._old = newClass, old
        try:
            return newClass(store=self.store, **attributes)
        finally:
            self._succeeding = None

    def succeed(self, new: Item) -> None:
        """
        Put C{new} into the place of the item of an old version for which it is made.
        """
        self._succeeding = None
        self._changes.replace(self._old, new, self.store)
        new.activate()

    def getOldVersionOf(self, typename: str, version: int) -> type[Item]:
        """
        The class that describes an old version.
        """
        return knownTypes.find(typename, version) or self.types.describedClass(typename, version)
