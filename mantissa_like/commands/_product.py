"""
The command C{product}: what the people of a site are given.
"""

from __future__ import annotations

from typing import TextIO

from axiom.scripts.axiomatic import AxiomaticCommand
from axiom.store import Store
from mantissa_like.accounts import NoSuchAccount, findSubStore
from mantissa_like.catalog import (
    Installation,
    findInstallation,
    findProduct,
    grantProduct,
    installations,
    products,
)
from mantissa_like.commands._sitecommand import SiteSubCommand, jsonFlag, writeListing

__all__ = ["ProductCommand"]


class _List(SiteSubCommand):
    """
    List the products of the site or, with a user, those that the user has.
    """

    synopsis = "[USER@DOMAIN]"
    optFlags = (jsonFlag,)

    def parseArgs(self, user: str | None = None) -> None:
        self["user"] = user

    def perform(self, store: Store, out: TextIO) -> None:
        if self["user"] is None:
            entries = [{"name": product.name} for product in products(store)]
        else:
            userStore = _openStoreOf(self, store)
            entries = [{"name": each.productName, "state": each.state} for each in installations(userStore)]
        writeListing(out, entries, self["json"])


class _OnUser(SiteSubCommand):
    """
    A command on one product and one user.

    @cvar done: what is true then, for the person who typed it.
    """

    synopsis = "PRODUCT USER@DOMAIN"
    done = ""

    def parseArgs(self, product: str, user: str) -> None:  # type: ignore[override]
        self["product"], self["user"] = product, user

    def perform(self, store: Store, out: TextIO) -> None:
        userStore = _openStoreOf(self, store)
        userStore.transact(self.change, store, userStore)
        out.write(f"{self.done} {self['product']}: {self['user']}\n")

    def change(self, siteStore: Store, userStore: Store) -> None:
        """
        Do it, in a transaction of the user's store.
        """
        self.changeInstallation(findInstallation(userStore, self["product"]))

    def changeInstallation(self, installation: Installation) -> None:
        """
        Do it to a product that the user has.
        """
        raise NotImplementedError


class _Grant(_OnUser):
    """
    Give a user a product: what it consists of is installed in the user's store.
    """

    done = "granted"

    def change(self, siteStore: Store, userStore: Store) -> None:
        grantProduct(findProduct(siteStore, self["product"]), userStore)


class _Suspend(_OnUser):
    """
    Put a product out of use for a user, with what it shares; the data are kept.
    """

    done = "suspended"

    def changeInstallation(self, installation: Installation) -> None:
        installation.suspend()


class _Resume(_OnUser):
    """
    Undo C{suspend}.
    """

    done = "resumed"

    def changeInstallation(self, installation: Installation) -> None:
        installation.resume()


class _Remove(_OnUser):
    """
    Take a product away from a user.
    """

    done = "removed"

    def changeInstallation(self, installation: Installation) -> None:
        installation.remove()


def _openStoreOf(command: SiteSubCommand, siteStore: Store) -> Store:
    address = command.addressOf(command["user"])
    subStore = findSubStore(siteStore, address.localpart, address.domain)
    if subStore is None:
        raise NoSuchAccount(str(address))
    return subStore.open()


class ProductCommand(AxiomaticCommand):
    """
    List products, and give them to users or take them away.
    """

    name = "product"
    description = "List products, and give them to users or take them away."
    subCommands = (
        ("list", None, _List, "List the products of the site or of a user."),
        ("grant", None, _Grant, "Give a user a product."),
        ("suspend", None, _Suspend, "Put a product out of use for a user."),
        ("resume", None, _Resume, "Put it into use again."),
        ("remove", None, _Remove, "Take a product away from a user."),
    )
