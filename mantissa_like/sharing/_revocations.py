"""
Ending shares, so that it can be undone.

A share that is revoked is gone; what it was is kept apart, where nothing looks for what may be seen.
"""

from __future__ import annotations

from collections.abc import Iterable

from epsilon.extime import Time

from axiom.attributes import AND, boolean, reference, text, textlist, timestamp
from axiom.item import Item
from axiom.store import Store
from mantissa_like.sharing._roles import Role
from mantissa_like.sharing._shares import Share, isSuspended
from mantissa_like.sharing.errors import ShareIDTaken

__all__ = ["RevokedShare", "restoreShare", "revokeShares", "revokedShares"]

_COPIED = (
    "shareID",
    "sharedItem",
    "sharedTo",
    "sharedInterfaceNames",
    "created",
    "createdBy",
    "expires",
    "passwordHash",
    "isLink",
)
_MOST_KEPT = 100


class RevokedShare(Item):
    """
    What a share was.

    Its columns are those of L{Share}, and besides:

    @ivar revoked: when it ended.
    """

    typeName = "sharing_revoked_share"

    shareID = text(allowNone=False, caseSensitive=True)
    sharedItem = reference(allowNone=False, whenDeleted=reference.CASCADE)
    sharedTo = reference(allowNone=False, reftype=Role, whenDeleted=reference.CASCADE)
    sharedInterfaceNames = textlist(allowNone=False)
    created = timestamp(allowNone=False)
    createdBy = text()
    expires = timestamp()
    passwordHash = text(caseSensitive=True)
    isLink = boolean(allowNone=False, default=False)
    revoked = timestamp(allowNone=False)


def revokeShares(store: Store, shares: Iterable[Share], now: Time) -> list[RevokedShare]:
    """
    End shares of C{store}, in one transaction; from then on they are not there.

    @return: by what L{restoreShare} undoes it; the last hundred are kept.
    """

    def revoke() -> list[RevokedShare]:
        ended = []
        for share in shares:
            values = {name: getattr(share, name) for name in _COPIED}
            ended.append(RevokedShare(store=store, revoked=now, **values))
            share.deleteFromStore()
        for old in revokedShares(store)[_MOST_KEPT:]:
            old.deleteFromStore()
        return ended

    return store.transact(revoke)


def restoreShare(revoked: RevokedShare) -> Share:
    """
    Share again what was revoked, as it was, in a transaction. What was shared anew meanwhile stays as it is.

    @raise ShareIDTaken: another item has its name now.
    """
    store = revoked.presentStore()

    def restore() -> Share:
        shareID, item, role = revoked.shareID, revoked.sharedItem, revoked.sharedTo
        if store.count(Share, AND(Share.shareID == shareID, Share.sharedItem != item)):
            raise ShareIDTaken(shareID)
        ours = AND(Share.shareID == shareID, Share.sharedItem == item, Share.sharedTo == role)
        share: Share | None = store.findFirst(Share, ours)
        if share is None:
            values = {name: getattr(revoked, name) for name in _COPIED}
            share = Share(store=store, suspended=isSuspended(item), **values)
        revoked.deleteFromStore()
        return share

    return store.transact(restore)


def revokedShares(store: Store) -> list[RevokedShare]:
    """
    What can be restored, the latest first; may be empty.
    """
    return list(store.query(RevokedShare, sort=RevokedShare.storeID.descending))
