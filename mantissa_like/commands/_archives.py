"""
The commands C{userbase export} and C{userbase import}.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TextIO

from twisted.python.usage import UsageError

from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts import (
    AccountToExport,
    Address,
    FormerStore,
    Manifest,
    archiving,
    exportAccount,
    findAccount,
    importAccount,
    undoImport,
)
from mantissa_like.accounts.errors import NoSuchAccount
from mantissa_like.audit import recordAct
from mantissa_like.catalog import findOfferings
from mantissa_like.commands._sitecommand import SiteSubCommand
from mantissa_like.sharing import Member, membersActingIn, replaceMembers
from mantissa_like.site import siteConfig

__all__ = ["ExportAccount", "ImportAccount"]


def _find(store: Store, address: Address) -> LoginAccount:
    account = findAccount(store, address.localpart, address.domain)
    if account is None:
        raise NoSuchAccount(str(address))
    return account


def _membersOf(account: LoginAccount) -> list[Member]:
    """
    Who acts as an account, which another store does not change.
    """
    with account.avatars.opened() as store:
        return membersActingIn(store)


def _undo(store: Store, account: LoginAccount, address: Address) -> FormerStore:
    recordAct(store, "account.import-undone", str(address))
    members = _membersOf(account)
    former = undoImport(account)
    replaceMembers(account, members)
    return former


class ExportAccount(SiteSubCommand):
    """
    Write everything of an account into one file, while people go on using it. Nothing that one logs in with
    is in it.
    """

    synopsis = "USER@DOMAIN ARCHIVE"

    def parseArgs(self, user: str, archive: str) -> None:  # type: ignore[override]
        self["user"], self["archive"] = user, archive

    def perform(self, store: Store, out: TextIO) -> None:
        address, archive = self.addressOf(self["user"]), Path(self["archive"])
        account = _find(store, address)
        if archive.exists():
            raise UsageError(f"{archive} exists already")
        place = Path(account.avatars.storepath.path)
        site = siteConfig(store).site.publicURL
        with archiving(account):
            manifest = exportAccount(AccountToExport(place, [str(address)], site, time.time()), archive)
        recordAct(store, "account.exported", str(address))
        items = sum(each.count for each in manifest.types)
        out.write(f"{archive} has {items:,} items of {address}\n")


class ImportAccount(SiteSubCommand):
    """
    Give an account everything that is in an archive, instead of what it has, which is kept for 30 days.
    """

    synopsis = "USER@DOMAIN ARCHIVE | --undo USER@DOMAIN"
    optFlags = (("undo", None, "Give the account back what it had before the last import."),)
    optParameters = (("most-bytes", None, 2**36, "How many bytes all files may have together.", int),)

    def parseArgs(self, user: str, archive: str = "") -> None:  # type: ignore[override]
        self["user"], self["archive"] = user, archive

    async def perform(self, store: Store, out: TextIO) -> None:
        address = self.addressOf(self["user"])
        account = _find(store, address)
        if bool(self["undo"]) == bool(self["archive"]):
            raise UsageError("name an archive, or give --undo")
        if self["undo"]:
            former = store.transact(_undo, store, account, address)
            out.write(
                f"{address} has its former store again; the other one is kept"
                f" until {former.ends.asDatetime():%Y-%m-%d}\n"
            )
            return
        # Its items are of types that applications define.
        findOfferings()

        members = _membersOf(account)

        def conclude(manifest: Manifest) -> None:
            replaceMembers(account, members)
            recordAct(store, "account.imported", str(address), details={"from": manifest.site})

        with archiving(account):
            imported = await importAccount(account, Path(self["archive"]), self["most-bytes"], conclude)
        for each in imported.manifest.types:
            out.write(f"{each.count:>9,}  {each.name}\n")
        out.write(
            f"{address} has all of {imported.manifest.addresses[0]} now; "
            f"'userbase import --undo' goes back, until {imported.undoUntil.asDatetime():%Y-%m-%d}\n"
        )
