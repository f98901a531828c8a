"""
Shares: items bound to roles by some interfaces, under a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal

from epsilon.extime import Time
from zope.interface.interface import InterfaceClass

from axiom.attributes import AND, boolean, reference, text, textlist, timestamp
from axiom.item import Item, interfaceName
from axiom.upgrade import registerAttributeCopyingUpgrader
from mantissa_like.sharing._proxies import ALL_IMPLEMENTED, exposureOf, providedNames
from mantissa_like.sharing.errors import InterfaceNotProvided, InvalidShareID, ShareIDTaken

if TYPE_CHECKING:
    from mantissa_like.sharing._roles import Role

__all__ = ["Share", "bindShare", "isSuspended"]

_LONGEST_SHARE_ID = 200


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
    @ivar expires: from when on it is as if it were not there; None if it lasts.
    @ivar passwordHash: of the password that it takes to see it, as Argon2 writes it; None if it takes none.
    @ivar isLink: whether only those know the share ID who were given it, so that no list shows it.
    """

    typeName = "sharing_share"
    schemaVersion = 2
    changesRarely = True

    shareID = text(allowNone=False, indexed=True, caseSensitive=True)
    sharedItem: reference[Any] = reference(allowNone=False, whenDeleted=reference.CASCADE)
    sharedTo: reference[Role] = reference(allowNone=False, whenDeleted=reference.CASCADE)
    sharedInterfaceNames = textlist(allowNone=False)
    created = timestamp(allowNone=False)
    createdBy = text()
    suspended = boolean(allowNone=False, default=False)
    expires = timestamp(indexed=True)
    passwordHash = text(caseSensitive=True)
    isLink = boolean(allowNone=False, default=False)

    def interfaceNamesShown(self) -> list[str]:
        """
        The stored names of the interfaces that are really shown, since the item provides them; may be empty.
        """
        exposure = exposureOf(self.sharedItem, self.sharedInterfaceNames)
        return [interfaceName(each) for each in exposure.interfaces]

    def hasExpired(self) -> bool:
        """
        Whether it is over, by the clock of its store.
        """
        now = self.presentStore().runtime.clock.seconds()
        return self.expires is not None and self.expires.asPOSIXTimestamp() <= now


registerAttributeCopyingUpgrader(Share, 1, 2)


def bindShare(
    item: Item,
    role: Role,
    shareID: str,
    interfaces: Iterable[InterfaceClass] | Literal["*"],
    createdBy: str | None,
    now: Callable[[], Time],
    expires: Time | None = None,
    passwordHash: str | None = None,
    isLink: bool = False,
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
    attributes = {
        "sharedInterfaceNames": names,
        "created": now(),
        "createdBy": createdBy,
        "expires": expires,
        "passwordHash": passwordHash,
        "isLink": isLink,
    }
    ours = AND(Share.shareID == shareID, Share.sharedItem == item, Share.sharedTo == role)
    found: Share | None = store.findFirst(Share, ours)
    if found is None:
        suspended = isSuspended(item)
        return Share(
            store=store, shareID=shareID, sharedItem=item, sharedTo=role, suspended=suspended, **attributes
        )
    for name, value in attributes.items():
        setattr(found, name, value)
    return found


def isSuspended(item: Item) -> bool:
    """
    Whether nobody can reach C{item} for the time being, so that no new share of it shows it either.
    """
    ours = AND(Share.sharedItem == item, Share.suspended == True)  # noqa: E712 (a condition of SQL)
    return item.presentStore().count(Share, ours) > 0


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
