"""
Moving accounts between sites: each is its store, which has a copy of its logins.

A directory is moved within the transaction of the site store, so both happen or neither does. After a crash
between the two, the same call again completes the move.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from twisted.python.filepath import FilePath

from axiom.errors import CannotOpenStore, SQLError
from axiom.store import Store
from axiom.userbase import LoginAccount, extractUserStore, insertUserStore
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._lookups import findAccount, ownerAddresses
from mantissa_like.accounts._reservations import releaseAddress
from mantissa_like.accounts.errors import AccountExists, InvalidAddress, NoSuchAccount, NotAnAccount
from mantissa_like.agenda import forgetStore, reconsider

__all__ = ["extractAccount", "insertAccount"]


def extractAccount(siteStore: Store, localpart: str, domain: str, destination: Path) -> None:
    """
    Take an account, with its store, out of a site.

    @param destination: what becomes the directory of its store.
    @raise InvalidAddress: C{localpart@domain} can't be an address.
    @raise NoSuchAccount: nobody has it.
    @raise DatabaseDirectoryConflict: something is in C{destination}.
    """
    address = Address(localpart, domain)
    account = findAccount(siteStore, localpart, domain)
    if account is None:
        raise NoSuchAccount(str(address))
    destination.parent.mkdir(parents=True, exist_ok=True)
    number = account.avatars.storeID
    extractUserStore(account, FilePath(str(destination)))
    siteStore.transact(forgetStore, siteStore, number)


def insertAccount(siteStore: Store, source: Path) -> set[str]:
    """
    Bring an account, with its store, into a site, where it has the password that it had.

    @param source: the directory of its store.
    @return: its addresses, each C{user@domain}.
    @raise NotAnAccount: there is something else, or it is damaged; it was not moved.
    @raise AccountExists: the site has accounts with some of the addresses; nothing was changed.
    """
    addresses = _verified(source)
    siteStore.transact(_insert, siteStore, source, addresses)
    return {str(address) for address in addresses}


def _insert(siteStore: Store, source: Path, addresses: list[Address]) -> None:
    taken = [
        str(each) for each in addresses if findAccount(siteStore, each.localpart, each.domain) is not None
    ]
    if taken:
        raise AccountExists(taken)
    for address in addresses:
        releaseAddress(siteStore, address)
    reconsider(insertUserStore(siteStore, FilePath(str(source))).avatars)


def _verified(source: Path) -> list[Address]:
    """
    The addresses, sorted, of the account whose store this is.

    @raise NotAnAccount: it is none, or can't be used.
    """
    if not (source / "db.sqlite").is_file():
        raise NotAnAccount(str(source), "there is no store in it")
    try:
        with closing(Store(str(source))) as store:
            found = store.querySQL("PRAGMA integrity_check(1)")
            if found != [("ok",)]:
                raise NotAnAccount(str(source), f"its database is damaged: {found[0][0]}")
            if [account.avatars for account in store.query(LoginAccount)] != [store]:
                raise NotAnAccount(str(source), "no account is in it")
            addresses = sorted(map(Address.parse, ownerAddresses(store)))
    except SQLError as e:
        raise NotAnAccount(str(source), f"its database is damaged: {e.underlying}") from e
    except (CannotOpenStore, InvalidAddress) as e:
        raise NotAnAccount(str(source), str(e)) from e
    if not addresses:
        raise NotAnAccount(str(source), "its account has no address")
    return addresses
