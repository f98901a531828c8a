"""
What every new account of a site starts with.
"""

from __future__ import annotations

from epsilon.extime import Time
from zope.interface import implementer

from axiom.attributes import timestamp
from axiom.item import Item
from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts.interfaces import INewAccount
from mantissa_like.catalog import endow
from mantissa_like.site._configuration import siteConfig

__all__ = ["NewAccounts"]


@implementer(INewAccount)
class NewAccounts(Item):
    """
    Grants the products that the site's C{site.toml} names under C{[accounts]}.

    @ivar created: since when.
    """

    typeName = "site_new_accounts"
    powerupInterfaces = (INewAccount,)

    created = timestamp(allowNone=False, defaultFactory=Time)

    def accountCreated(self, account: LoginAccount, userStore: Store) -> None:
        """
        See L{INewAccount}.
        """
        siteStore = self.presentStore()
        endow(siteStore, userStore, siteConfig(siteStore).accounts.products)
