"""
What is told of each store of a site without opening it, and which of that is where.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from axiom.care import TOP, BackupDirectory, StorePlace, Summary, summarize
from axiom.care.errors import CareError
from axiom.substore import SubStore
from mantissa_like.web._console.databases import placeOf, sizeOf, topOf
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web.errors import NotFound

__all__ = ["SITE", "StoreRow", "allPlaces", "backupTimes", "findPlace", "labelOf", "lookedInto", "rowOf"]

SITE = "site"
"""What the site store is called in URLs; the others are by the storeIDs of what stands for them."""


@dataclass(frozen=True)
class StoreRow:
    """
    One store.

    @ivar bytes: of its database, with the log of what was written last.
    @ivar opened: when a process began or ceased to have it open, the last time: seconds since the epoch; None
        if its directory is gone.
    @ivar backedUp: when the last good copy was taken: seconds since the epoch; None if there is none.
    @ivar summary: what is in it; None until somebody looks.
    """

    identifier: str
    name: str
    bytes: int
    opened: float | None
    backedUp: float | None
    summary: Summary | None = None

    @property
    def url(self) -> str:
        """
        Where the console shows it.
        """
        return f"/console/stores/{self.identifier}"


def allPlaces(context: SiteContext) -> list[tuple[str, StorePlace]]:
    """
    Where each store is, by its identifier, the site's own first; empty for a site in memory.
    """
    top = topOf(context.siteStore)
    if top is None:
        return []
    query = context.siteStore.query(
        SubStore,
        SubStore.storepath != None,  # noqa: E711 (a condition of SQL)
        sort=SubStore.storepath.ascending,
    )
    # There may be very many, so that the items are not loaded; a path is stored from the files of the site.
    with context.siteStore.snapshot():
        found = zip(query.getColumn("storeID"), query.getColumn("storepath", raw=True), strict=True)
        below = [(str(storeID), StorePlace(top.files / name, name)) for storeID, name in found]
    return [(SITE, top), *below]


def findPlace(context: SiteContext, identifier: str) -> StorePlace:
    """
    Where one store is.

    @raise NotFound: there is none with this identifier, or it is in memory.
    """
    if identifier == SITE:
        place = topOf(context.siteStore)
    else:
        subStore = context.siteStore.findFirst(SubStore, SubStore.storeID == wholeNumber(identifier))
        place = None if subStore is None else placeOf(subStore)
    if place is None:
        raise NotFound
    return place


def labelOf(place: StorePlace) -> str:
    """
    What people call a store.
    """
    return "Site store" if place.name == TOP else place.name


def backupTimes(directory: str) -> Mapping[str, float]:
    """
    When the last good copy of each store was taken, by its name; reads the disk.

    @param directory: of the backups; empty if there is none.
    """
    if not directory:
        return {}
    generations = {each.name: each for each in BackupDirectory(Path(directory)).generations()}
    times: dict[str, float] = {}
    try:
        newest = next(reversed(generations.values()), None)
        for store in () if newest is None else newest.manifest.stores:
            source = generations.get(store.keptFrom or newest.name) if newest else None
            if source is not None:
                times[store.name] = source.manifest.taken
    except CareError:
        # A directory that tells nothing has no backup that helps.
        return {}
    return times


def rowOf(identifier: str, place: StorePlace, backups: Mapping[str, float]) -> StoreRow:
    """
    What the file system tells of one store.
    """
    try:
        opened = os.stat(place.path).st_mtime
    except FileNotFoundError:
        opened = None
    return StoreRow(identifier, labelOf(place), sizeOf(place), opened, backups.get(place.name))


def lookedInto(row: StoreRow, place: StorePlace) -> StoreRow:
    """
    The same with what is in the store; reads its database.
    """
    return row if row.opened is None else replace(row, summary=summarize(place))
