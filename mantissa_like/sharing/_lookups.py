"""
Finding what is shared with whom: reading the shares, for any set of roles.

What a role is, is told elsewhere. A share that has expired is not there, from that moment on by the clock of
its store; one with a password is not there for whoever did not enter it.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from epsilon.extime import Time

from axiom.attributes import AND, OR
from axiom.errors import ItemNotFound, UnknownItemType
from axiom.item import Item
from axiom.store import ItemQuery, Store
from mantissa_like.sharing._grants import Acting, Distances, Grant, findGrants
from mantissa_like.sharing._proxies import SharedProxy, exposureOf
from mantissa_like.sharing._shares import Share
from mantissa_like.sharing.errors import NoSuchShare, SharePasswordNeeded

__all__ = [
    "findShare",
    "isCurrent",
    "lockedShares",
    "sharedAmong",
    "unlockingToken",
]

_CHUNK = 50


def findShare(store: Store, acting: Acting, shareID: str, unlocked: Collection[str] = ()) -> SharedProxy:
    """
    The item with this name, by all interfaces by which any of the roles may see it, the nearest role's first.

    @param unlocked: what L{unlockingToken} gave for passwords that were entered.
    @raise NoSuchShare: none of them may see anything of it.
    @raise SharePasswordNeeded: not without a password.
    """
    with store.snapshot():
        grants = findGrants(store, acting, shareID)
        reached = [each for each in grants if each.passwordHash is None or unlockingToken(each) in unlocked]
        if reached:
            found = reached[0].sharedItem
            try:
                item = store.getItemByID(found)
            except (ItemNotFound, UnknownItemType) as e:
                # The application that the item belongs to is not there.
                raise NoSuchShare(shareID) from e
            proxy = _proxyOf(item, [each for each in reached if each.sharedItem == found])
            if proxy is not None:
                return proxy
    if len(grants) > len(reached):
        raise SharePasswordNeeded(shareID)
    raise NoSuchShare(shareID)


def lockedShares(store: Store, distances: Distances, shareID: str) -> list[Share]:
    """
    The shares with this name that any of the roles may see with their passwords, the nearest role's first.
    """
    locked = AND(_grantedTo(store, distances), Share.shareID == shareID, Share.passwordHash != None)  # noqa: E711
    return _nearestFirst(store.query(Share, locked), distances)


def unlockingToken(share: Share | Grant) -> str:
    """
    What shows that somebody knew the password of C{share}; it is of no use once that is another.

    The salt of the hash, which never leaves the store, makes it one that nobody can guess.

    @return: 43 letters, digits, dashes and underscores.
    """
    key = (share.passwordHash or "").encode()
    digest = hmac.digest(key, f"{share.storeID} {share.shareID}".encode(), hashlib.sha256)
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def sharedAmong(query: ItemQuery[Any], distances: Distances) -> Iterator[SharedProxy]:
    """
    The items of C{query} that any of the roles may see, in its order and within its limit and offset.

    What is shared by link or with a password only is not among them.
    """
    store, itemClass = query.store, query.tableClass
    listed = AND(_grantedTo(store, distances), Share.isLink == False, Share.passwordHash == None)  # noqa: E711, E712
    granted = store.query(Share, listed).getColumn("sharedItem", raw=True)
    isGranted = itemClass.storeID.oneOf(granted)
    comparison = isGranted if query.comparison is None else AND(query.comparison, isGranted)
    items = iter(store.query(itemClass, comparison, query.limit, query.offset, query.sort))
    while chunk := list(islice(items, _CHUNK)):
        found = defaultdict(list)
        among = AND(listed, Share.sharedItem.oneOf(chunk))
        for share in _nearestFirst(store.query(Share, among), distances):
            found[share.sharedItem].append(share)
        for item in chunk:
            proxy = _proxyOf(item, found[item])
            if proxy is not None:
                yield proxy


def isCurrent(store: Store) -> AND:
    """
    The condition that a share is neither suspended nor expired.
    """
    lasts = OR(Share.expires == None, Share.expires > _now(store))  # noqa: E711 (a condition of SQL)
    return AND(Share.suspended == False, lasts)  # noqa: E712 (a condition of SQL)


def _grantedTo(store: Store, distances: Distances) -> AND:
    return AND(Share.sharedTo.oneOf(list(distances)), isCurrent(store))


def _now(store: Store) -> Time:
    return Time.fromPOSIXTimestamp(store.runtime.clock.seconds())


def _nearestFirst(shares: Iterable[Share], distances: Distances) -> list[Share]:
    found = list(shares)
    if len(found) > 1:
        found.sort(key=lambda share: (distances[share.sharedTo.storeID], share.storeID))
    return found


def _proxyOf(item: Item, shares: Sequence[Share | Grant]) -> SharedProxy | None:
    names = [name for share in shares for name in share.sharedInterfaceNames]
    exposure = exposureOf(item, names)
    if not exposure.interfaces:
        return None
    return SharedProxy(item, exposure, shares[0].shareID, all(share.isLink for share in shares))
