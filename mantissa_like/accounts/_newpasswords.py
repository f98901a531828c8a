"""
Changing a password by way of the one until now.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.internet.defer import Deferred

from axiom.errors import BadCredentials
from axiom.userbase import LoginAccount, hashingOf
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._strength import checkPassword

__all__ = ["changePassword"]


def changePassword(
    account: LoginAccount, address: Address, current: str, new: str, conclude: Callable[[], object]
) -> Deferred[None]:
    """
    Change the password of an account of a site. All its sessions end.

    @param address: one of the account's.
    @param conclude: called in the transaction that changes it; what it raises undoes it.
    @return: fires when that is committed.
    @raise WeakPassword: C{new} is not good enough.
    @raise BadCredentials: C{current} is not the password, or not any more.
    """
    return Deferred.fromCoroutine(_changePassword(account, address, current, new, conclude))


async def _changePassword(
    account: LoginAccount, address: Address, current: str, new: str, conclude: Callable[[], object]
) -> None:
    checkPassword(new, address)
    store, before = account.presentStore(), account.passwordHash
    hashing = hashingOf(store)
    verdict = await hashing.verify(current, before)
    passwordHash = await hashing.hash(new)

    def change() -> None:
        if not verdict.matches or account.passwordHash != before:
            raise BadCredentials("the current password is another one")
        account.setPasswordHash(passwordHash)
        conclude()

    store.transact(change)
