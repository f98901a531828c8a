"""
What others say that they share with the owner of a store.

It is no permission: whether something may be seen is decided in the store of whoever shares it, each time.
"""

from __future__ import annotations

from epsilon.extime import Time

from axiom.attributes import AND, boolean, text, timestamp
from axiom.item import Item
from axiom.store import ItemQuery, Store

__all__ = [
    "BlockedSharer",
    "ReceivedShare",
    "blockSharer",
    "receiveNotice",
    "receivedShares",
    "unblockSharer",
]

_MOST_OF_ONE = 200
_MOST_OF_ALL = 5000


class ReceivedShare(Item):
    """
    One item that somebody shares with the owner of this store; one for each sharer and share ID.

    @ivar sharer: who shares it, C{user@domain}.
    @ivar shareID: its name in the sharer's store.
    @ivar title: what the sharer calls it.
    @ivar received: when the first notice of it came.
    @ivar isHidden: whether the owner does not want to see it in lists.
    """

    typeName = "sharing_received_share"

    sharer = text(allowNone=False, indexed=True, caseSensitive=True)
    shareID = text(allowNone=False, caseSensitive=True)
    title = text(allowNone=False)
    received = timestamp(allowNone=False)
    isHidden = boolean(allowNone=False, default=False)


class BlockedSharer(Item):
    """
    Somebody of whose shares the owner of this store wants to hear nothing.

    @ivar sharer: C{user@domain}.
    """

    typeName = "sharing_blocked_sharer"

    sharer = text(allowNone=False, unique=True, caseSensitive=True)


def receiveNotice(store: Store, sharer: str, shareID: str, title: str, now: Time) -> None:
    """
    Keep what a notice says, in a transaction of the recipient's store. Repeating it changes nothing.

    Of one sharer the latest 200 are kept, and 5,000 of all together; more are dropped.
    """

    def receive() -> None:
        if store.count(BlockedSharer, BlockedSharer.sharer == sharer):
            return
        ofSharer = ReceivedShare.sharer == sharer
        found = store.findFirst(ReceivedShare, AND(ofSharer, ReceivedShare.shareID == shareID))
        if found is not None:
            found.title = title
            return
        known = list(store.query(ReceivedShare, ofSharer, sort=ReceivedShare.storeID.descending))
        for old in known[_MOST_OF_ONE - 1 :]:
            old.deleteFromStore()
        if store.count(ReceivedShare) < _MOST_OF_ALL:
            ReceivedShare(
                store=store,
                sharer=sharer,
                shareID=shareID,
                title=title,
                received=now,
            )

    store.transact(receive)


def receivedShares(store: Store, isHidden: bool = False) -> ItemQuery[ReceivedShare]:
    """
    What the owner of C{store} was told of, the latest first.

    @param isHidden: whether to find what the owner has hidden, in place of the rest.
    """
    found: ItemQuery[ReceivedShare] = store.query(
        ReceivedShare, ReceivedShare.isHidden == isHidden, sort=ReceivedShare.storeID.descending
    )
    return found


def blockSharer(store: Store, sharer: str) -> None:
    """
    Forget what C{sharer} shares, and hear no more of it, in a transaction. Repeating it changes nothing.
    """

    def block() -> None:
        store.findOrCreate(BlockedSharer, sharer=sharer)
        store.query(ReceivedShare, ReceivedShare.sharer == sharer).deleteFromStore()

    store.transact(block)


def unblockSharer(store: Store, sharer: str) -> None:
    """
    Hear again of what C{sharer} shares from now on. Repeating it changes nothing.
    """
    store.query(BlockedSharer, BlockedSharer.sharer == sharer).deleteFromStore()
