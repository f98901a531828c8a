"""
The page on which people find what is theirs.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.accounts import isArtificial
from mantissa_like.catalog import administrators, findOfferings, products
from mantissa_like.web._markup.page import Page
from mantissa_like.web._personpages.apps import appCards, appsAsData, tabsOf
from mantissa_like.web._personpages.directory import directoryTag, spoken
from mantissa_like.web._personpages.groups import groupsOfVisitor, groupURL
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.sharepath import userPath
from mantissa_like.web._websharing.applications import Applications

__all__ = ["HomePage"]

_MOST_NAMED = 3


class HomePage:
    """
    The applications that a person has, and the way to everything else.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._applications = Applications(context.siteStore, context.pool)

    def show(self, visit: SiteVisit) -> Page:
        """
        For people.
        """
        tabs, home = tabsOf(visit.ownStore), self._home(visit)
        content = [
            tags.h1("Home"),
            tags.h2("Your apps"),
            appCards(tabs, home) if tabs else self._nothing(),
        ]
        if groups := groupsOfVisitor(visit):
            cards = (tags.li(tags.h3(tags.a(each, href=groupURL(each)))) for each in groups)
            content += [tags.h2("Your groups"), tags.ul(*cards, class_="cards")]
        links = tags.ul(*(_entry(*link) for link in self._links(visit)), class_="cards")
        content += [tags.h2("More of yours"), links]
        if applications := self._applications.shownTo(visit.viewer):
            content += [tags.h2("On this site"), directoryTag(applications)]
        return Page("Home", content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        For programs.
        """
        home = self._home(visit)
        links = [{"name": name, "url": url} for name, url, _ in self._links(visit)]
        return {
            "address": visit.viewer,
            "apps": appsAsData(tabsOf(visit.ownStore), home),
            "groups": [{"address": each, "url": groupURL(each)} for each in groupsOfVisitor(visit)],
            "links": links,
        }

    def _home(self, visit: SiteVisit) -> str:
        return userPath(visit.address, self._context.config.site.domain)

    def _links(self, visit: SiteVisit) -> list[tuple[str, str, str]]:
        links = [
            ("Shared", "/shares", "What others share with you, and what you share."),
            ("Search", "/search", "Find something in all of your apps."),
            ("Preferences", "/account/preferences", "How your apps look and work for you."),
            ("Account", "/account", "Your password, devices, storage and a copy of everything."),
        ]
        if isArtificial(visit.account):
            links.append(("Members", groupURL(str(visit.address)), "Who acts here besides you."))
        if self._context.isAdministrator(str(visit.address)):
            links.append(("Console", "/console", "Run this site."))
        return links

    def _nothing(self) -> Tag:
        """
        What somebody reads who has no application: which there are, and whom to ask.
        """
        offerings, siteStore = findOfferings(), self._context.siteStore
        offered = [
            tags.li(
                tags.strong(spoken(product.name)),
                f": {offerings[product.name].description}" if product.name in offerings else "",
            )
            for product in products(siteStore)
        ]
        whom = administrators(siteStore, self._context.pool)[:_MOST_NAMED]
        ask = " or ".join(whom) or "whoever runs this site"
        if not offered:
            return tags.p(f"You have no apps, and this site has none to give yet. Ask {ask}.", class_="empty")
        return tags.div(
            tags.p("You have no apps yet. This site can give you:"),
            tags.ul(*offered),
            tags.p(f"To get one, ask {ask}."),
        )


def _entry(name: str, url: str, description: str) -> Tag:
    return tags.li(tags.h3(tags.a(name, href=url)), tags.p(description))
