"""
The applications in a store, as its owner finds them.
"""

from __future__ import annotations

from collections.abc import Iterable

from twisted.web.template import Flattenable, Tag, tags

from axiom.store import Store
from mantissa_like.web._personpages.asking import askAll
from mantissa_like.web._personpages.tabs import Tab, siteURL
from mantissa_like.web.interfaces import INavigable

__all__ = ["appCards", "appsAsData", "tabsOf"]


def tabsOf(store: Store) -> list[Tab]:
    """
    Where the applications are that the owner of a store has, in the order in which they are shown.
    """
    answers = askAll(store, INavigable, lambda powerup: tuple(powerup.tabs()))
    return sorted(
        (tab for tabs in answers for tab in tabs), key=lambda tab: (-tab.priority, tab.name.lower())
    )


def appCards(shown: Iterable[Tab], home: str) -> Tag:
    """
    A card for each, which leads there.

    @param home: where all that the owner shares begins, quoted, with a slash at its end.
    """
    return tags.ul(*(_card(tab, home) for tab in shown), class_="cards")


def appsAsData(shown: Iterable[Tab], home: str) -> list[dict[str, str]]:
    """
    The same for programs.
    """
    return [
        {
            "name": tab.name,
            "url": siteURL(tab.url, home),
            "description": tab.description,
            "badge": tab.badge,
        }
        for tab in shown
    ]


def _card(tab: Tab, home: str) -> Tag:
    badge: list[Flattenable] = [" ", tags.span(tab.badge, class_="badge")] if tab.badge else []
    return tags.li(
        tags.h3(tags.a(tab.name, href=siteURL(tab.url, home)), *badge),
        tags.p(tab.description) if tab.description else "",
    )
