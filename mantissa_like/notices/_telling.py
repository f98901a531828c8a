"""
Telling people what is shared with them: a message to each, in the transaction that shares it.
"""

from __future__ import annotations

from twisted.logger import Logger

from axiom.store import Store
from mantissa_like.accounts import Address
from mantissa_like.messaging import AMPMessenger, QueueFull, messageQueueOf
from mantissa_like.notices._noticebox import NOTICES, TellOfShare
from mantissa_like.sharing import Identifier, Role, Share, accountsIn, isGroup, titleOf

__all__ = ["notifyMember", "notifyOf", "tell"]

_MOST_OF_A_GROUP = 100

_log = Logger()


def notifyOf(share: Share, sharer: str) -> None:
    """
    Tell the accounts with which C{share} shares something, at most a hundred of a group; called in the
    transaction that makes it.

    @param sharer: who shares it, C{user@domain}, the owner of the store.
    @raise BadSender: somebody else is.
    """
    for address in accountsIn(share.sharedTo)[:_MOST_OF_A_GROUP]:
        _tellOf(share, sharer, address)


def notifyMember(group: Role, address: str, sharer: str) -> None:
    """
    Tell somebody who became a member of C{group} what is shared with it, the latest hundred; called in the
    transaction in which that happens.

    @param address: whom, C{user@domain}.
    @param sharer: whose group it is, C{user@domain}, the owner of the store.
    @raise BadSender: somebody else is.
    """
    groups = [role for role in group.allRoles() if isGroup(role)]
    shares = group.presentStore().query(
        Share, Share.sharedTo.oneOf(groups), limit=_MOST_OF_A_GROUP, sort=Share.storeID.descending
    )
    for share in list(shares):
        _tellOf(share, sharer, address)


def _tellOf(share: Share, sharer: str, address: str) -> None:
    if address != sharer:
        title = titleOf(share.sharedItem, share.shareID)
        tell(share.presentStore(), sharer, address, share.shareID, title)


def tell(store: Store, sharer: str, address: str, shareID: str, title: str) -> None:
    """
    Send one notice; called in a transaction. It is left out where very many messages wait already: what is
    shared can be seen without one.

    @param sharer: the owner of C{store}, C{user@domain}.
    @param address: whom to tell, C{user@domain}.
    @raise BadSender: C{sharer} is not the owner.
    """
    messenger = AMPMessenger(messageQueueOf(store), _boxOf(sharer), _boxOf(address))
    try:
        messenger.messageRemote(TellOfShare, shareID=shareID, title=title)
    except QueueFull as e:
        _log.warn(
            "{address} is not told what {sharer} shares: {error}", address=address, sharer=sharer, error=e
        )


def _boxOf(address: str) -> Identifier:
    owner = Address.parse(address)
    return Identifier(NOTICES, owner.localpart, owner.domain)
