"""
The command C{userbase}: the accounts of a site.
"""

from __future__ import annotations

from typing import TextIO

from axiom.scripts.axiomatic import AxiomaticCommand
from axiom.store import Store
from mantissa_like.accounts import accountStates, createAccount, setDisabled
from mantissa_like.commands._password import readPassword
from mantissa_like.commands._sitecommand import SiteSubCommand, jsonFlag, writeListing

__all__ = ["UserBase"]


class _List(SiteSubCommand):
    """
    List the accounts by address.
    """

    optFlags = (jsonFlag,)

    def perform(self, store: Store, out: TextIO) -> None:
        states = sorted(accountStates(store).items())
        if self["json"]:
            writeListing(out, [{"address": address, "disabled": off} for address, off in states], True)
        else:
            out.writelines(f"{address}{' (disabled)' if off else ''}\n" for address, off in states)


class _Create(SiteSubCommand):
    """
    Make an account with a store, and give it the site's default products.
    """

    synopsis = "USER DOMAIN [PASSWORD] | USER@DOMAIN [PASSWORD]"
    longdesc = "Without a password, it is asked for, or read from a pipe."

    def parseArgs(self, user: str, domain: str | None = None, password: str | None = None) -> None:  # type: ignore[override]
        if "@" in user and password is None:
            domain, password = None, domain
        self["user"], self["domain"], self["password"] = user, domain, password

    async def perform(self, store: Store, out: TextIO) -> None:
        address = self.addressOf(self["user"], self["domain"])
        password = self["password"] or readPassword(self.root.terminal.stdin, str(address))
        await createAccount(store, address.localpart, address.domain, password)
        out.write(f"made {address}\n")


class _Disable(SiteSubCommand):
    """
    Let nobody log in to an account. What it shares stays visible, and nothing is deleted.
    """

    synopsis = "USER DOMAIN | USER@DOMAIN"
    disabled = True

    def parseArgs(self, user: str, domain: str | None = None) -> None:  # type: ignore[override]
        self["user"], self["domain"] = user, domain

    def perform(self, store: Store, out: TextIO) -> None:
        address = self.addressOf(self["user"], self["domain"])
        setDisabled(store, address.localpart, address.domain, self.disabled)
        out.write(f"{'disabled' if self.disabled else 'enabled'} {address}\n")


class _Enable(_Disable):
    """
    Undo C{disable}.
    """

    disabled = False


class UserBase(AxiomaticCommand):
    """
    Make, list, disable and enable accounts.
    """

    name = "userbase"
    description = "Make, list, disable and enable the accounts of the site."
    subCommands = (
        ("create", None, _Create, "Make an account."),
        ("list", None, _List, "List the accounts."),
        ("disable", None, _Disable, "Let nobody log in to an account."),
        ("enable", None, _Enable, "Let people log in to an account again."),
    )
