"""
Who administers a site: the members of a role in the application store of the offering C{base}.
"""

from __future__ import annotations

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.accounts import Address, findAccount, findSubStore
from mantissa_like.catalog.errors import NoBaseOffering
from mantissa_like.sharing import Role, getAccountRole, getPrimaryRole, roleOf
from mantissa_like.stores import IStorePool

__all__ = ["BASE", "administrators", "appointAdministrator", "dismissAdministrator", "isAdministrator"]

BASE = "base"
_ROLE = "administrators"


def appointAdministrator(siteStore: Store, address: Address) -> None:
    """
    From now on the account with this address is an administrator. Repeating it changes nothing.

    @raise NoBaseOffering: the store is not that of a site.
    """

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
        group = appStore.findFirst(Role, Role.externalID == _ROLE)
        addresses = [] if group is None else [Address.parse(role.externalID) for role in group.members()]
    return [str(each) for each in addresses if _isActive(siteStore, each)]


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


def _isActive(siteStore: Store, address: Address) -> bool:
    account = findAccount(siteStore, address.localpart, address.domain)
    return account is not None and not account.disabled


def _baseOf(siteStore: Store) -> SubStore:
    base = findSubStore(siteStore, BASE, None)
    if base is None:
        raise NoBaseOffering(str(siteStore))
    return base
