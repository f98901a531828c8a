"""
The front page of a site.
"""

from __future__ import annotations

from collections.abc import Sequence

from twisted.web.template import Tag, tags

from mantissa_like.accounts import Address
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.sharepath import userPath
from mantissa_like.web._websharing.applications import Application, Applications

__all__ = ["FrontPage"]


class FrontPage:
    """
    Says where one is, and leads on from there.
    """

    def __init__(self, context: SiteContext) -> None:
        self._settings = context.config.site
        self._applications = Applications(context.siteStore, context.pool)

    def show(self, visit: SiteVisit) -> Page:
        """
        Show it to whoever comes.
        """
        content = [tags.h1(self._settings.title), self._onward(visit.viewer)]
        if applications := self._applications.shownTo(visit.viewer):
            content.append(_directory(applications))
        return Page("Welcome", content)

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
