"""
The stores on whose messages or operations a command works: one by the name of its owner, or many, of which
one at a time is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TextIO

from axiom.errors import AxiomError
from axiom.scripts.axiomatic import printable
from axiom.store import STORE_SELF_ID, Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount
from mantissa_like.accounts import NoSuchAccount, findSubStore, ownerOf
from mantissa_like.agenda import storesToLookInto
from mantissa_like.commands._sitecommand import SiteSubCommand

__all__ = ["OwnerCommand", "OwnersCommand", "allFlag"]

_SITE = "site"

allFlag = ("all", None, "Look into every store, not only where something is known to be.")


class OwnerCommand(SiteSubCommand):
    """
    A command on something in the store of one owner: a user, an application, or the site itself.

    Who that is was put into C{self["owner"]}: C{user@domain}, a user of the site's own domain, the name of an
    application, or C{site}.
    """

    def storeOfOwner(self) -> AbstractContextManager[Store]:
        """
        A context with the open store of the owner, who is called by the address or name from now on.

        @raise NoSuchAccount: there is none.
        """
        owner = self["owner"]
        if owner == _SITE:
            return nullcontext(self.store)
        subStore = findSubStore(self.store, owner, None)
        if subStore is None:
            address = self.addressOf(owner)
            subStore = findSubStore(self.store, address.localpart, address.domain)
        if subStore is None:
            raise NoSuchAccount(owner)
        self["owner"] = ownerOf(self.store, subStore)
        return subStore.opened()


class OwnersCommand(OwnerCommand):
    """
    A command that looks into the stores of many owners; it has the flag L{allFlag}.
    """

    def look(self, work: str, into: Callable[[str, Store], Iterable[object]]) -> list[object]:
        """
        What there is in the store of the owner; or, if C{self["owner"]} is None, in all.

        @param work: the name of the work that is looked for.
        @param into: called with the name of each owner and the open store; what it returns is read at once.
        """
        if self["owner"] is not None:
            with self.storeOfOwner() as store:
                return list(into(self["owner"], store))
        found: list[object] = []
        for name, context in self._stores(work, self.root.terminal.err):
            try:
                with context as store:
                    found.extend(into(name, store))
            except AxiomError as e:
                self.root.terminal.err.write(f"{printable(f'{name}: {e}')}\n")
        return found

    def _stores(self, work: str, err: TextIO) -> Iterator[tuple[str, AbstractContextManager[Store]]]:
        siteStore = self.store
        if self["all"]:
            accounts = siteStore.query(LoginAccount, LoginAccount.avatars != None)  # noqa: E711 (a condition of SQL)
            numbers = [STORE_SELF_ID, *sorted(set(accounts.getColumn("avatars", raw=True)))]
        else:
            numbers = storesToLookInto(siteStore, work)
        for number in numbers:
            if number == STORE_SELF_ID:
                yield _SITE, nullcontext(siteStore)
                continue
            subStore = siteStore.getItemByID(number, default=None)
            if isinstance(subStore, SubStore):
                yield ownerOf(siteStore, subStore) or f"store {number}", subStore.opened()
