"""
Sharing items, and getting at what is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from secrets import token_urlsafe
from typing import Any, Literal

from epsilon.extime import Time
from zope.interface.interface import InterfaceClass

from axiom.item import Item
from axiom.store import ItemQuery, Store
from mantissa_like.accounts import Address
from mantissa_like.sharing._lookups import findShare, lockedShares, sharedAmong
from mantissa_like.sharing._primaryroles import actingFor, getEveryoneRole, getPrimaryRole
from mantissa_like.sharing._proxies import ALL_IMPLEMENTED, SharedProxy
from mantissa_like.sharing._roles import Role, actingAs, distancesFrom
from mantissa_like.sharing._shares import Share

__all__ = ["asAccessibleTo", "getLockedShares", "getShare", "shareItem", "unShare"]


def shareItem(
    sharedItem: Item,
    toRole: Role | None = None,
    toName: str | None = None,
    shareID: str | None = None,
    interfaces: Iterable[InterfaceClass] | Literal["*"] = ALL_IMPLEMENTED,
    createdBy: str | None = None,
    now: Callable[[], Time] = Time,
    makeShareID: Callable[[], str] = token_urlsafe,
    expires: Time | None = None,
    passwordHash: str | None = None,
    isLink: bool = False,
) -> Share:
    """
    Let a role see an item by some of its interfaces, in a transaction: at no time is more of it seen.

    Sharing the same item again with the same role and name replaces everything else.

    @param toRole: the role; everybody if neither it nor C{toName} is given.
    @param toName: the external ID of the role instead, which is made if there is none.
    @param shareID: the item's name in URLs; one that nobody can guess if it is not given.
    @param interfaces: the most important first; by default all that the item provides.
    @param createdBy: the address of who shares it.
    @param expires: until when; None for always.
    @param passwordHash: what it takes to see it, as Argon2 hashes it; None if it takes no password.
    @param isLink: whether the share ID is a secret, which no list shows.
    @raise InvalidShareID: it can't stand in a URL.
    @raise ShareIDTaken: another item of the store has it.
    @raise InterfaceNotProvided: the item does not provide all of C{interfaces}.
    """
    store = sharedItem.presentStore()

    def share() -> Share:
        role = toRole
        if role is None:
            role = getEveryoneRole(store) if toName is None else getPrimaryRole(store, toName, True)
        name = makeShareID() if shareID is None else shareID
        return role.shareItem(sharedItem, name, interfaces, createdBy, now, expires, passwordHash, isLink)

    return store.transact(share)


def unShare(sharedItem: Item) -> None:
    """
    Let nobody see C{sharedItem} any more; in a transaction.
    """
    sharedItem.presentStore().query(Share, Share.sharedItem == sharedItem).deleteFromStore()


def getShare(store: Store, role: Role, shareID: str, unlocked: Collection[str] = ()) -> SharedProxy:
    """
    What C{role} may see of the item that is shared as C{shareID} in C{store}, now.

    @param unlocked: for each password that was entered, what L{unlockingToken} gave.
    @raise NoSuchShare: it may see nothing, or there is none; L{SharePasswordNeeded}, not without a password.
    """
    return findShare(store, actingAs(role), shareID, unlocked)


def getShareFor(
    store: Store, viewer: Address | str | None, shareID: str, unlocked: Collection[str] = ()
) -> SharedProxy:
    """
    The same for the role of C{viewer}, of whom no more is looked up than it takes.

    @param viewer: the address of who is logged in, or C{application:NAME}; None if nobody is.
    """
    return findShare(store, actingFor(store, viewer), shareID, unlocked)


def getLockedShares(store: Store, role: Role, shareID: str) -> list[Share]:
    """
    The shares with this name that C{role} may see with their passwords, each its own; may be empty.
    """
    return lockedShares(store, distancesFrom(role), shareID)


def asAccessibleTo(role: Role, query: ItemQuery[Any]) -> Iterator[SharedProxy]:
    """
    What C{role} may see of the items of C{query}, in its order; its limit and offset count what is seen.

    What is shared by link or with a password only is not among them.

    Items are loaded as the result is iterated over.
    """
    return sharedAmong(query, distancesFrom(role))
