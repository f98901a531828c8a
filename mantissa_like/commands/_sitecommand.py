"""
Commands on accounts and on sites, and how they list things.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TextIO

from axiom.scripts.axiomatic import AxiomaticSubCommand, AxiomaticSubCommandMixin
from axiom.store import Store
from mantissa_like.accounts import Address
from mantissa_like.site import requireSite, siteConfig

__all__ = ["AddressMixin", "SiteMixin", "SiteSubCommand", "jsonFlag", "writeListing"]

jsonFlag = ("json", None, "Print one JSON array.")


class AddressMixin(AxiomaticSubCommandMixin):
    """
    A command that works on accounts, be they those of a site or of another store.
    """

    def addressOf(self, user: str, domain: str | None = None) -> Address:
        """
        The address that was typed as C{user@domain}, as two words, or as a user of the site's own domain.

        @raise InvalidAddress: it is none.
        @raise NotASite: there is no domain, and no site that has one.
        """
        if domain is not None:
            return Address(user, domain)
        if "@" in user:
            return Address.parse(user)
        requireSite(self.store)
        return Address.parse(user, siteConfig(self.store).site.domain)


class SiteMixin(AddressMixin):
    """
    A command that works on a site.
    """

    @property
    def store(self) -> Store:
        """
        The site store.

        @raise NotASite: the store that was named is another one.
        """
        store = super().store
        requireSite(store)
        return store


class SiteSubCommand(SiteMixin, AxiomaticSubCommand):
    """
    A command within a command that works on a site.
    """


def writeListing(out: TextIO, entries: Sequence[Mapping[str, object]], asJSON: bool) -> None:
    """
    Write one line for each entry, its values in columns, or one JSON array of them all.

    @param entries: each with the same keys; may be empty.
    """
    if asJSON:
        out.write(f"{json.dumps(list(entries), ensure_ascii=False)}\n")
        return
    lines = [[str(value) for value in entry.values()] for entry in entries]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (value.ljust(width) for value, width in zip(line, widths, strict=True))
        out.write(f"{'  '.join(padded).rstrip()}\n")
