"""
Making an account: its login, its store, and what new accounts are given; all of it or nothing.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred

from axiom.store import Store
from axiom.userbase import ANY_PROTOCOL, LoginAccount, LoginSystem
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._lookups import findAccount
from mantissa_like.accounts._strength import checkPassword
from mantissa_like.accounts.errors import AccountExists
from mantissa_like.accounts.interfaces import INewAccount

__all__ = ["addAccount", "createAccount"]


def createAccount(siteStore: Store, localpart: str, domain: str, password: str) -> Deferred[LoginAccount]:
    """
    Make an account, in one transaction of the site store. The password is hashed in a thread before.

    @return: fires with the account.
    @raise InvalidAddress: C{localpart@domain} can't be an address.
    @raise WeakPassword: C{password} is not good enough.
    @raise AccountExists: somebody has it, or got it meanwhile.
    """
    return Deferred.fromCoroutine(_createAccount(siteStore, Address(localpart, domain), password))


async def _createAccount(siteStore: Store, address: Address, password: str) -> LoginAccount:
    _mustBeFree(siteStore, address)
    checkPassword(password, address)
    logins: LoginSystem = siteStore.findUnique(LoginSystem)
    passwordHash = await logins.hashPassword(password)
    return siteStore.transact(addAccount, siteStore, logins, address, passwordHash)


def _mustBeFree(siteStore: Store, address: Address) -> None:
    if findAccount(siteStore, address.localpart, address.domain) is not None:
        raise AccountExists([str(address)])


def addAccount(siteStore: Store, logins: LoginSystem, address: Address, passwordHash: str) -> LoginAccount:
    """
    Make an account, in the caller's transaction of the site store.

    @param passwordHash: of its password, from L{LoginSystem.hashPassword}.
    @raise AccountExists: somebody has the address.
    """
    _mustBeFree(siteStore, address)
    avatars = logins.makeAvatars(address.domain, address.localpart)
    # Opened once for all who write to it.
    with avatars.opened() as userStore:
        account = logins.addAccount(
            address.localpart,
            address.domain,
            None,
            avatars,
            protocol=ANY_PROTOCOL,
            internal=True,
            passwordHash=passwordHash,
        )
        for observer in siteStore.powerupsFor(INewAccount):
            observer.accountCreated(account, userStore)
    return account
