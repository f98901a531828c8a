"""
Offerings: what an application brings to a site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zope.interface.interface import InterfaceClass

from axiom.item import Item
from mantissa_like.catalog.errors import BrokenOffering

__all__ = ["RESERVED_NAMES", "Offering", "Powerup"]

# Where every site has pages of its own, which would hide those of an application.
RESERVED_NAMES = frozenset(
    (
        "account",
        "console",
        "groups",
        "healthz",
        "home",
        "join",
        "live",
        "login",
        "logout",
        "mailbox",
        "metrics",
        "operations",
        "reset",
        "search",
        "shares",
        "static",
        "users",
        "verify",
    )
)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True)
class Powerup:
    """
    One class of items that is installed on a store as a whole, with what it depends on.

    @ivar name: what people call it.
    @ivar description: one sentence for people.
    @ivar itemClass: the class, which is made without arguments.
    """

    name: str
    description: str
    itemClass: type[Item]


@dataclass(frozen=True)
class Offering:
    """
    One application; the C{offering} of the package C{offerings.<name>}.

    @ivar name: of its folder: at most 64 lower-case letters, digits and underscores, a letter first;
        none of L{RESERVED_NAMES}.
    @ivar description: one sentence for people.
    @ivar appPowerups: installed on the application store, in this order.
    @ivar siteRequirements: pairs of an interface that the site store must provide and of the class of items
        that is installed there if it does not.
    @ivar installablePowerups: what the product of the same name grants to a user, in this order.
    @ivar version: of the application; may be empty.
    @ivar permissions: what it does that reaches beyond the stores of those who have it, such as sending mail;
        each one sentence for the administrator who is to install it. What follows from the powerups is told
        without that.
    """

    name: str
    description: str
    appPowerups: Sequence[Powerup] = ()
    siteRequirements: Sequence[tuple[InterfaceClass, type[Item]]] = ()
    installablePowerups: Sequence[Powerup] = ()
    version: str = ""
    permissions: Sequence[str] = ()

    def __post_init__(self) -> None:
        """
        @raise BrokenOffering: the name can't be that of a folder, of an application store and in URLs.
        """
        if self.name in RESERVED_NAMES:
            raise BrokenOffering(self.name, "every site has pages of its own under this name")
        if not _NAME.fullmatch(self.name):
            raise BrokenOffering(self.name, "its name must be lower-case letters, digits and underscores")
