"""
What somebody's data takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twisted.web.template import tags

from axiom.care import StorePlace, summarize
from axiom.item import findItemClass
from axiom.store import Store
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.tables import Column, Table
from mantissa_like.web._views.wording import bytesInWords

__all__ = ["StoragePage"]

_OFFERINGS = "offerings."


@dataclass(frozen=True)
class _App:
    """
    @ivar name: of the application; that of the site itself for what it keeps for a person.
    @ivar items: how many it has.
    """

    name: str
    items: int


_APPS: Table[_App] = Table(
    Column("app", "App", lambda app: app.name, isSortable=True),
    Column(
        "items", "Items", lambda app: app.items, lambda app: f"{app.items:,}", isSortable=True, isNumber=True
    ),
    sort="-items",
)


@dataclass(frozen=True)
class _Usage:
    """
    @ivar database: bytes; None in memory.
    @ivar files: bytes of all files; None in memory.
    @ivar items: how many there are.
    """

    database: int | None
    files: int | None
    items: int


class StoragePage:
    """
    How much somebody has, and of what.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    async def show(self, visit: SiteVisit) -> Page:
        """
        For people.
        """
        apps = _apps(visit.ownStore)
        usage = await self._usage(visit, apps)
        together = None if usage.database is None else usage.database + (usage.files or 0)
        known = {
            "Together": _amount(together),
            "Database": _amount(usage.database),
            "Files": _amount(usage.files),
            "Items": f"{usage.items:,}",
        }
        content = [
            tags.h1("Storage"),
            facts(known),
            tags.h2("By app"),
            _APPS.of(apps, visit).show(),
            tags.p(tags.a("Take a copy of everything", href="/account/export")),
        ]
        return Page("Storage", content)

    async def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        For programs.
        """
        apps = _apps(visit.ownStore)
        usage = await self._usage(visit, apps)
        return {
            "databaseBytes": usage.database,
            "fileBytes": usage.files,
            "items": usage.items,
            "apps": _APPS.of(apps, visit).data(),
        }

    async def _usage(self, visit: SiteVisit, apps: list[_App]) -> _Usage:
        items, place = sum(app.items for app in apps), visit.account.avatars.storepath
        if place is None:
            return _Usage(None, None, items)
        top = StorePlace(Path(place.path))
        # Many files take long to look at.
        summary = await self._context.siteStore.runtime.inThread(summarize, top)
        return _Usage(summary.bytes, summary.files, items)


def _apps(store: Store) -> list[_App]:
    """
    How many items each application has in a store.
    """
    rows = store.querySQL(
        "SELECT t.typename, count(*) FROM axiom_types t JOIN axiom_objects o ON o.type_id = t.oid"
        " GROUP BY t.oid"
    )
    counts: dict[str, int] = {}
    for typeName, count in rows:
        name = _appOf(typeName)
        counts[name] = counts.get(name, 0) + count
    return [_App(name, count) for name, count in counts.items()]


def _appOf(typeName: str) -> str:
    """
    What people call the application that defines a type.
    """
    found = findItemClass(typeName, None)
    if found is None:
        return "Apps that this site has no more"
    if not found.__module__.startswith(_OFFERINGS):
        return "The site itself"
    return found.__module__.split(".")[1].replace("_", " ").capitalize()


def _amount(count: int | None) -> str:
    return "in memory" if count is None else bytesInWords(count)
