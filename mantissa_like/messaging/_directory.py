"""
Where in a site the stores are that messages go to and come from.
"""

from __future__ import annotations

from dataclasses import dataclass

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.accounts import findAccount, findSubStore
from mantissa_like.sharing import Identifier

__all__ = ["Directory", "Place"]

_MOST = 10_000


@dataclass(frozen=True)
class Place:
    """
    Where one store is.

    @ivar subStore: what stands for it in the site store.
    @ivar isSuspended: whether nobody can log in to its account for now.
    """

    subStore: SubStore
    isSuspended: bool


class Directory:
    """
    The stores of one site by their owners; what was found is remembered until the site store changes.
    """

    def __init__(self, siteStore: Store) -> None:
        self._siteStore = siteStore
        self._known: dict[tuple[str, str | None], Place | None] = {}
        self._revision = -1

    def find(self, identifier: Identifier) -> Place | None:
        """
        Where what C{identifier} names would be; None if the site has no such store, or its account is
        deleted.
        """
        [found] = self.findAll(identifier)
        return found

    def findAll(self, *identifiers: Identifier) -> list[Place | None]:
        """
        The same for several.
        """
        revision = self._siteStore.revision
        if revision != self._revision or len(self._known) >= _MOST:
            self._known, self._revision = {}, revision
        return [self._find(each.localpart, each.domain) for each in identifiers]

    def _find(self, localpart: str, domain: str | None) -> Place | None:
        owner = localpart, domain
        if owner not in self._known:
            self._known[owner] = self._look(localpart, domain)
        return self._known[owner]

    def _look(self, localpart: str, domain: str | None) -> Place | None:
        subStore = findSubStore(self._siteStore, localpart, domain)
        account = findAccount(self._siteStore, localpart, domain)
        if subStore is None or account is None:
            return None
        # Nobody ever logs in to an application.
        return Place(subStore, domain is not None and bool(account.disabled))
