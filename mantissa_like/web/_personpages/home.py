"""
The page on which people find what is theirs.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from axiom.store import Store
from mantissa_like.catalog import administrators, findOfferings, products
from mantissa_like.web._markup.page import Page
from mantissa_like.web._personpages.asking import askAll
from mantissa_like.web._personpages.directory import directoryTag, spoken
from mantissa_like.web._personpages.tabs import Tab, siteURL
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.sharepath import userPath
from mantissa_like.web._websharing.applications import Applications
from mantissa_like.web.interfaces import INavigable

__all__ = ["HomePage", "tabsOf"]

_MOST_NAMED = 3


def tabsOf(store: Store) -> list[Tab]:
    """
    Where the applications are that the owner of a store has, in the order in which they are shown.
    """
    answers = askAll(store, INavigable, lambda powerup: tuple(powerup.tabs()))
    return sorted(
        (tab for tabs in answers for tab in tabs), key=lambda tab: (-tab.priority, tab.name.lower())
    )


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
            tags.ul(*(_card(tab, home) for tab in tabs), class_="cards") if tabs else self._nothing(),
            tags.h2("More of yours"),
            tags.ul(*(_entry(*link) for link in self._links(visit)), class_="cards"),
        ]
        if applications := self._applications.shownTo(visit.viewer):
            content += [tags.h2("On this site"), directoryTag(applications)]
        return Page("Home", content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        For programs.
        """
        home = self._home(visit)
        apps = [
            {
                "name": tab.name,
                "url": siteURL(tab.url, home),
                "description": tab.description,
                "badge": tab.badge,
            }
            for tab in tabsOf(visit.ownStore)
        ]
        links = [{"name": name, "url": url} for name, url, _ in self._links(visit)]
        return {"address": visit.viewer, "apps": apps, "links": links}

    def _home(self, visit: SiteVisit) -> str:
        return userPath(visit.address, self._context.config.site.domain)

    def _links(self, visit: SiteVisit) -> list[tuple[str, str, str]]:
        links = [
            ("Shared", "/shares", "What others share with you, and what you share."),
            ("Search", "/search", "Find something in all of your apps."),
            ("Preferences", "/account/preferences", "How your apps look and work for you."),
            ("Account", "/account", "Your password, devices, storage and a copy of everything."),
        ]
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


def _card(tab: Tab, home: str) -> Tag:
    badge: list[Flattenable] = [" ", tags.span(tab.badge, class_="badge")] if tab.badge else []
    return tags.li(
        tags.h3(tags.a(tab.name, href=siteURL(tab.url, home)), *badge),
        tags.p(tab.description) if tab.description else "",
    )


def _entry(name: str, url: str, description: str) -> Tag:
    return tags.li(tags.h3(tags.a(name, href=url)), tags.p(description))
