"""
The list of a site's stores. None is opened for it; what is slow is done in a thread, for one page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from axiom.care import StorePlace
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.storelist import StoreRow, allPlaces, backupTimes, lookedInto, rowOf
from mantissa_like.web._console.troubles import LOOK, noteTroubles
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._views.wording import bytesInWords

__all__ = ["SECTION", "StoresPage", "stateOf"]

SECTION = "Stores"


def stateOf(row: StoreRow) -> Flattenable:
    """
    Whether a store is as it should be.
    """
    if row.opened is None:
        return tags.span("gone", class_="badge bad")
    if row.summary is None:
        return "–"
    if row.summary.error:
        return tags.span("unreadable", class_="badge bad", title=row.summary.error)
    if row.summary.pending:
        return tags.span("waits for an upgrade", class_="badge")
    return tags.span("good", class_="badge good")


def _link(row: StoreRow) -> Tag:
    return tags.a(row.name, href=row.url)


_TABLE = Table(
    Column[StoreRow]("name", "Store", lambda row: row.name, _link, isSortable=True, isFiltered=True),
    Column[StoreRow](
        "bytes",
        "Database",
        lambda row: row.bytes,
        lambda row: bytesInWords(row.bytes),
        isSortable=True,
        isNumber=True,
    ),
    Column[StoreRow]("items", "Items", lambda row: row.summary and row.summary.items, isNumber=True),
    Column[StoreRow]("revision", "Revision", lambda row: row.summary and row.summary.revision, isNumber=True),
    Column[StoreRow]("pending", "Schema", lambda row: row.summary and row.summary.pending, stateOf),
    momentColumn("opened", "Last opened", lambda row: row.opened, isSortable=True),
    momentColumn("backedUp", "Last backup", lambda row: row.backedUp, isSortable=True),
)


class StoresPage:
    """
    All stores of the site.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    async def show(self, visit: SiteVisit) -> Page:
        """
        The table.
        """
        found = await self._found(visit)
        note = "Every user and every application has a store of its own; the site has one for its accounts."
        return consolePage(SECTION, "Stores", tags.p(note), found.show())

    async def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same rows.
        """
        return (await self._found(visit)).data()

    async def _found(self, visit: SiteVisit) -> TablePage[StoreRow]:
        places = allPlaces(self._context)
        found: TablePage[StoreRow]
        found = await self._context.siteStore.runtime.inThread(self._read, places, visit)
        looked = {row.identifier: row.summary.error for row in found.rows if row.summary is not None}
        noteTroubles(self._context, LOOK, looked)
        return found

    def _read(self, places: Sequence[tuple[str, StorePlace]], visit: SiteVisit) -> TablePage[StoreRow]:
        backups = backupTimes(self._context.config.backups.directory)
        found = _TABLE.of([rowOf(identifier, place, backups) for identifier, place in places], visit)
        where = dict(places)
        return replace(found, rows=[lookedInto(row, where[row.identifier]) for row in found.rows])
