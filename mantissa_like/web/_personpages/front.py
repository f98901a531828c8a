"""
The front page of a site.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.accounts import Address
from mantissa_like.web._markup.page import Page
from mantissa_like.web._personpages.directory import directoryTag
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.sharepath import userPath
from mantissa_like.web._websharing.applications import Applications

__all__ = ["FrontPage"]


class FrontPage:
    """
    Says where one is, and leads on from there.
    """

    def __init__(self, context: SiteContext) -> None:
        self._settings = context.config.site
        self._isOpen = context.config.accounts.signUp == "open"
        self._applications = Applications(context.siteStore, context.pool)

    def show(self, visit: SiteVisit) -> Page:
        """
        Show it to whoever comes.
        """
        content = [tags.h1(self._settings.title), *self._onward(visit.viewer)]
        if applications := self._applications.shownTo(visit.viewer):
            content += [tags.h2("On this site"), directoryTag(applications)]
        return Page("Welcome", content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        For programs.
        """
        applications = self._applications.shownTo(visit.viewer)
        return {
            "title": self._settings.title,
            "viewer": visit.viewer,
            "applications": [
                {"name": each.name, "url": f"/{each.name}/", "description": each.description}
                for each in applications
            ],
        }

    def _onward(self, viewer: str | None) -> list[Tag]:
        if viewer is None:
            return [
                tags.p(
                    "Here people keep what is theirs, each in a place of their own, and share of it what they"
                    " like with whom they like."
                ),
                tags.p(
                    tags.a("Log in", href="/login?then=/home", class_="button"),
                    tags.a("Join", href="/join", class_="button") if self._isOpen else "",
                    class_="buttons",
                ),
            ]
        own = userPath(Address.parse(viewer), self._settings.domain)
        return [
            tags.p(
                tags.a("Go to your home", href="/home", class_="button"),
                tags.span("or see ", tags.a("your own page", href=own), " as others do."),
                class_="buttons",
            )
        ]
