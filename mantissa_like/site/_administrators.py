"""
Who administers a site: the members of a role in the application store of the offering C{base}.
"""

from __future__ import annotations

from axiom.store import Store
from mantissa_like.accounts import Address, findSubStore
from mantissa_like.sharing import getAccountRole, getPrimaryRole
from mantissa_like.site.errors import NotASite

__all__ = ["BASE", "appointAdministrator"]

BASE = "base"
_ROLE = "administrators"


def appointAdministrator(siteStore: Store, address: Address) -> None:
    """
    From now on the account with this address is an administrator. Repeating it changes nothing.

    @raise NotASite: the store has no offering C{base}.
    """
    base = findSubStore(siteStore, BASE, None)
    if base is None:
        raise NotASite(str(siteStore))

    def appoint(appStore: Store) -> None:
        role = getAccountRole(appStore, address.localpart, address.domain)
        role.becomeMemberOf(getPrimaryRole(appStore, _ROLE, createIfNotFound=True))

    with base.opened() as appStore:
        appStore.transact(appoint, appStore)
