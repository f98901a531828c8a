"""
The front page of a site.
"""

from __future__ import annotations

from twisted.web.resource import Resource
from twisted.web.server import Request
from twisted.web.template import tags

from mantissa_like.accounts import Address
from mantissa_like.config import SiteSettings
from mantissa_like.web._page import Page
from mantissa_like.web._rendering import Renderer
from mantissa_like.web._sending import send
from mantissa_like.web._sharepath import userPath
from mantissa_like.web._visitors import Visitors

__all__ = ["FrontPage"]


class FrontPage(Resource):
    """
    Says where one is, and leads on from there.
    """

    isLeaf = True
    allowedMethods = (b"GET", b"HEAD")

    def __init__(self, settings: SiteSettings, visitors: Visitors, renderer: Renderer) -> None:
        super().__init__()
        self._settings, self._visitors, self._renderer = settings, visitors, renderer

    def render_GET(self, request: Request) -> bytes:
        """
        Show it to whoever comes.
        """
        session = self._visitors.find(request)
        if session is None:
            viewer, token = None, ""
            onward = tags.p(
                tags.a("Log in", href="/login"), " to see what is yours and what is shared with you."
            )
        else:
            viewer, token = session.viewer, session.csrfToken
            home = userPath(Address.parse(viewer), self._settings.domain)
            onward = tags.p("Go to ", tags.a("your own page", href=home), ".")
        page = Page("Welcome", [tags.h1(self._settings.title), onward])
        return send(request, self._renderer.page(page, viewer, token, "/"))
