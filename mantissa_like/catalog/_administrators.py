"""
Who administers a site: the members of a role in the application store of the offering C{base}.
"""

from __future__ import annotations

from operator import itemgetter

from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, findAccount, findSubStore, mustBeAPersons
from mantissa_like.catalog.errors import LastAdministrator, NoBaseOffering
from mantissa_like.sharing import Role, getAccountRole, getPrimaryRole, roleOf
from mantissa_like.stores import IStorePool

__all__ = [
    "BASE",
    "administrators",
    "appointAdministrator",
    "dismissAdministrator",
    "isAdministrator",
    "keepAnAdministrator",
]

BASE = "base"
_ROLE = "administrators"


def appointAdministrator(siteStore: Store, address: Address) -> None:
    """
    From now on the account with this address is an administrator. Repeating it changes nothing.

    @raise NoBaseOffering: the store is not that of a site.
    @raise NobodyLogsIn: the account is artificial, and whoever acts as it would be an administrator.
    """
    account = findAccount(siteStore, address.localpart, address.domain)
    if account is not None:
        mustBeAPersons(account)

    def appoint(appStore: Store) -> None:
        role = getAccountRole(appStore, address.localpart, address.domain)
        role.becomeMemberOf(getPrimaryRole(appStore, _ROLE, createIfNotFound=True))

    with _baseOf(siteStore).opened() as appStore:
        appStore.transact(appoint, appStore)


def dismissAdministrator(siteStore: Store, address: Address) -> None:
    """
    From now on the account with this address is no administrator. Repeating it changes nothing.

    @raise NoBaseOffering: the store is not that of a site.
    """

    def dismiss(appStore: Store) -> None:
        group = appStore.findFirst(Role, Role.externalID == _ROLE)
        if group is not None:
            getAccountRole(appStore, address.localpart, address.domain).noLongerMemberOf(group)

    with _baseOf(siteStore).opened() as appStore:
        appStore.transact(dismiss, appStore)


def administrators(siteStore: Store, pool: IStorePool) -> list[str]:
    """
    The addresses of those who administer the site and can log in, each C{user@domain}, sorted.
    """
    base = findSubStore(siteStore, BASE, None)
    if base is None:
        return []
    with pool.lease(base) as appStore:
        return [address for address, _ in _active(siteStore, appStore)]


def keepAnAdministrator(siteStore: Store, leaving: Address) -> None:
    """
    Make sure that somebody administers the site without the account that has this address. Called in the
    transaction of the site store that takes it away, so that no two take each other away.

    A store that no account administers stays as it is.

    @raise LastAdministrator: nobody else does.
    """
    base = findSubStore(siteStore, BASE, None)
    if base is None:
        return
    with base.opened() as appStore:
        found = _active(siteStore, appStore)
    account = findAccount(siteStore, leaving.localpart, leaving.domain)
    if found and all(each is account for _, each in found):
        raise LastAdministrator(found[0][0])


def isAdministrator(siteStore: Store, pool: IStorePool, address: str) -> bool:
    """
    Whether the account with this address administers the site; only reads.

    @param address: C{user@domain}.
    """
    base = findSubStore(siteStore, BASE, None)
    if base is None:
        return False
    with pool.lease(base) as appStore, appStore.snapshot():
        return any(role.externalID == _ROLE for role in roleOf(appStore, address).allRoles())


def _active(siteStore: Store, appStore: Store) -> list[tuple[str, LoginAccount]]:
    """
    The administrators who can log in, sorted by their addresses.
    """
    group = appStore.findFirst(Role, Role.externalID == _ROLE)
    found = []
    for address in () if group is None else (Address.parse(role.externalID) for role in group.members()):
        account = findAccount(siteStore, address.localpart, address.domain)
        if account is not None and not account.disabled:
            found.append((str(address), account))
    return sorted(found, key=itemgetter(0))


def _baseOf(siteStore: Store) -> SubStore:
    base = findSubStore(siteStore, BASE, None)
    if base is None:
        raise NoBaseOffering(str(siteStore))
    return base
