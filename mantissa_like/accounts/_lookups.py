"""
Finding accounts and the stores of users and applications.

Only read; the names may be anything that came from outside.
"""

from __future__ import annotations

from axiom.attributes import AND
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._deletedaccount import deletionOf
from mantissa_like.accounts.errors import InvalidAddress

__all__ = [
    "accountAddresses",
    "accountStates",
    "findAccount",
    "findSubStore",
    "ownerAddresses",
    "ownerApplications",
    "ownerOf",
]


def findAccount(siteStore: Store, localpart: str, domain: str | None) -> LoginAccount | None:
    """
    The account with this address, disabled or not.

    @param domain: None for the store of the application that is named C{localpart}.
    """
    method = _findMethod(siteStore, localpart, domain)
    return None if method is None else method.account


def _findMethod(siteStore: Store, localpart: str, domain: str | None) -> LoginMethod | None:
    try:
        # The rules for a name are the same where there is no domain.
        address = Address(localpart, "application" if domain is None else domain)
    except InvalidAddress:
        return None
    found: LoginMethod | None = siteStore.findFirst(
        LoginMethod,
        AND(
            LoginMethod.localpart == address.localpart,
            LoginMethod.domain == (None if domain is None else address.domain),
        ),
    )
    return found


def findSubStore(siteStore: Store, localpart: str, domain: str | None) -> SubStore | None:
    """
    What stands for the store of the account that others know by this address, disabled or not; None if it is
    deleted. By an address of mail, with which its owner logs in besides, others find nobody.

    @param domain: None for the store of the application that is named C{localpart}.
    """
    method = _findMethod(siteStore, localpart, domain)
    if method is None or _isForLoginOnly(method) or deletionOf(method.account) is not None:
        return None
    avatars: SubStore = method.account.avatars
    return avatars


def _isForLoginOnly(method: LoginMethod) -> bool:
    return not method.internal and any(each.internal for each in method.account.loginMethods())


def accountStates(siteStore: Store) -> dict[str, bool]:
    """
    The addresses of all accounts, each C{user@domain}, with whether the account is disabled.
    """
    found = siteStore.query(
        (LoginMethod, LoginAccount),
        AND(LoginMethod.account == LoginAccount.storeID, LoginMethod.domain != None),  # noqa: E711 (a condition of SQL)
    )
    return {f"{method.localpart}@{method.domain}": bool(account.disabled) for method, account in found}


def accountAddresses(siteStore: Store) -> list[str]:
    """
    The addresses of all accounts, each C{user@domain}, sorted; may be empty.
    """
    return sorted(accountStates(siteStore))


def ownerAddresses(userStore: Store) -> frozenset[str]:
    """
    The addresses, each C{user@domain}, of the account whose store this is; empty for that of an application.
    """
    # Every visit and every message asks this.
    userStore.upgradeAllOf(LoginMethod)
    return userStore.recall(_addressesIn)


def _addressesIn(store: Store) -> frozenset[str]:
    if not store.hasType(LoginMethod):
        return frozenset()
    sql = f"SELECT localpart, domain FROM {LoginMethod.schema.tableName} WHERE domain IS NOT NULL"
    return frozenset(f"{localpart}@{domain}" for localpart, domain in store.querySQL(sql))


def ownerApplications(store: Store) -> set[str]:
    """
    The name of the application whose store this is, alone; empty for that of an account.

    The site store knows it, unlike the addresses of an account, which its own store knows too.
    """
    isApplication = LoginMethod.domain == None  # noqa: E711 (a condition of SQL)
    keeper = store
    if store.parent is not None and store.idInParent is not None:
        keeper, subStore = store.parent, store.parent.getItemByID(store.idInParent)
        isItsOwn = AND(LoginMethod.account == LoginAccount.storeID, LoginAccount.avatars == subStore)
        isApplication = AND(isApplication, isItsOwn)
    return set(keeper.query(LoginMethod, isApplication).getColumn("localpart"))


def ownerOf(siteStore: Store, subStore: SubStore) -> str | None:
    """
    What an administrator calls the owner of a store: the first address of an account, deleted or not, or the
    name of an application; None if the store is nobody's.
    """
    account = siteStore.findFirst(LoginAccount, LoginAccount.avatars == subStore)
    method = None if account is None else next(iter(account.loginMethods()), None)
    if method is None:
        return None
    return method.localpart if method.domain is None else f"{method.localpart}@{method.domain}"
