"""
What the web server of a running site works with.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from twisted.internet.interfaces import IReactorTime

from axiom.store import Store
from mantissa_like.accounts import Address, findSubStore, isArtificialStore
from mantissa_like.catalog import isAdministrator
from mantissa_like.config import SiteConfig
from mantissa_like.observing import Observatory
from mantissa_like.sharing import actsAsOwner
from mantissa_like.stores import IStorePool
from mantissa_like.web.interfaces import ISiteControl

__all__ = ["SiteContext"]


@dataclass(frozen=True, kw_only=True)
class SiteContext:
    """
    One running site.

    @ivar siteStore: accounts, sessions and what is installed.
    @ivar pool: the stores of users and applications.
    @ivar config: the site's settings.
    @ivar clock: tells the time.
    @ivar randomBytes: makes that many bytes which nobody can guess.
    @ivar observatory: what collects errors and counts requests; None if nobody does.
    @ivar control: what an administrator controls of the server; None if nothing runs.
    """

    siteStore: Store
    pool: IStorePool
    config: SiteConfig
    clock: IReactorTime
    randomBytes: Callable[[int], bytes] = secrets.token_bytes
    observatory: Observatory | None = None
    control: ISiteControl | None = None

    def isAdministrator(self, address: str) -> bool:
        """
        Whether the account with this address administers the site.

        @param address: C{user@domain}.
        """
        return isAdministrator(self.siteStore, self.pool, address)

    def mayActAs(self, person: str, other: str) -> bool:
        """
        Whether somebody who is logged in may act in the place of another account: an administrator may, and
        who is a member of an artificial user.

        @param person: C{user@domain}.
        @param other: likewise.
        """
        if self.isAdministrator(person):
            return True
        address = Address.parse(other)
        subStore = findSubStore(self.siteStore, address.localpart, address.domain)
        if subStore is None:
            return False
        with self.pool.lease(subStore) as store:
            return isArtificialStore(store) and actsAsOwner(store, person)
