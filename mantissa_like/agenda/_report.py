"""
Asking the agenda what stores have, without opening them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from axiom.store import Store
from mantissa_like.agenda._entries import AgendaEntry, findEntries
from mantissa_like.agenda._figures import AgendaFigure

__all__ = ["StoreFigures", "figuresByStore", "figuresOf", "storesToLookInto"]


@dataclass(frozen=True)
class StoreFigures:
    """
    What one store has of one kind of work.

    @ivar subStoreID: as that of L{AgendaFigure}.
    @ivar counts: the numbers by their names, none of them 0.
    """

    subStoreID: int
    counts: Mapping[str, int]


def figuresOf(siteStore: Store, work: str) -> Mapping[str, int]:
    """
    The numbers of all stores of a site together, by their names; empty before its first start.

    @param work: the name of the work whose they are.
    """
    entries = findEntries(siteStore)
    if entries is None or not entries.store.hasType(AgendaFigure):
        return {}
    rows = entries.store.querySQL(
        f"SELECT name, sum(count) FROM {AgendaFigure.schema.tableName} WHERE work = ? GROUP BY name", (work,)
    )
    return dict(rows)


def figuresByStore(siteStore: Store, work: str) -> list[StoreFigures]:
    """
    Which stores have something of one kind of work, by their numbers; no store is opened for this.
    """
    entries = findEntries(siteStore)
    found: dict[int, dict[str, int]] = {}
    if entries is not None:
        # There may be very many, so that no items are made of them.
        query = entries.store.query(
            AgendaFigure, AgendaFigure.work == work, sort=AgendaFigure.subStoreID.ascending
        )
        for subStoreID, name, count in query.getColumns("subStoreID", "name", "count"):
            found.setdefault(subStoreID, {})[name] = count
    return [StoreFigures(subStoreID, counts) for subStoreID, counts in found.items()]


def storesToLookInto(siteStore: Store, work: str) -> list[int]:
    """
    The numbers of the stores that may have something of one kind of work: those that had when their work was
    done last, and those whose work is not done. What nobody was told to work on is missing.
    """
    entries = findEntries(siteStore)
    if entries is None:
        return []
    hasMore = AgendaEntry.due != None  # noqa: E711 (a condition of SQL)
    working = entries.store.query(AgendaEntry, hasMore).getColumn("subStoreID")
    return sorted({*working, *(each.subStoreID for each in figuresByStore(siteStore, work))})
