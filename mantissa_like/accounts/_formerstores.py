"""
The stores that accounts had before another one was imported; kept for a while, so that this can be undone.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from twisted.python.filepath import FilePath

from axiom.attributes import reference, timestamp
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.scheduler import hooksOf
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount
from mantissa_like.accounts._removals import remove
from mantissa_like.accounts.errors import NothingToUndo
from mantissa_like.agenda import forgetStore, reconsider

__all__ = ["FORMER_DAYS", "FormerStore", "formerStoresOf", "removedDirectory", "replaceStore", "undoImport"]

FORMER_DAYS = 30


class FormerStore(Item):
    """
    A store that was an account's; an event of the site store, at whose time it goes for good.

    @ivar account: whose.
    @ivar subStore: what stands for it.
    @ivar ends: until when it is kept.
    """

    typeName = "accounts_former_store"

    account = reference(allowNone=False, reftype=LoginAccount, whenDeleted=reference.CASCADE)
    subStore = reference(allowNone=False, reftype=SubStore, whenDeleted=reference.CASCADE)
    ends = timestamp(allowNone=False)

    def run(self) -> None:
        """
        Remove it. Called in a transaction by the scheduler of the site store.
        """
        self.discard()

    def discard(self) -> None:
        """
        Remove the store, in a transaction.

        Its directory is moved aside before that is committed, to where a second attempt expects it.
        """
        store, subStore = self.presentStore(), self.subStore
        directory: Any = subStore.storepath
        subStore.close()
        aside = removedDirectory(store, subStore)
        if not os.path.lexists(aside.path):
            directory.moveTo(aside)
        _unhook(store, subStore)
        remove(store, aside)
        IScheduler(store).unscheduleAll(self)
        forgetStore(store, subStore.storeID)
        subStore.deleteFromStore()


def formerStoresOf(account: LoginAccount) -> list[FormerStore]:
    """
    What an account had before, the latest first; may be empty.
    """
    store = account.presentStore()
    latestFirst = FormerStore.storeID.descending
    return list(store.query(FormerStore, FormerStore.account == account, sort=latestFirst))


def replaceStore(account: LoginAccount, subStore: SubStore) -> FormerStore:
    """
    Give an account another store, in a transaction. The one that it had is kept for L{FORMER_DAYS} days.

    Whoever has that open goes on with it until they look the account up again.
    """
    store = account.presentStore()
    scheduler: Any = IScheduler(store)
    ends = scheduler.now() + timedelta(days=FORMER_DAYS)
    former = FormerStore(store=store, account=account, subStore=account.avatars, ends=ends)
    scheduler.schedule(former, ends)
    _unhook(store, account.avatars)
    forgetStore(store, account.avatars.storeID)
    account.avatars = subStore
    with subStore.opened() as userStore:
        account.migrateDown()
        scheduler = IScheduler(userStore)
        scheduler.migrateUp()
    reconsider(subStore)
    return former


def undoImport(account: LoginAccount) -> FormerStore:
    """
    Give an account back the store that it had before the last import, in one transaction. That which it has
    now is kept in turn.

    @raise NothingToUndo: there is none, or not any more.
    """
    store = account.presentStore()

    def undo() -> FormerStore:
        found = formerStoresOf(account)
        if not found:
            raise NothingToUndo
        subStore = found[0].subStore
        IScheduler(store).unscheduleAll(found[0])
        found[0].deleteFromStore()
        return replaceStore(account, subStore)

    return store.transact(undo)


def removedDirectory(siteStore: Store, subStore: SubStore) -> FilePath[str]:
    """
    Where a substore is moved to be removed.
    """
    return siteStore.newDirectory("removed").child(str(subStore.storeID))


def _unhook(store: Store, subStore: SubStore) -> None:
    """
    Run no events of a substore any more.
    """
    for hook in hooksOf(store, subStore):
        hook.remove()
