"""
The command C{userbase}: the accounts of a site, or of any other store.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TextIO

from twisted.python.usage import UsageError

from axiom.dependency import installOn
from axiom.scripts.axiomatic import AxiomaticCommand, AxiomaticSubCommand
from axiom.store import Store
from axiom.userbase import NO_PROTOCOL, LoginSystem, getLoginMethods
from mantissa_like.accounts import (
    Address,
    DeletedAccount,
    createAccount,
    createArtificialUser,
    deleteAccount,
    deletionOf,
    findAccount,
    mustBeAPersons,
    restoreAccount,
    setDisabled,
)
from mantissa_like.audit import recordAct
from mantissa_like.catalog import keepAnAdministrator
from mantissa_like.commands._archives import ExportAccount, ImportAccount
from mantissa_like.commands._members import AddMember, ListMembers, RemoveMember
from mantissa_like.commands._password import readPassword
from mantissa_like.commands._sitecommand import AddressMixin, jsonFlag, writeListing
from mantissa_like.web import endSessions

__all__ = ["UserBase"]


def _hasUserBase(store: Store) -> bool:
    return store.findFirst(LoginSystem) is not None


def _installUserBase(store: Store) -> None:
    installOn(LoginSystem(store=store), store)


class _Install(AxiomaticSubCommand):
    """
    Let the store have accounts. A site can have them from the beginning.
    """

    def perform(self, store: Store, out: TextIO) -> None:
        if _hasUserBase(store):
            raise UsageError("the store can have accounts already")
        store.transact(_installUserBase, store)


class _List(AxiomaticSubCommand):
    """
    List the accounts by address. An application's, which has only a name, is left out where nobody can log in
    to it, as in sites.
    """

    optFlags = (jsonFlag,)

    def perform(self, store: Store, out: TextIO) -> None:
        states = sorted(_states(store))
        if self["json"]:
            writeListing(out, [state._asdict() for state in states], True)
        elif states:
            out.writelines(f"{state}\n" for state in states)
        else:
            out.write("No accounts\n")


class _State(NamedTuple):
    """
    One address, and what is to be known of its account.
    """

    address: str
    disabled: bool
    deleted: bool = False
    artificial: bool = False

    def __str__(self) -> str:
        marks = [" [ARTIFICIAL]"] if self.artificial else []
        if self.disabled:
            marks.append(" [DELETED]" if self.deleted else " [DISABLED]")
        return "".join([self.address, *marks])


def _states(store: Store) -> Iterator[_State]:
    for method in getLoginMethods(store):
        isDisabled = bool(method.account.disabled)
        if method.domain is not None:
            isDeleted = deletionOf(method.account) is not None
            isArtificial = method.protocol == NO_PROTOCOL
            yield _State(f"{method.localpart}@{method.domain}", isDisabled, isDeleted, isArtificial)
        elif not isDisabled:
            yield _State(method.localpart, False)


class _Create(AddressMixin, AxiomaticSubCommand):
    """
    Make an account with a store, and give it the site's default products.
    """

    synopsis = "USER DOMAIN [PASSWORD] | USER@DOMAIN [PASSWORD] | --artificial USER@DOMAIN"
    longdesc = "Without a password, it is asked for, or read from a pipe."
    optFlags = (
        ("artificial", None, "Make an artificial user: nobody logs in, and members act as it."),
        ("reuse", None, "Give an address again that an account had which was removed for good."),
    )

    def parseArgs(self, user: str, domain: str | None = None, password: str | None = None) -> None:  # type: ignore[override]
        if "@" in user and password is None:
            domain, password = None, domain
        self["user"], self["domain"], self["password"] = user, domain, password

    async def perform(self, store: Store, out: TextIO) -> None:
        address = self.addressOf(self["user"], self["domain"])
        if self["artificial"] and self["password"]:
            raise UsageError("an artificial user has no password")
        if not _hasUserBase(store):
            store.transact(_installUserBase, store)
        if self["artificial"]:
            createArtificialUser(store, address.localpart, address.domain, bool(self["reuse"]))
            out.write(f"made {address}, to which nobody logs in\n")
            return
        password = self["password"] or readPassword(self.root.terminal.stdin, str(address))
        await createAccount(store, address.localpart, address.domain, password, bool(self["reuse"]))
        out.write(f"made {address}\n")


class _OnAccount(AddressMixin, AxiomaticSubCommand):
    """
    A command on one account.
    """

    synopsis = "USER DOMAIN | USER@DOMAIN"

    def parseArgs(self, user: str, domain: str | None = None) -> None:  # type: ignore[override]
        self["user"], self["domain"] = user, domain


class _Disable(_OnAccount):
    """
    Let nobody log in to an account. What it shares stays visible, and nothing is deleted.
    """

    disabled = True

    def perform(self, store: Store, out: TextIO) -> None:
        address = self.addressOf(self["user"], self["domain"])
        store.transact(self._set, store, address)
        out.write(f"{'disabled' if self.disabled else 'enabled'} {address}\n")

    def _set(self, store: Store, address: Address) -> None:
        if self.disabled:
            account = findAccount(store, address.localpart, address.domain)
            if account is not None:
                mustBeAPersons(account)
            keepAnAdministrator(store, address)
        setDisabled(store, address.localpart, address.domain, self.disabled)
        recordAct(store, "account.suspended" if self.disabled else "account.resumed", str(address))


class _Enable(_Disable):
    """
    Undo C{disable}.
    """

    disabled = False


class _Delete(_OnAccount):
    """
    Delete an account. Nobody can log in to it or see what it shares; for 30 days it can be restored.
    """

    def perform(self, store: Store, out: TextIO) -> None:
        address = self.addressOf(self["user"], self["domain"])

        def delete() -> DeletedAccount:
            keepAnAdministrator(store, address)
            recordAct(store, "account.deleted", str(address))
            return deleteAccount(store, address.localpart, address.domain, endSessions)

        deletion = store.transact(delete)
        out.write(f"deleted {address}; it can be restored until {deletion.ends.asDatetime():%Y-%m-%d}\n")


class _Restore(_OnAccount):
    """
    Undo C{delete}: the account is what it was, with all that it shared.
    """

    def perform(self, store: Store, out: TextIO) -> None:
        address = self.addressOf(self["user"], self["domain"])

        def restore() -> None:
            restoreAccount(store, address.localpart, address.domain)
            recordAct(store, "account.restored", str(address))

        store.transact(restore)
        out.write(f"restored {address}\n")


class UserBase(AxiomaticCommand):
    """
    Make, list, disable, delete, restore, export and import accounts.
    """

    name = "userbase"
    description = "Make, list, disable, delete, restore, export and import the accounts of the site."
    subCommands = (
        ("install", None, _Install, "Let the store have accounts."),
        ("create", None, _Create, "Make an account."),
        ("list", None, _List, "List the accounts."),
        ("disable", None, _Disable, "Let nobody log in to an account."),
        ("enable", None, _Enable, "Let people log in to an account again."),
        ("delete", None, _Delete, "Delete an account, which can be restored for 30 days."),
        ("restore", None, _Restore, "Bring back a deleted account."),
        ("members", None, ListMembers, "List who acts as an artificial user."),
        ("add-member", None, AddMember, "Let somebody act as an artificial user."),
        ("remove-member", None, RemoveMember, "Let somebody act as an artificial user no more."),
        ("export", None, ExportAccount, "Write everything of an account into one file."),
        ("import", None, ImportAccount, "Give an account what is in such a file."),
    )
