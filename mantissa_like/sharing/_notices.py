"""
Notices on their way to those with whom something was shared.

A notice is committed with the share in the store of the sharer, and carried from there by the store's
scheduler: soon after the commit, or after a restart; again if that fails. It is forgotten when it is on the
disk of its recipient.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from epsilon.extime import Time
from twisted.internet.defer import Deferred
from twisted.logger import Logger
from zope.interface import implementer

from axiom.attributes import AND, integer, text
from axiom.errors import AxiomError
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.store import Store
from mantissa_like.accounts import Address, findSubStore
from mantissa_like.errors import MantissaError
from mantissa_like.sharing._descriptions import titleOf
from mantissa_like.sharing._groups import accountsIn, isGroup
from mantissa_like.sharing._received import Notice, receiveNotice
from mantissa_like.sharing._roles import Role
from mantissa_like.sharing._shares import Share
from mantissa_like.sharing.interfaces import IShareNotices
from mantissa_like.stores import IStorePool

__all__ = ["LocalNotices", "OutgoingNotice", "notifyMember", "notifyOf"]

_MOST_WAITING = 10_000
_MOST_TRIES = 20
_LONGEST_WAIT = 6 * 3600.0
_MOST_OF_A_GROUP = 100


class OutgoingNotice(Item):
    """
    One notice that has not arrived yet, as far as its sender knows; its columns are those of L{Notice}.

    @ivar tries: how often it was carried.
    """

    typeName = "sharing_outgoing_notice"
    _log = Logger()

    recipient = text(allowNone=False, indexed=True, caseSensitive=True)
    sharer = text(allowNone=False, caseSensitive=True)
    shareID = text(allowNone=False, caseSensitive=True)
    title = text(allowNone=False)
    tries = integer(allowNone=False, default=0)

    def run(self) -> Time | None:
        """
        Have it carried to its recipient once this is committed; called by the scheduler.

        @return: when to try again, should it not have arrived by then; None if it was given up, after days.
        """
        store = self.presentStore()
        if self.tries == _MOST_TRIES:
            self._log.error("gave up to tell {recipient} what is shared", recipient=self.recipient)
            self.deleteFromStore()
            return None
        self.tries += 1
        store.afterCommit(lambda: Deferred.fromCoroutine(self._carry(store)))
        return IScheduler(store).now() + timedelta(seconds=min(2.0**self.tries, _LONGEST_WAIT))

    async def _carry(self, store: Store) -> None:
        siteStore = store if store.parent is None else store.parent
        notice = Notice(self.recipient, self.sharer, self.shareID, self.title)
        try:
            await IShareNotices(siteStore, LocalNotices(siteStore)).carry(notice)
            store.transact(self._forget, store)
        except (AxiomError, MantissaError, OSError) as e:
            self._log.warn(
                "{recipient} was not told yet what is shared: {error}", recipient=notice.recipient, error=e
            )

    def _forget(self, store: Store) -> None:
        # It may have arrived twice.
        for notice in store.query(OutgoingNotice, OutgoingNotice.storeID == self.storeID):
            IScheduler(store).unscheduleAll(notice)
            notice.deleteFromStore()


@implementer(IShareNotices)
class LocalNotices:
    """
    Carries notices between the stores of one site.
    """

    def __init__(self, siteStore: Store) -> None:
        self._siteStore = siteStore

    def carry(self, notice: Notice) -> Deferred[None]:
        """
        See L{IShareNotices}.
        """
        return Deferred.fromCoroutine(self._carry(notice))

    async def _carry(self, notice: Notice) -> None:
        address = Address.parse(notice.recipient)
        subStore = findSubStore(self._siteStore, address.localpart, address.domain)
        if subStore is None:
            return
        pool: Any = IStorePool(self._siteStore, None)
        with subStore.opened() if pool is None else pool.lease(subStore) as store:
            receiveNotice(store, notice, Time.fromPOSIXTimestamp(store.runtime.clock.seconds()))
            await store.durable()


def notifyOf(share: Share, sharer: str) -> None:
    """
    Tell the accounts with which C{share} shares something, at most a hundred of a group; called in the
    transaction that makes it.

    @param sharer: who shares it, C{user@domain}.
    """
    for address in accountsIn(share.sharedTo)[:_MOST_OF_A_GROUP]:
        _queue(share, sharer, address)


def notifyMember(group: Role, address: str, sharer: str) -> None:
    """
    Tell somebody who became a member of C{group} what is shared with it, the latest hundred; called in the
    transaction in which that happens.

    @param address: whom, C{user@domain}.
    @param sharer: whose group it is, C{user@domain}.
    """
    groups = [role for role in group.allRoles() if isGroup(role)]
    shares = group.presentStore().query(
        Share, Share.sharedTo.oneOf(groups), limit=_MOST_OF_A_GROUP, sort=Share.storeID.descending
    )
    for share in list(shares):
        _queue(share, sharer, address)


def _queue(share: Share, sharer: str, address: str) -> None:
    if address == sharer:
        return
    store = share.presentStore()
    same = AND(OutgoingNotice.recipient == address, OutgoingNotice.shareID == share.shareID)
    if store.count(OutgoingNotice, same) or store.count(OutgoingNotice) >= _MOST_WAITING:
        return
    notice = OutgoingNotice(
        store=store,
        recipient=address,
        sharer=sharer,
        shareID=share.shareID,
        title=titleOf(share.sharedItem, share.shareID),
    )
    scheduler = IScheduler(store)
    scheduler.schedule(notice, scheduler.now())
