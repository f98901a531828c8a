"""
The store for what changes all the time and belongs to nobody.

It is a substore of the site's, so that counting something does not change the site store's revision, on which
sessions and pages depend.
"""

from __future__ import annotations

from axiom.attributes import reference
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore

__all__ = ["operationsStore"]

_PLACE = ("operations.axiom",)


class OperationsPlace(Item):
    """
    Where a site store has its operations store; there is one.

    @ivar subStore: what stands for it.
    """

    typeName = "observing_operations_place"

    subStore = reference(allowNone=False, reftype=SubStore, whenDeleted=reference.CASCADE)


def operationsStore(siteStore: Store) -> Store:
    """
    The operations store of a site, made when it is first asked for; open for as long as the site store is.
    """
    place = siteStore.findFirst(OperationsPlace) or siteStore.transact(_make, siteStore)
    opened: Store = place.subStore.open()
    return opened


def _make(siteStore: Store) -> OperationsPlace:
    # Another process may have been faster.
    found: OperationsPlace | None = siteStore.findFirst(OperationsPlace)
    return found or OperationsPlace(store=siteStore, subStore=SubStore.createNew(siteStore, _PLACE))
