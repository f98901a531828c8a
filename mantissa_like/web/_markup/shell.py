"""
The frame around every page of a site.

A framed page is joined from parts that were flattened before, so what a cache keeps is the main part only,
and one cached part serves every viewer who may see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from twisted.web.template import tags

from mantissa_like.web._markup.templates import bundledTemplate, markup

__all__ = ["Shell", "Viewer"]

_FRAME = bundledTemplate("frame")
_VIEWER = bundledTemplate("viewer")
_VISITOR = bundledTemplate("visitor")


@dataclass(frozen=True)
class Viewer:
    """
    Somebody who is logged in.

    @ivar name: as shown, such as C{alice@example.com}.
    @ivar homeURL: where the person's own page is, quoted.
    @ivar csrfToken: what every form that changes something must send back as C{csrfToken}.
    """

    name: str
    homeURL: str
    csrfToken: str


class Shell:
    """
    What all pages of one site have in common.
    """

    def __init__(self, siteTitle: str, styleURLs: Iterable[str], iconURL: str | None = None) -> None:
        """
        @param siteTitle: plain text.
        @param styleURLs: of the style sheets, in order of use.
        @param iconURL: of the picture that browsers show beside the title.
        """
        self._siteTitle = siteTitle
        icon = [] if iconURL is None else [tags.link(rel="icon", href=iconURL)]
        self._links = markup(*icon, *(tags.link(rel="stylesheet", href=url) for url in styleURLs))

    def page(self, title: str, main: bytes, viewer: Viewer | None, path: str = "/") -> bytes:
        """
        A whole page for somebody who is, or could be, logged in.

        @param title: of the page, plain text.
        @param main: the main part, as finished markup.
        @param viewer: C{None} for a visitor, who is offered to log in.
        @param path: where the visitor returns to then, quoted.
        @return: UTF-8.
        """
        if viewer is None:
            account = _VISITOR.fill(loginURL="/login?" + urlencode({"then": path}))
        else:
            account = _VIEWER.fill(name=viewer.name, homeURL=viewer.homeURL, csrfToken=viewer.csrfToken)
        return self._frame(title, main, account)

    def pageForAll(self, title: str, main: bytes) -> bytes:
        """
        A whole page which says nothing of who looks at it, such as a failure's or the one to log in.

        @param title: of the page, plain text.
        @param main: the main part, as finished markup.
        @return: UTF-8.
        """
        return self._frame(title, main, b"")

    def _frame(self, title: str, main: bytes, account: bytes) -> bytes:
        return b"<!DOCTYPE html>\n" + _FRAME.fill(
            title=f"{title} · {self._siteTitle}",
            siteTitle=self._siteTitle,
            links=self._links,
            account=account,
            main=main,
            footer=f"{self._siteTitle}, where every person has a store of their own.",
        )
