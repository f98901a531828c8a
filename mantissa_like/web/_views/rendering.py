"""
Turning what views answer with into what is sent.
"""

from __future__ import annotations

from twisted.web import http

from mantissa_like.web._markup.page import Page
from mantissa_like.web._markup.representation import HTML, Representation
from mantissa_like.web._markup.shell import Shell, Viewer
from mantissa_like.web._markup.templates import Markup, bundledTemplate, markup
from mantissa_like.web._markup.themes import Theme

__all__ = ["Renderer"]

_PROBLEM = bundledTemplate("problem")


class Renderer:
    """
    Makes the responses of one site.
    """

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    @property
    def theme(self) -> Theme:
        """
        The templates of the site.
        """
        return self._shell.theme

    def page(
        self, page: Page, viewer: str | None, csrfToken: str, url: str, problem: str = ""
    ) -> Representation:
        """
        Put the site's frame around a page.

        @param viewer: C{user@domain}; None for a visitor.
        @param csrfToken: for the form by which the viewer logs out.
        @param url: of the page, quoted; a visitor comes back there from logging in.
        @param problem: shown above the page, in full sentences; may be empty.
        """
        main: bytes = self._shell.fill(_PROBLEM, text=problem) if problem else b""
        main += page.content if isinstance(page.content, Markup) else markup(page.content)
        body = self._shell.page(
            page.title,
            main,
            Viewer(viewer, csrfToken) if viewer else None,
            url,
            page.scripts,
            page.styles,
            page.isWide,
        )
        status = http.BAD_REQUEST if problem else page.status
        return Representation(HTML, body, status, page.cacheable and not problem and status == http.OK)
