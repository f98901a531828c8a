"""
The command C{offering}: the applications of a site.
"""

from __future__ import annotations

from typing import TextIO

from axiom.scripts.axiomatic import AxiomaticCommand
from axiom.store import Store
from mantissa_like.catalog import findOffering, findOfferings, installedOfferings, installOffering
from mantissa_like.commands._sitecommand import SiteSubCommand, jsonFlag, writeListing

__all__ = ["OfferingCommand"]


class _List(SiteSubCommand):
    """
    List the offerings that there are, and which of them are installed.
    """

    optFlags = (jsonFlag,)

    def perform(self, store: Store, out: TextIO) -> None:
        installed = {each.offeringName for each in installedOfferings(store)}
        found = findOfferings()
        entries = []
        for name in sorted(found.keys() | installed):
            # An installed one whose software is gone is listed, too.
            state = ("installed" if name in found else "missing") if name in installed else "available"
            description = found[name].description if name in found else ""
            entries.append({"name": name, "state": state, "description": description})
        writeListing(out, entries, self["json"])


class _Install(SiteSubCommand):
    """
    Install an offering: its store, its services, and a product that can be granted.
    """

    synopsis = "NAME"

    def parseArgs(self, name: str) -> None:  # type: ignore[override]
        self["name"] = name

    def perform(self, store: Store, out: TextIO) -> None:
        name = self["name"]
        offering = findOffering(name)
        installOffering(store, offering)
        out.write(f"installed {name}\n")
        if offering.installablePowerups:
            out.write(f"give it to users with 'axiomatic product grant {name} USER@DOMAIN'\n")


class OfferingCommand(AxiomaticCommand):
    """
    List and install offerings.
    """

    name = "offering"
    description = "List and install the applications of the site."
    subCommands = (
        ("list", None, _List, "List the offerings."),
        ("install", None, _Install, "Install an offering."),
    )
