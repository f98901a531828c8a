"""
Addresses of accounts that are gone for good: what others still share with them is for nobody else.

A hash stands for the address, so that nothing is kept of who it was.
"""

from __future__ import annotations

import hashlib

from axiom.attributes import text, timestamp
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.store import Store
from mantissa_like.accounts._address import Address
from mantissa_like.accounts.errors import AddressReserved

__all__ = ["ReservedAddress", "mustNotBeReserved", "releaseAddress", "reserveAddress"]


class ReservedAddress(Item):
    """
    An address that the site gives to nobody unless an administrator says so.

    @ivar addressHash: SHA-256 of C{user@domain}, in hexadecimal.
    @ivar since: when its account was removed.
    """

    typeName = "accounts_reserved_address"

    addressHash = text(allowNone=False, caseSensitive=True, unique=True)
    since = timestamp(allowNone=False)


def reserveAddress(siteStore: Store, address: str) -> None:
    """
    From now on nobody gets this address by themselves; called in a transaction. Repeating it changes nothing.

    @param address: C{user@domain}.
    """
    addressHash = _hashed(address)
    if not siteStore.count(ReservedAddress, ReservedAddress.addressHash == addressHash):
        ReservedAddress(store=siteStore, addressHash=addressHash, since=IScheduler(siteStore).now())


def mustNotBeReserved(siteStore: Store, address: Address) -> None:
    """
    Go on if an address may be given to somebody.

    @raise AddressReserved: it may not.
    """
    if siteStore.count(ReservedAddress, ReservedAddress.addressHash == _hashed(str(address))):
        raise AddressReserved(str(address))


def releaseAddress(siteStore: Store, address: Address) -> None:
    """
    Somebody is to have this address, with what others share with it; called in a transaction.
    """
    siteStore.query(ReservedAddress, ReservedAddress.addressHash == _hashed(str(address))).deleteFromStore()


def _hashed(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()
