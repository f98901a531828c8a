"""
The frame around every page of a site.

A framed page is joined from parts that were flattened before, so what a cache keeps is the main part only,
and one cached part serves every viewer who may see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from twisted.web.template import Tag, tags

from mantissa_like.web._markup.page import Page
from mantissa_like.web._markup.templates import Markup, Template, bundledTemplate, markup
from mantissa_like.web._markup.themes import Theme

__all__ = ["Shell", "Viewer"]

_FRAME = bundledTemplate("frame")
_VIEWER = bundledTemplate("viewer")
_VISITOR = bundledTemplate("visitor")

_MOST_LINKS = 256


@dataclass(frozen=True)
class Viewer:
    """
    Somebody who is logged in.

    @ivar name: as shown, such as C{alice@example.com}.
    @ivar csrfToken: what every form that changes something must send back as C{csrfToken}.
    """

    name: str
    csrfToken: str


class Shell:
    """
    What all pages of one site have in common.
    """

    def __init__(
        self,
        siteTitle: str,
        styleURLs: Iterable[str],
        iconURL: str | None = None,
        theme: Theme | None = None,
        staticURL: Callable[[str], str] = str,
        scripts: Sequence[str] = (),
    ) -> None:
        """
        @param siteTitle: plain text.
        @param styleURLs: of the style sheets, in order of use.
        @param iconURL: of the picture that browsers show beside the title.
        @param staticURL: the address of the static file with this name.
        @param scripts: names of static files that are modules of JavaScript on every page.
        """
        self._siteTitle, self._staticURL = siteTitle, staticURL
        self.theme = Theme() if theme is None else theme
        icon = [] if iconURL is None else [tags.link(rel="icon", href=iconURL)]
        sheets = (tags.link(rel="stylesheet", href=url) for url in styleURLs)
        self._links = markup(*icon, *sheets, *self._modules(scripts))
        self._linksTo = lru_cache(_MOST_LINKS)(self._makeLinks)

    def fill(self, template: Template, language: str = "", **slots: str | bytes) -> Markup:
        """
        Fill a template, or what the theme has in its place.
        """
        return self.theme.find(template, language).fill(**slots)

    def page(
        self, page: Page, viewer: Viewer | None, path: str = "/", language: str = "en", above: bytes = b""
    ) -> bytes:
        """
        A whole page for somebody who is, or could be, logged in.

        @param viewer: C{None} for a visitor, who is offered to log in.
        @param path: where the visitor returns to then, quoted.
        @param language: what the page is written in.
        @param above: stands above the page's content, as finished markup.
        @return: UTF-8.
        """
        if viewer is None:
            account = self.fill(_VISITOR, language, loginURL=f"/login?then={quote_plus(path)}")
        else:
            account = self.fill(_VIEWER, language, name=viewer.name, csrfToken=viewer.csrfToken)
        main = page.content if isinstance(page.content, Markup) else markup(page.content)
        links = self._linksTo(page.scripts, page.styles)
        return self._frame(page.title, above + main, account, links, page.isWide, language)

    def pageForAll(self, title: str, main: bytes) -> bytes:
        """
        A whole page which says nothing of who looks at it, such as a failure's or the one to log in.

        @param title: of the page, plain text.
        @param main: the main part, as finished markup.
        @return: UTF-8.
        """
        return self._frame(title, main, b"", self._links, False, "en")

    def _makeLinks(self, scripts: tuple[str, ...], styles: tuple[str, ...]) -> Markup:
        if not scripts and not styles:
            return self._links
        sheets = [tags.link(rel="stylesheet", href=self._staticURL(name)) for name in styles]
        return Markup(self._links + markup(*sheets, *self._modules(scripts)))

    def _modules(self, scripts: Sequence[str]) -> list[Tag]:
        return [tags.script(type="module", src=self._staticURL(name)) for name in scripts]

    def _frame(
        self, title: str, main: bytes, account: bytes, links: Markup, isWide: bool, language: str
    ) -> bytes:
        return b"<!DOCTYPE html>\n" + self.fill(
            _FRAME,
            language,
            lang=language,
            title=f"{title} · {self._siteTitle}",
            siteTitle=self._siteTitle,
            links=links,
            width="wide" if isWide else "",
            account=account,
            main=main,
            footer=f"{self._siteTitle}, where every person has a store of their own.",
        )
