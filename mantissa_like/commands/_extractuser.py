"""
The command C{extract-user}: take an account out of a site.
"""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from twisted.python.usage import UsageError

from axiom.scripts.axiomatic import AxiomaticCommand
from axiom.store import Store
from mantissa_like.accounts import extractAccount
from mantissa_like.commands._sitecommand import AddressMixin

__all__ = ["ExtractUser"]


class ExtractUser(AddressMixin, AxiomaticCommand):
    """
    Move the store of an account out of the site, with its logins and data.
    """

    name = "extract-user"
    description = "Take an account, with its store, out of the site."
    optParameters = (
        ("address", "a", None, "The address of the account, as USER@DOMAIN."),
        ("destination", "d", None, "The directory that its store becomes, or is put into."),
    )

    def perform(self, store: Store, out: TextIO) -> None:
        """
        Take it out, whole or not at all.
        """
        if not self["address"] or not self["destination"]:
            raise UsageError("name the account with --address and a new directory with --destination")
        address, destination = self.addressOf(self["address"]), Path(self["destination"])
        if destination.is_dir():
            destination /= f"{address}.axiom"
        extractAccount(store, address.localpart, address.domain, destination)
        out.write(f"{address} is in {destination} now\n")
