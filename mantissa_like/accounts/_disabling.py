"""
Keeping people from logging in.
"""

from __future__ import annotations

from axiom.store import Store
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._deletedaccount import deletionOf
from mantissa_like.accounts._lookups import findAccount
from mantissa_like.accounts.errors import NoSuchAccount

__all__ = ["setDisabled"]


def setDisabled(siteStore: Store, localpart: str, domain: str, disabled: bool) -> None:
    """
    Let nobody log in to an account, or let people again, in one transaction. Its store and what it shares
    stay as they are; one that was deleted is restored by letting people log in.

    @raise InvalidAddress: C{localpart@domain} can't be an address.
    @raise NoSuchAccount: nobody has it.
    """
    address = Address(localpart, domain)
    account = findAccount(siteStore, localpart, domain)
    if account is None:
        raise NoSuchAccount(str(address))

    def change() -> None:
        deletion = None if disabled else deletionOf(account)
        if deletion is not None:
            deletion.callOff()
        account.setDisabled(disabled)

    siteStore.transact(change)
