"""
Shares: items bound to roles by some interfaces, under a name.

The rows are read here, for any set of roles; what a role is, is told elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from epsilon.extime import Time
from zope.interface.interface import InterfaceClass

from axiom.attributes import AND, boolean, reference, text, textlist, timestamp
from axiom.errors import BrokenReference, UnknownItemType
from axiom.item import Item, interfaceName
from axiom.store import ItemQuery, Store
from mantissa_like.sharing._proxies import ALL_IMPLEMENTED, SharedProxy, exposureOf, providedNames
from mantissa_like.sharing.errors import InterfaceNotProvided, InvalidShareID, NoSuchShare, ShareIDTaken

if TYPE_CHECKING:
    from mantissa_like.sharing._roles import Role

__all__ = ["Distances", "Share", "bindShare", "findShare", "sharedAmong"]

_LONGEST_SHARE_ID = 200
_CHUNK = 50

# The storeIDs of the roles that somebody acts with, each with its distance: the smaller, the more is it they.
Distances = Mapping[int, int]


class Share(Item):
    """
    One item bound to one role.

    @ivar shareID: its name in URLs; 1 to 200 characters. All shares with one name are of one item.
    @ivar sharedItem: what is shared.
    @ivar sharedTo: with which role.
    @ivar sharedInterfaceNames: their stored names, the most important one first; C{*} stands for all of them.
    @ivar created: when it was last bound.
    @ivar createdBy: by whom, an address; or None.
    @ivar suspended: whether nobody can reach it for the time being.
    """

    typeName = "sharing_share"

    shareID = text(allowNone=False, indexed=True, caseSensitive=True)
    sharedItem: reference[Any] = reference(allowNone=False, whenDeleted=reference.CASCADE)
    sharedTo: reference[Role] = reference(allowNone=False, whenDeleted=reference.CASCADE)
    sharedInterfaceNames = textlist(allowNone=False)
    created = timestamp(allowNone=False)
    createdBy = text()
    suspended = boolean(allowNone=False, default=False)

    def interfaceNamesShown(self) -> list[str]:
        """
        The stored names of the interfaces that are really shown, since the item provides them; may be empty.
        """
        exposure = exposureOf(self.sharedItem, self.sharedInterfaceNames)
        return [interfaceName(each) for each in exposure.interfaces]


def bindShare(
    item: Item,
    role: Role,
    shareID: str,
    interfaces: Iterable[InterfaceClass] | Literal["*"],
    createdBy: str | None,
    now: Callable[[], Time],
) -> Share:
    """
    Let C{role} see C{item} as C{shareID} by exactly these interfaces; a share of these three is changed.

    Called in a transaction.

    @raise InvalidShareID: it can't stand in a URL.
    @raise ShareIDTaken: it names another item.
    @raise InterfaceNotProvided: C{item} does not provide all of C{interfaces}.
    """
    if not _isShareID(shareID):
        raise InvalidShareID(shareID)
    names = _namesOf(item, interfaces)
    store = item.presentStore()
    if store.count(Share, AND(Share.shareID == shareID, Share.sharedItem != item)):
        raise ShareIDTaken(shareID)
    attributes = {"sharedInterfaceNames": names, "created": now(), "createdBy": createdBy}
    ours = AND(Share.shareID == shareID, Share.sharedItem == item, Share.sharedTo == role)
    found: Share | None = store.findFirst(Share, ours)
    if found is None:
        return Share(store=store, shareID=shareID, sharedItem=item, sharedTo=role, **attributes)
    for name, value in attributes.items():
        setattr(found, name, value)
    return found


def _namesOf(item: Item, interfaces: Iterable[InterfaceClass] | Literal["*"]) -> list[str]:
    if interfaces == ALL_IMPLEMENTED:
        return [ALL_IMPLEMENTED]
    names, provided = [interfaceName(each) for each in interfaces], providedNames(item)
    missing = [name for name in names if name not in provided]
    if missing:
        raise InterfaceNotProvided(item, missing)
    return names


def _isShareID(shareID: str) -> bool:
    return (
        0 < len(shareID) <= _LONGEST_SHARE_ID
        and shareID.isprintable()
        and "/" not in shareID
        and shareID not in (".", "..")
    )


def findShare(store: Store, distances: Distances, shareID: str) -> SharedProxy:
    """
    The item with this name, by all interfaces by which any of the roles may see it, the nearest role's first.

    @raise NoSuchShare: none of them may see anything of it.
    """
    granted = AND(_grantedTo(distances), Share.shareID == shareID)
    shares = _nearestFirst(store.query(Share, granted), distances)
    if shares:
        try:
            proxy = _proxyOf(shares[0].sharedItem, shares)
        except (BrokenReference, UnknownItemType) as e:
            # The application that the item belongs to is not there.
            raise NoSuchShare(shareID) from e
        if proxy is not None:
            return proxy
    raise NoSuchShare(shareID)


def sharedAmong(query: ItemQuery[Any], distances: Distances) -> Iterator[SharedProxy]:
    """
    The items of C{query} that any of the roles may see, in its order and within its limit and offset.
    """
    store, itemClass = query.store, query.tableClass
    granted = store.query(Share, _grantedTo(distances)).getColumn("sharedItem", raw=True)
    isGranted = itemClass.storeID.oneOf(granted)
    comparison = isGranted if query.comparison is None else AND(query.comparison, isGranted)
    items = iter(store.query(itemClass, comparison, query.limit, query.offset, query.sort))
    while chunk := list(islice(items, _CHUNK)):
        found = defaultdict(list)
        among = AND(_grantedTo(distances), Share.sharedItem.oneOf(chunk))
        for share in _nearestFirst(store.query(Share, among), distances):
            found[share.sharedItem].append(share)
        for item in chunk:
            proxy = _proxyOf(item, found[item])
            if proxy is not None:
                yield proxy


def _grantedTo(distances: Distances) -> AND:
    return AND(Share.sharedTo.oneOf(list(distances)), Share.suspended == False)  # noqa: E712 (a condition of SQL)


def _nearestFirst(shares: Iterable[Share], distances: Distances) -> list[Share]:
    found = list(shares)
    if len(found) > 1:
        found.sort(key=lambda share: (distances[share.sharedTo.storeID], share.storeID))
    return found


def _proxyOf(item: Item, shares: Sequence[Share]) -> SharedProxy | None:
    names = [name for share in shares if share.sharedItem is item for name in share.sharedInterfaceNames]
    exposure = exposureOf(item, names)
    return SharedProxy(item, exposure, shares[0].shareID) if exposure.interfaces else None
