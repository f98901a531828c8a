"""
Installations: products as one user has them.

An item may be part of several installations of a store. It is on as long as one of them is active, and there
as long as one of them is, or another item needs it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from axiom.attributes import reference, text, textlist
from axiom.dependency import installedDependents, installedOn, installedRequirements, installOn, uninstallFrom
from axiom.item import Item, transacted
from axiom.store import Store
from mantissa_like.catalog._belongings import suspendSharesOf
from mantissa_like.catalog.errors import NotGranted

__all__ = ["Installation", "findInstallation", "installations"]

_ACTIVE, _SUSPENDED = "active", "suspended"


class Installation(Item):
    """
    One product that the owner of a store has, in that store.

    @ivar productName: of the product.
    @ivar types: the type names of what it granted.
    @ivar state: C{active} or C{suspended}.
    """

    typeName = "catalog_installation"

    productName = text(allowNone=False, indexed=True, caseSensitive=True)
    types = textlist(allowNone=False)
    state = text(allowNone=False, default=_ACTIVE)

    @property
    def items(self) -> list[Item]:
        """
        What it granted, in the order of installation; without what was deleted since.
        """
        order = InstalledItem.storeID.ascending
        rows = self.presentStore().query(InstalledItem, InstalledItem.installation == self, sort=order)
        return [row.item for row in rows]

    @transacted
    def add(self, itemClass: type[Item]) -> None:
        """
        Make an item of C{itemClass} part of it: the one that is installed on the store, or else a new one.
        """
        store = self.presentStore()
        item = next((each for each in store.query(itemClass) if installedOn(each) is store), None)
        if item is None:
            item = itemClass(store=store)
            installOn(item, store)
        InstalledItem(store=store, installation=self, item=item)
        _settle(store, [item])

    @transacted
    def suspend(self) -> None:
        """
        Switch it off: its items are no powerups, nobody can reach a share of what belongs to them; data stay.

        Repeating it changes nothing. Where an item made itself a powerup, beyond its C{powerupInterfaces}, it
        stays one.
        """
        self.state = _SUSPENDED
        _settle(self.presentStore(), self.items)

    @transacted
    def resume(self) -> None:
        """
        Undo L{suspend}. Repeating it changes nothing.
        """
        self.state = _ACTIVE
        _settle(self.presentStore(), self.items)

    @transacted
    def remove(self) -> None:
        """
        Take it away for good: its items are uninstalled and deleted, with what belongs to them and what was
        installed for them alone. What another installation or another item needs stays.

        @raise DeletionDisallowed: an item that refers to one of them forbids it; nothing was changed.
        """
        store, items = self.presentStore(), self.items
        self.deleteFromStore()
        _settle(store, items)
        doomed = [item for item in items if not _isHeld(item)]
        while free := [item for item in doomed if not any(installedDependents(item, store))]:
            _delete(free[0], store)
            doomed = [item for item in doomed if _exists(item, store)]


class InstalledItem(Item):
    """
    That an item is part of an installation.

    @ivar installation: the whole.
    @ivar item: the part.
    """

    typeName = "catalog_installed_item"

    installation = reference(allowNone=False, reftype=Installation, whenDeleted=reference.CASCADE)
    item = reference(allowNone=False, whenDeleted=reference.CASCADE)


def installations(userStore: Store) -> list[Installation]:
    """
    What the owner of a store has, sorted by the names of the products; may be empty.
    """
    return list(userStore.query(Installation, sort=Installation.productName.ascending))


def findInstallation(userStore: Store, productName: str) -> Installation:
    """
    The installation of the product with this name.

    @raise NotGranted: the owner of the store does not have it.
    """
    found: Installation | None = userStore.findFirst(Installation, Installation.productName == productName)
    if found is None:
        raise NotGranted(productName, [each.productName for each in installations(userStore)])
    return found


def _isHeld(item: Item) -> bool:
    return item.presentStore().count(InstalledItem, InstalledItem.item == item) > 0


def _settle(store: Store, items: Iterable[Item]) -> None:
    """
    Switch C{items} on or off, and shares with what they belong to, as the states of the installations say.
    """
    states = defaultdict(set)
    for row in store.query(InstalledItem):
        states[row.item].add(row.installation.state)
    off = {item for item, found in states.items() if found == {_SUSPENDED}}
    for item in items:
        if installedOn(item) is store:
            # For all of its interfaces, also those that its class got since.
            store.powerUp(item)
            if item in off:
                store.powerDown(item)
    suspendSharesOf(store, off)


def _exists(item: Item, store: Store) -> bool:
    return store.getItemByID(item.storeID, default=None) is item


def _delete(item: Item, store: Store) -> None:
    """
    Delete C{item}, on which nothing depends, with what was installed for it alone and is in no installation.
    """
    needed = {each: _requirements(each, store) for each in _requirements(item, store)}
    kept = {each for held in needed if _isHeld(held) for each in (held, *needed[held])}
    if installedOn(item) is store:
        uninstallFrom(item, store)
    item.deleteFromStore()
    # What needs less comes first, so that nothing is installed before what it needs.
    for each in sorted(needed, key=lambda each: len(needed[each])):
        if _exists(each, store) and installedOn(each) is None:
            if each in kept:
                installOn(each, store)
            else:
                each.deleteFromStore()


def _requirements(item: Item, store: Store) -> list[Item]:
    """
    What C{item} needs, directly or not.
    """
    found = [item]
    for each in found:
        found += [needed for needed in installedRequirements(each, store) if needed not in found]
    return found[1:]
