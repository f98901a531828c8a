"""
Browsing the items of a store: those of a type, and one with what belongs to it.

They are read as they are stored, by a connection that can't write, in a thread that is stopped after some
seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from twisted.web.template import Flattenable, tags

from axiom.care import (
    Connector,
    ItemBrowser,
    StoredItem,
    StorePlace,
    TypeSummary,
    browsing,
)
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.itemvalues import itemURL, plain, shown, typeURL
from mantissa_like.web._console.secretcolumns import isSecret
from mantissa_like.web._console.storelist import findPlace, labelOf
from mantissa_like.web._console.stores import SECTION
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.tables import Column, Table, TablePage
from mantissa_like.web.errors import NotFound

__all__ = ["SECONDS", "ItemPage", "ItemsPage", "deadline"]

T = TypeVar("T")

SECONDS = 5.0
"""For how long one question is worked on."""

_MOST_COLUMNS = 6
_MOST_REFERRERS = 100


def deadline(seconds: float = SECONDS) -> Callable[[], bool]:
    """
    What is false until so many seconds have passed from now on.
    """
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


async def _browse(context: SiteContext, place: StorePlace, f: Callable[[ItemBrowser], T]) -> T:
    def browse() -> T:
        with browsing(place.database, isSecret, deadline()) as browser:
            return f(browser)

    found: T = await context.siteStore.runtime.inThread(lambda: refusing(browse))
    return found


@dataclass(frozen=True)
class _ItemsOfType:
    """
    The items of one version of a type, as the rows of a table.
    """

    browser: ItemBrowser
    summary: TypeSummary

    def paged(self, sort: str, find: str, first: int, count: int) -> tuple[int, Sequence[StoredItem]]:
        """
        See L{PagedRows<mantissa_like.web._views.tables.PagedRows>}.
        """
        of, name = self.summary, sort.removeprefix("-")
        found = self.browser.items(of.typeName, of.version, name, sort.startswith("-"), first, count)
        return of.items, found


class ItemsPage:
    """
    The items of one version of a type.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    async def show(self, visit: SiteVisit) -> Page:
        """
        A table with the first few attributes.
        """
        place, summary, found = await self._found(visit)
        storeURL = _storeURL(visit)
        more = len(summary.attributes) - _MOST_COLUMNS
        return consolePage(
            SECTION,
            f"{summary.typeName}, version {summary.version}",
            tags.p("Store: ", tags.a(labelOf(place), href=storeURL), f". Items: {summary.items:,}."),
            found.show(),
            tags.p(f"Each has {more:,} more attributes, which its own page shows.", class_="faint")
            if more > 0
            else "",
        )

    async def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same rows.
        """
        _, _, found = await self._found(visit)
        return found.data()

    async def _found(self, visit: SiteVisit) -> tuple[StorePlace, TypeSummary, TablePage[StoredItem]]:
        place, storeURL = findPlace(self._context, visit.parameters["id"]), _storeURL(visit)
        wanted = (visit.parameters["type"], visit.parameters["version"])

        def find(browser: ItemBrowser) -> tuple[TypeSummary, TablePage[StoredItem]]:
            for each in browser.types():
                if (each.typeName, str(each.version)) == wanted:
                    return each, _tableOf(each, storeURL).of(_ItemsOfType(browser, each), visit)
            raise NotFound

        return (place, *(await _browse(self._context, place, find)))


def _tableOf(summary: TypeSummary, storeURL: str) -> Table[StoredItem]:
    columns = [
        Column[StoredItem](
            "storeID",
            "storeID",
            lambda item: item.storeID,
            lambda item: tags.a(str(item.storeID), href=itemURL(storeURL, item.storeID)),
            isSortable=True,
        )
    ]
    for name in summary.attributes[:_MOST_COLUMNS]:
        columns.append(
            Column[StoredItem](
                name,
                name,
                lambda item, name=name: plain(item.values[name]),  # type: ignore[misc]
                lambda item, name=name: shown(item.values[name], storeURL),  # type: ignore[misc]
                isSortable=not isSecret(name),
            )
        )
    return Table(*columns, sort="storeID")


@dataclass(frozen=True)
class _Looked:
    """
    One item and what belongs to it.
    """

    item: StoredItem
    powerups: list[Connector]
    referrers: list[tuple[str, StoredItem]]


class ItemPage:
    """
    One item: its attributes, its powerups, and who refers to it.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    async def show(self, visit: SiteVisit) -> Page:
        """
        All of it.
        """
        place, found = await self._found(visit)
        item, storeURL = found.item, _storeURL(visit)
        typeLink = tags.a(item.typeName, href=typeURL(storeURL, item.typeName, item.version))
        attributes: dict[str, Flattenable] = {
            name: shown(value, storeURL, isWhole=True) for name, value in item.values.items()
        }
        content: list[Flattenable] = [
            tags.p(
                typeLink, f", version {item.version}. Store: ", tags.a(labelOf(place), href=storeURL), "."
            ),
            facts(attributes) if attributes else tags.p("It has no attributes.", class_="empty"),
        ]
        if found.powerups:
            content += [tags.h2("Powerups"), tags.ul(*(_powerup(each, storeURL) for each in found.powerups))]
        if found.referrers:
            content += [
                tags.h2("Who refers to it"),
                tags.ul(*(_referrer(name, each, storeURL) for name, each in found.referrers)),
            ]
        if len(found.referrers) == _MOST_REFERRERS:
            content.append(tags.p("There may be more.", class_="faint"))
        return consolePage(SECTION, f"Item {item.storeID}", *content)

    async def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same.
        """
        _, found = await self._found(visit)
        return {
            "storeID": found.item.storeID,
            "type": found.item.typeName,
            "version": found.item.version,
            "attributes": {name: plain(value) for name, value in found.item.values.items()},
            "powerups": found.powerups,
            "referrers": [
                {"storeID": each.storeID, "type": each.typeName, "attribute": name}
                for name, each in found.referrers
            ],
        }

    async def _found(self, visit: SiteVisit) -> tuple[StorePlace, _Looked]:
        place = findPlace(self._context, visit.parameters["id"])
        number = wholeNumber(visit.parameters["item"])
        if number is None:
            raise NotFound

        def find(browser: ItemBrowser) -> _Looked:
            item = browser.item(number)
            if item is None:
                raise NotFound
            return _Looked(
                item, browser.powerups(item.storeID), browser.referrers(item.storeID, _MOST_REFERRERS)
            )

        return place, await _browse(self._context, place, find)


def _powerup(connector: Connector, storeURL: str) -> Flattenable:
    link = tags.a(str(connector.powerup), href=itemURL(storeURL, connector.powerup))
    return tags.li(link, " for ", tags.code(connector.interface))


def _referrer(attribute: str, item: StoredItem, storeURL: str) -> Flattenable:
    link = tags.a(f"{item.typeName} {item.storeID}", href=itemURL(storeURL, item.storeID))
    return tags.li(link, " by ", tags.code(attribute))


def _storeURL(visit: SiteVisit) -> str:
    return f"/console/stores/{visit.parameters['id']}"
