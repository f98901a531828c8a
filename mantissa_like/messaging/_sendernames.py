"""
The identifiers by which items send.
"""

from __future__ import annotations

from secrets import token_urlsafe

from axiom.attributes import AND, reference, text
from axiom.item import Item
from axiom.store import Store
from axiom.userbase import LoginMethod
from mantissa_like.accounts import ownerApplications
from mantissa_like.messaging.errors import BadSender
from mantissa_like.sharing import Identifier, Share

__all__ = ["SenderName", "senderOf"]


class SenderName(Item):
    """
    The name by which an item sends that is not shared; nobody can send to it.

    @ivar item: which.
    @ivar shareID: the name, which nobody can guess.
    """

    typeName = "messaging_sendername"
    schemaVersion = 1

    item = reference(allowNone=False, whenDeleted=reference.CASCADE)
    shareID = text(allowNone=False, caseSensitive=True, defaultFactory=lambda: token_urlsafe(16))


def senderOf(item: Item) -> Identifier:
    """
    By which name C{item} sends: the oldest by which it is shared, unless that is a secret link; or one of its
    own, the same each time. Called in a transaction.

    @raise BadSender: its store belongs to nobody.
    """
    store = item.presentStore()
    localpart, domain = _ownerOf(store)
    isOpen = AND(Share.sharedItem == item, Share.isLink == False)  # noqa: E712 (a condition of SQL)
    named: Share | SenderName | None = store.findFirst(Share, isOpen, sort=Share.storeID.ascending)
    if named is None:
        named = store.findOrCreate(SenderName, item=item)
    return Identifier(named.shareID, localpart, domain)


def _ownerOf(store: Store) -> tuple[str, str | None]:
    given = LoginMethod.internal.descending, LoginMethod.storeID.ascending
    method = store.findFirst(LoginMethod, LoginMethod.domain != None, sort=given)  # noqa: E711
    if method is not None:
        return method.localpart, method.domain
    for application in ownerApplications(store):
        return application, None
    raise BadSender("anybody")
