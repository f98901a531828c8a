"""
Deleted accounts: who is gone, and until when they can come back.

While an account is deleted nobody can log in to it, nothing that it shares is there, and its address stays
taken. Whoever lets people log in to it again has restored it.
"""

from __future__ import annotations

from datetime import timedelta

from epsilon.extime import Time
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom.attributes import AND, boolean, reference, timestamp
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.store import Store
from axiom.userbase import LoginAccount, extractUserStore
from mantissa_like.accounts._formerstores import formerStoresOf, removedDirectory
from mantissa_like.accounts._removals import remove
from mantissa_like.accounts._reservations import reserveAddress
from mantissa_like.agenda import forgetStore
from mantissa_like.audit import recordAct

__all__ = ["DeletedAccount", "deletedAccounts", "deletionOf"]

_AGAIN = timedelta(hours=1)


class DeletedAccount(Item):
    """
    That an account is deleted; an event of the site store, at whose time it goes for good.

    @ivar account: which.
    @ivar wasDisabled: whether nobody could log in to it before.
    @ivar isByOwner: whether its owner deleted it, who may bring it back; else an administrator may.
    @ivar since: when it was deleted.
    @ivar ends: until when it can be restored.
    """

    typeName = "accounts_deleted_account"

    account = reference(allowNone=False, reftype=LoginAccount, whenDeleted=reference.CASCADE)
    wasDisabled = boolean(allowNone=False)
    isByOwner = boolean(allowNone=False)
    since = timestamp(allowNone=False)
    ends = timestamp(allowNone=False)

    _log = Logger()

    @property
    def addresses(self) -> list[str]:
        """
        Those of the account, each C{user@domain}, in the order in which it got them.
        """
        methods = self.account.loginMethods()
        return [f"{each.localpart}@{each.domain}" for each in methods if each.domain is not None]

    def run(self) -> None:
        """
        Remove the account, with its store, for good; its addresses are reserved. Called in a transaction by
        the scheduler of the site store, that is, in one process.

        Its directory is moved aside before that is committed, to where a second attempt expects it.
        """
        store, account, addresses = self.presentStore(), self.account, self.addresses
        if not account.disabled:
            self.deleteFromStore()
            return
        for former in formerStoresOf(account):
            former.discard()
        forgetStore(store, account.avatars.storeID)
        aside = removedDirectory(store, account.avatars)
        extractUserStore(account, aside, legacySiteAuthoritative=False)
        remove(store, aside)
        for address in addresses:
            reserveAddress(store, address)
        recordAct(store, "account.removed", addresses[0] if addresses else "")

    def callOff(self) -> None:
        """
        Keep the account; called in a transaction.
        """
        IScheduler(self.presentStore()).unscheduleAll(self)
        self.deleteFromStore()

    def timedEventErrorHandler(self, event: object, failure: Failure) -> Time:
        """
        Called by the scheduler after an attempt that failed.

        @return: when to try again.
        """
        self._log.failure("{addresses} can't be removed yet", failure=failure, addresses=self.addresses)
        return IScheduler(self.presentStore()).now() + _AGAIN


def deletionOf(account: LoginAccount) -> DeletedAccount | None:
    """
    That an account of a site is deleted; None if it is not.
    """
    if not account.disabled:
        return None
    found: DeletedAccount | None = account.presentStore().findFirst(
        DeletedAccount, DeletedAccount.account == account
    )
    return found


def deletedAccounts(siteStore: Store) -> list[DeletedAccount]:
    """
    Who can be restored, those who go first before the others; may be empty.
    """
    isGone = AND(DeletedAccount.account == LoginAccount.storeID, LoginAccount.disabled == 1)
    return list(siteStore.query(DeletedAccount, isGone, sort=DeletedAccount.ends.ascending))
