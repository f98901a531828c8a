"""
Artificial users: accounts with a store and an address, to which nobody logs in.

Their address can be used with no protocol, which goes wherever the account goes. Whatever would be a way to
log in is refused to them; who acts as one is written in its store.
"""

from __future__ import annotations

from axiom.store import Store
from axiom.userbase import NO_PROTOCOL, LoginAccount, LoginMethod, LoginSystem
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._creation import addAccount
from mantissa_like.accounts._reservations import releaseAddress
from mantissa_like.accounts.errors import NobodyLogsIn

__all__ = ["createArtificialUser", "isArtificial", "isArtificialStore", "mustBeAPersons"]


def createArtificialUser(siteStore: Store, localpart: str, domain: str, reuse: bool = False) -> LoginAccount:
    """
    Make an account for nobody, in one transaction of the site store; it gets what new accounts are given.

    @param reuse: whether it may have the address of an account that was removed.
    @raise InvalidAddress: C{localpart@domain} can't be an address.
    @raise AccountExists: somebody has it.
    @raise AddressReserved: an account that was removed had it.
    """
    address = Address(localpart, domain)
    logins: LoginSystem = siteStore.findUnique(LoginSystem)

    def create() -> LoginAccount:
        if reuse:
            releaseAddress(siteStore, address)
        return addAccount(siteStore, logins, address, None, NO_PROTOCOL)

    return siteStore.transact(create)


def isArtificial(account: LoginAccount) -> bool:
    """
    Whether nobody logs in to an account.
    """
    return any(method.protocol == NO_PROTOCOL for method in account.loginMethods())


def isArtificialStore(userStore: Store) -> bool:
    """
    The same of the account whose store this is.
    """
    return userStore.count(LoginMethod, LoginMethod.protocol == NO_PROTOCOL) > 0


def mustBeAPersons(account: LoginAccount) -> None:
    """
    Go on if an account is somebody's, who can log in to it.

    @raise NobodyLogsIn: it is artificial.
    """
    if isArtificial(account):
        raise NobodyLogsIn
