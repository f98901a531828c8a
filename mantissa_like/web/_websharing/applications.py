"""
The applications of a site, as a viewer finds them.
"""

from __future__ import annotations

from dataclasses import dataclass

from axiom.errors import CannotOpenStore
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.catalog import findOfferings, installedOfferings
from mantissa_like.sharing import getDefaultShareID, getShareFor
from mantissa_like.sharing.errors import NoSuchShare
from mantissa_like.stores import IStorePool
from mantissa_like.web._visitors.memo import Memo

__all__ = ["Application", "Applications"]


@dataclass(frozen=True)
class Application:
    """
    One installed offering whose software is there.

    @ivar name: of the offering.
    @ivar description: one sentence for people.
    @ivar subStore: what stands for its store.
    """

    name: str
    description: str
    subStore: SubStore


class Applications:
    """
    The applications of one site.
    """

    def __init__(self, siteStore: Store, pool: IStorePool) -> None:
        self._pool = pool
        self._installed: Memo[Store, list[Application]] = Memo(siteStore, _installed, 1)
        self._siteStore = siteStore

    def shownTo(self, viewer: str | None) -> list[Application]:
        """
        Those which have a page for C{viewer} at their own address, sorted by name; may be empty.

        @param viewer: C{user@domain}; None for a visitor.
        """
        installed = self._installed(self._siteStore) or []
        return [each for each in installed if self._shows(each, viewer)]

    def _shows(self, application: Application, viewer: str | None) -> bool:
        try:
            with self._pool.lease(application.subStore) as store, store.snapshot():
                shareID = getDefaultShareID(store)
                if shareID is None:
                    return False
                getShareFor(store, viewer, shareID)
        except (CannotOpenStore, NoSuchShare):
            # Without the directory of its store, an application has no page either.
            return False
        return True


def _installed(siteStore: Store) -> list[Application]:
    offerings = findOfferings()
    return [
        Application(each.offeringName, offerings[each.offeringName].description, each.application)
        for each in installedOfferings(siteStore)
        if each.offeringName in offerings
    ]
