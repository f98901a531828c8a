"""
The front page of a site.
"""

from __future__ import annotations

from collections.abc import Sequence

from twisted.web.resource import Resource
from twisted.web.server import Request
from twisted.web.template import Tag, tags

from mantissa_like.accounts import Address
from mantissa_like.config import SiteSettings
from mantissa_like.web._http.answering import answerWith
from mantissa_like.web._http.sending import send
from mantissa_like.web._markup.page import Page
from mantissa_like.web._views.rendering import Renderer
from mantissa_like.web._views.sharepath import userPath
from mantissa_like.web._visitors.visitors import Visitors
from mantissa_like.web._websharing.applications import Application, Applications

__all__ = ["FrontPage"]


class FrontPage(Resource):
    """
    Says where one is, and leads on from there.
    """

    isLeaf = True
    allowedMethods = (b"GET", b"HEAD")

    def __init__(
        self, settings: SiteSettings, applications: Applications, visitors: Visitors, renderer: Renderer
    ) -> None:
        super().__init__()
        self._settings, self._applications = settings, applications
        self._visitors, self._renderer = visitors, renderer

    def render_GET(self, request: Request) -> bytes | int:
        """
        Show it to whoever comes.
        """
        return answerWith(request, self._get(request))

    async def _get(self, request: Request) -> bytes:
        session = self._visitors.find(request)
        viewer, token = (None, "") if session is None else (session.viewer, session.csrfToken)
        content = [tags.h1(self._settings.title), self._onward(viewer)]
        if applications := self._applications.shownTo(viewer):
            content.append(_directory(applications))
        return send(request, self._renderer.page(Page("Welcome", content), viewer, token, "/"))

    def _onward(self, viewer: str | None) -> Tag:
        if viewer is None:
            return tags.p(
                tags.a("Log in", href="/login"), " to see what is yours and what is shared with you."
            )
        home = userPath(Address.parse(viewer), self._settings.domain)
        return tags.p("Go to ", tags.a("your own page", href=home), ".")


def _directory(applications: Sequence[Application]) -> Tag:
    entries = [
        tags.li(tags.a(_spoken(each.name), href=f"/{each.name}/"), tags.p(each.description))
        for each in applications
    ]
    return tags.ul(*entries, class_="directory")


def _spoken(name: str) -> str:
    """
    The name of an offering as people write it.
    """
    return name.replace("_", " ").capitalize()
