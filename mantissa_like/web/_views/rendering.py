"""
Turning what views answer with into what is sent.
"""

from __future__ import annotations

from twisted.web import http

from mantissa_like.accounts import Address
from mantissa_like.web._markup.page import Page
from mantissa_like.web._markup.representation import HTML, Representation
from mantissa_like.web._markup.shell import Shell, Viewer
from mantissa_like.web._markup.templates import Markup, bundledTemplate, markup
from mantissa_like.web._views.sharepath import userPath

__all__ = ["Renderer"]

_PROBLEM = bundledTemplate("problem")


class Renderer:
    """
    Makes the responses of one site.
    """

    def __init__(self, shell: Shell, domain: str) -> None:
        """
        @param domain: that of users who are named without one.
        """
        self._shell, self._domain = shell, domain

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
        main: bytes = _PROBLEM.fill(text=problem) if problem else b""
        main += page.content if isinstance(page.content, Markup) else markup(page.content)
        body = self._shell.page(page.title, main, self._viewer(viewer, csrfToken), url)
        status = http.BAD_REQUEST if problem else page.status
        return Representation(HTML, body, status, page.cacheable and not problem and status == http.OK)

    def _viewer(self, viewer: str | None, csrfToken: str) -> Viewer | None:
        if viewer is None:
            return None
        home = userPath(Address.parse(viewer), self._domain)
        return Viewer(name=viewer, homeURL=home, csrfToken=csrfToken)
