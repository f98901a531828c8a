"""
Deleting accounts and bringing them back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from axiom.iaxiom import IScheduler
from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._deletedaccount import DeletedAccount, deletionOf
from mantissa_like.accounts._lookups import findAccount
from mantissa_like.accounts.errors import AccountDeleted, NoSuchAccount, NotDeleted

__all__ = ["KEPT_DAYS", "deleteAccount", "restoreAccount"]

KEPT_DAYS = 30


def deleteAccount(
    siteStore: Store,
    localpart: str,
    domain: str,
    forget: Callable[[LoginAccount], object],
    isByOwner: bool = False,
) -> DeletedAccount:
    """
    Delete an account: nobody can log in to it, and what it shares is hidden. After L{KEPT_DAYS} days it is
    removed with its store, unless it was restored.

    @param forget: ends what must not come back with the account, such as its sessions; called with it, in the
        transaction.
    @param isByOwner: whether its owner wants this, and not somebody who administers the site.
    @raise InvalidAddress: C{localpart@domain} can't be an address.
    @raise NoSuchAccount: nobody has it.
    @raise AccountDeleted: it is deleted already.
    """
    account = _find(siteStore, localpart, domain)

    def delete() -> DeletedAccount:
        if deletionOf(account) is not None:
            raise AccountDeleted(f"{localpart}@{domain}")
        # What an account that was enabled without being restored has left.
        siteStore.query(DeletedAccount, DeletedAccount.account == account).deleteFromStore()
        scheduler = IScheduler(siteStore)
        now = scheduler.now()
        ends = now + timedelta(days=KEPT_DAYS)
        wasDisabled = bool(account.disabled)
        deletion = DeletedAccount(
            store=siteStore,
            account=account,
            wasDisabled=wasDisabled,
            isByOwner=isByOwner,
            since=now,
            ends=ends,
        )
        scheduler.schedule(deletion, ends)
        account.setDisabled(True)
        forget(account)
        return deletion

    return siteStore.transact(delete)


def restoreAccount(siteStore: Store, localpart: str, domain: str) -> None:
    """
    Undo L{deleteAccount}: the account is what it was, with all that it shared.

    @raise InvalidAddress: C{localpart@domain} can't be an address.
    @raise NoSuchAccount: nobody has it, or not any more.
    @raise NotDeleted: it is not deleted.
    """
    account = _find(siteStore, localpart, domain)

    def restore() -> None:
        deletion = deletionOf(account)
        if deletion is None:
            raise NotDeleted(f"{localpart}@{domain}")
        account.setDisabled(deletion.wasDisabled)
        deletion.callOff()

    siteStore.transact(restore)


def _find(siteStore: Store, localpart: str, domain: str) -> LoginAccount:
    address = Address(localpart, domain)
    account = findAccount(siteStore, localpart, domain)
    if account is None:
        raise NoSuchAccount(str(address))
    return account
