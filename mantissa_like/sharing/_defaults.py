"""
Default share IDs: what is shown where a URL names a store and no share.
"""

from __future__ import annotations

from axiom.attributes import AND, integer, text
from axiom.item import Item
from axiom.store import Store
from mantissa_like.sharing._lookups import isCurrent
from mantissa_like.sharing._shares import Share

__all__ = ["getDefaultShareID", "setDefaultShareID"]


class DefaultShareID(Item):
    """
    One candidate.

    @ivar shareID: what would be shown.
    @ivar priority: higher ones come first.
    """

    typeName = "sharing_default_share"

    shareID = text(allowNone=False, caseSensitive=True)
    priority = integer(allowNone=False, default=0)


def setDefaultShareID(store: Store, shareID: str, priority: int = 0) -> None:
    """
    Let the bare URL of C{store} show C{shareID}, unless another one has a higher priority or was there first.
    """
    found = store.findFirst(DefaultShareID, DefaultShareID.shareID == shareID)
    if found is None:
        DefaultShareID(store=store, shareID=shareID, priority=priority)
    else:
        found.priority = priority


def getDefaultShareID(store: Store) -> str | None:
    """
    What the bare URL of C{store} shows; None if nothing that was set is shared with anybody now. Only reads.
    """
    shared = AND(DefaultShareID.shareID == Share.shareID, isCurrent(store))
    order = (DefaultShareID.priority.descending, DefaultShareID.storeID.ascending)
    found: DefaultShareID | None = store.findFirst(DefaultShareID, shared, sort=order)
    return None if found is None else found.shareID
