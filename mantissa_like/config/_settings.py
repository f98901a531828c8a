"""
What a site is, where it listens, and what it and its accounts start with.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from msgspec import Meta

from mantissa_like.config._tables import Table, Text

__all__ = ["AccountSettings", "OfferingSettings", "PortSettings", "SiteSettings"]

_PUBLIC_URL = re.compile(r"https?://[^/?#\s@]+")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_HOST = re.compile(r"[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]")
_PAGE = re.compile(r"|(https?://[^/?#\s@]+)?/[^\s]*|https?://[^/?#\s@]+")
_ENDPOINT = re.compile(r"[A-Za-z][A-Za-z0-9]*:.+")

_Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]


class SiteSettings(Table, frozen=True):
    """
    What the site is called.

    @ivar title: shown on every page; 1 to 200 characters.
    @ivar domain: the part after the C{@} of its accounts, in lower case.
    @ivar publicURL: where people reach it: scheme, host and perhaps port, no path and no slash at the end.
    @ivar languages: in which its pages can be read, that of everybody else first; not empty.
    @ivar aliases: more host names by which the site is called, without a port.
    """

    title: Text = "A new site"
    domain: str = "localhost"
    publicURL: str = "http://localhost:8080"
    languages: tuple[_Language, ...] = ("en",)
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _DOMAIN.fullmatch(self.domain):
            raise ValueError("field `domain` expected a domain name in lower case, such as example.com")
        if not self.languages:
            raise ValueError('field `languages` expected one language at least, such as ["en"]')
        if not _PUBLIC_URL.fullmatch(self.publicURL):
            raise ValueError(
                "field `public-url` expected an address without a path, such as https://example.com"
            )
        if not all(map(_HOST.fullmatch, self.aliases)):
            raise ValueError("field `aliases` expected host names without a port, such as www.example.com")


class PortSettings(Table, frozen=True):
    """
    One port which a new site listens on.

    @ivar endpoint: a Twisted server endpoint, such as C{tcp:8080:interface=127.0.0.1}.
    """

    endpoint: str

    def __post_init__(self) -> None:
        if not _ENDPOINT.fullmatch(self.endpoint):
            raise ValueError("field `endpoint` expected an endpoint such as tcp:8080:interface=127.0.0.1")


class OfferingSettings(Table, frozen=True):
    """
    The applications of a new site.

    @ivar install: names of offerings, in the order in which they are installed.
    """

    install: tuple[Text, ...] = ()


class AccountSettings(Table, frozen=True):
    """
    Who gets an account, and what it starts with.

    @ivar signUp: C{open}: whoever has an address of mail; C{invitation}: whoever is invited; C{closed}: only
        whom an administrator makes one.
    @ivar terms: the address of a page which people must agree to; empty if there is none.
    @ivar products: names of the products granted to every new account, in order.
    """

    signUp: Literal["open", "invitation", "closed"] = "closed"
    terms: str = ""
    products: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        if not _PAGE.fullmatch(self.terms):
            raise ValueError(
                "field `terms` expected the address of a page, such as https://example.com/terms"
            )
