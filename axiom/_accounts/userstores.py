"""
Moving user stores out of a site and into another.

Nothing else may use the store meanwhile. The directory is moved within the transaction of the site store,
so that both happen or neither does; only a crash between the two leaves something to be completed, by
another call.
"""

from __future__ import annotations

import os
from contextlib import closing
from typing import Any

from twisted.python.filepath import FilePath

from axiom._accounts.accounts import LoginAccount
from axiom._accounts.loginmethods import methodsNamed
from axiom._schedules.schedulerhooks import hooksOf
from axiom.errors import AllNamesConflict, CannotOpenStore, DatabaseDirectoryConflict
from axiom.iaxiom import IScheduler
from axiom.store import Store
from axiom.substore import SubStore

__all__ = ["extractUserStore", "insertUserStore"]

Names = list[tuple[str, str | None]]


def insertUserStore(siteStore: Store, userStorePath: FilePath[str]) -> LoginAccount:
    """
    Move a user store into a site, with those of its login methods whose addresses are free there.

    If it was cut off when the store was already in its place, it is completed with that as C{userStorePath}.

    @return: the account.
    @raise CannotOpenStore: there is no store in C{userStorePath}.
    @raise ItemNotFound: it is not the store of a user.
    @raise AllNamesConflict: none of its addresses is free.
    @raise DatabaseDirectoryConflict: something is where it belongs.
    """
    names = _namesIn(userStorePath)
    moved: list[FilePath[str]] = []
    try:
        return siteStore.transact(_insert, siteStore, userStorePath, names, moved)
    except BaseException:
        for place in moved:
            place.moveTo(userStorePath)
        raise


def _insert(
    siteStore: Store, source: FilePath[str], names: Names, moved: list[FilePath[str]]
) -> LoginAccount:
    free = [name for name in names if not methodsNamed(siteStore, *name).count()]
    address = next(((localpart, domain) for localpart, domain in free if domain is not None), None)
    if address is None:
        raise AllNamesConflict(f"the site has accounts with all addresses of {source.path}")
    localpart, domain = address
    place = SubStore.place(siteStore, ("account", domain, f"{localpart}.axiom"))
    if place is None:
        raise CannotOpenStore(f"{siteStore} is in memory: it has no place for {source.path}")
    if place != source:
        if os.path.lexists(place.path):
            raise DatabaseDirectoryConflict(place.path)
        place.parent().makedirs(ignoreExistingDirectory=True)
        source.moveTo(place)
        moved.append(place)
    subStore = SubStore(store=siteStore, storepath=place)
    with subStore.opened() as userStore:
        account: LoginAccount = userStore.findUnique(LoginAccount).cloneInto(siteStore, subStore)
        scheduler: Any = IScheduler(userStore)
        scheduler.migrateUp()
        userStore.renewIncarnation()
    for method in list(account.loginMethods()):
        if (method.localpart, method.domain) not in free:
            method.deleteFromStore()
    siteStore.afterCommit(account.migrateDown)
    return account


def extractUserStore(
    userAccount: LoginAccount, extractionDestination: FilePath[str], legacySiteAuthoritative: bool = True
) -> None:
    """
    Move the store of an account out of its site, in which nothing of it is left.

    @param extractionDestination: what becomes the store's directory.
    @param legacySiteAuthoritative: whether the account in the store is made what it is in the site.
    @raise CannotOpenStore: the account has no store on disk.
    @raise DatabaseDirectoryConflict: something is in C{extractionDestination}.
    """
    siteStore, subStore = userAccount.presentStore(), userAccount.avatars
    source = subStore.storepath if isinstance(subStore, SubStore) else None
    if source is None:
        raise CannotOpenStore(f"{userAccount!r} has no store on disk")
    subStore.close()
    if os.path.lexists(extractionDestination.path):
        if os.path.lexists(source.path) or not _isStoreOf(userAccount, extractionDestination):
            raise DatabaseDirectoryConflict(extractionDestination.path)
        siteStore.transact(_forget, userAccount, subStore)
        return
    if legacySiteAuthoritative:
        userAccount.migrateDown()
    moved: list[FilePath[str]] = []
    try:
        siteStore.transact(_extract, userAccount, subStore, extractionDestination, moved)
    except BaseException:
        for place in moved:
            extractionDestination.moveTo(place)
        raise


def _extract(
    account: LoginAccount, subStore: SubStore, destination: FilePath[str], moved: list[FilePath[str]]
) -> None:
    source: Any = subStore.storepath
    _forget(account, subStore)
    source.moveTo(destination)
    moved.append(source)


def _forget(account: LoginAccount, subStore: SubStore) -> None:
    account.deleteLoginMethods()
    account.deleteFromStore()
    for hook in hooksOf(subStore.presentStore(), subStore):
        hook.remove()
    subStore.deleteFromStore()


def _isStoreOf(account: LoginAccount, path: FilePath[str]) -> bool:
    names = {(method.localpart, method.domain) for method in account.loginMethods()}
    return not names.isdisjoint(_namesIn(path))


def _namesIn(path: FilePath[str]) -> Names:
    """
    The addresses in a store that is in no site, those first which its site maintained.
    """
    if not os.path.exists(path.child("db.sqlite").path):
        raise CannotOpenStore(f"there is no store in {path.path}")
    with closing(Store(path)) as userStore:
        account: LoginAccount = userStore.findUnique(LoginAccount)
        methods = sorted(account.loginMethods(), key=lambda method: not method.internal)
        return [(method.localpart, method.domain) for method in methods]
