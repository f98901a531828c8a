"""
The command C{insert-user}: bring an account into a site.
"""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from twisted.python.usage import UsageError

from axiom.scripts.axiomatic import AxiomaticCommand
from axiom.store import Store
from mantissa_like.accounts import Address, findAccount, insertAccount
from mantissa_like.commands._sitecommand import AddressMixin
from mantissa_like.sharing import renewMemberships

__all__ = ["InsertUser"]


class InsertUser(AddressMixin, AxiomaticCommand):
    """
    Move the store of an account into the site, where it can log in with the password that it had.
    """

    name = "insert-user"
    description = "Bring an account, with its store, into the site."
    optParameters = (("userstore", "u", None, "The directory that 'extract-user' made."),)

    def perform(self, store: Store, out: TextIO) -> None:
        """
        Bring it in, whole or not at all.
        """
        if not self["userstore"]:
            raise UsageError("name the directory with --userstore")
        addresses = sorted(insertAccount(store, Path(self["userstore"])))
        first = Address.parse(addresses[0])
        account = findAccount(store, first.localpart, first.domain)
        if account is not None:
            renewMemberships(account)
        out.writelines(f"{address} is here now\n" for address in addresses)
