"""
Turning what views answer with into what is sent.
"""

from __future__ import annotations

from twisted.web import http

from mantissa_like.web._markup.languages import Languages
from mantissa_like.web._markup.page import Page
from mantissa_like.web._markup.representation import HTML, Representation
from mantissa_like.web._markup.shell import Shell, Viewer
from mantissa_like.web._markup.templates import bundledTemplate
from mantissa_like.web._markup.themes import Theme
from mantissa_like.web._views.visit import Visit

__all__ = ["Renderer"]

_PROBLEM = bundledTemplate("problem")


class Renderer:
    """
    Makes the responses of one site.

    @ivar languages: those that it speaks.
    """

    def __init__(self, shell: Shell, languages: Languages | None = None) -> None:
        self._shell = shell
        self.languages = Languages() if languages is None else languages

    @property
    def theme(self) -> Theme:
        """
        The templates of the site.
        """
        return self._shell.theme

    def page(
        self, page: Page, visit: Visit, csrfToken: str, url: str, problem: str = "", tools: bytes = b""
    ) -> Representation:
        """
        Put the site's frame around a page.

        @param csrfToken: for the form by which the viewer logs out.
        @param url: of the page, quoted; a visitor comes back there from logging in.
        @param problem: shown above the page, in full sentences; may be empty.
        @param tools: finished markup, shown above the page's own content.
        """
        above: bytes = visit.fill(_PROBLEM, text=problem) if problem else b""
        above += tools
        viewer = Viewer(visit.viewer, csrfToken) if visit.viewer else None
        body = self._shell.page(page, viewer, url, visit.language, above)
        status = http.BAD_REQUEST if problem else page.status
        isCacheable = page.isCacheable and not problem and status == http.OK
        return Representation(HTML, body, status, isCacheable, isUnlisted=page.isUnlisted)
