"""
Making an account: its login, its store, and what new accounts are given; all of it or nothing.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred

from axiom.store import Store
from axiom.userbase import ANY_PROTOCOL, LoginAccount, LoginSystem
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._lookups import findAccount
from mantissa_like.accounts._reservations import mustNotBeReserved, releaseAddress
from mantissa_like.accounts._strength import checkPassword
from mantissa_like.accounts.errors import AccountExists
from mantissa_like.accounts.interfaces import INewAccount

__all__ = ["addAccount", "createAccount", "mustBeFree"]


def createAccount(
    siteStore: Store, localpart: str, domain: str, password: str, reuse: bool = False
) -> Deferred[LoginAccount]:
    """
    Make an account, in one transaction of the site store. The password is hashed in a thread before.

    @param reuse: whether it may have the address of an account that was removed, and so what others share
        with that.
    @return: fires with the account.
    @raise InvalidAddress: C{localpart@domain} can't be an address.
    @raise WeakPassword: C{password} is not good enough.
    @raise AccountExists: somebody has it, or got it meanwhile.
    @raise AddressReserved: an account that was removed had it.
    """
    return Deferred.fromCoroutine(_createAccount(siteStore, Address(localpart, domain), password, reuse))


async def _createAccount(siteStore: Store, address: Address, password: str, reuse: bool) -> LoginAccount:
    if not reuse:
        mustBeFree(siteStore, address)
    checkPassword(password, address)
    logins: LoginSystem = siteStore.findUnique(LoginSystem)
    passwordHash = await logins.hashPassword(password)

    def create() -> LoginAccount:
        if reuse:
            releaseAddress(siteStore, address)
        return addAccount(siteStore, logins, address, passwordHash)

    return siteStore.transact(create)


def mustBeFree(siteStore: Store, address: Address) -> None:
    """
    Go on if somebody may get an address.

    @raise AccountExists: somebody has it, or had it until their account was removed.
    """
    if findAccount(siteStore, address.localpart, address.domain) is not None:
        raise AccountExists([str(address)])
    mustNotBeReserved(siteStore, address)


def addAccount(
    siteStore: Store,
    logins: LoginSystem,
    address: Address,
    passwordHash: str | None,
    protocol: str = ANY_PROTOCOL,
) -> LoginAccount:
    """
    Make an account, in the caller's transaction of the site store.

    @param passwordHash: of its password, from L{LoginSystem.hashPassword}; None where it has none.
    @param protocol: where its address can be used.
    @raise AccountExists: somebody has the address, or had it until their account was removed.
    """
    mustBeFree(siteStore, address)
    avatars = logins.makeAvatars(address.domain, address.localpart)
    # Opened once for all who write to it.
    with avatars.opened() as userStore:
        account = logins.addAccount(
            address.localpart,
            address.domain,
            None,
            avatars,
            protocol=protocol,
            internal=True,
            passwordHash=passwordHash,
        )
        for observer in siteStore.powerupsFor(INewAccount):
            observer.accountCreated(account, userStore)
    return account
