"""
Which stores have messages or operations, as the agenda knows it: none is opened to list them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from twisted.web.template import Tag, tags

from axiom.store import STORE_SELF_ID, Store
from axiom.substore import SubStore
from mantissa_like.accounts import ownerOf
from mantissa_like.agenda import StoreFigures, figuresByStore, figuresOf
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.storelist import SITE
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.tables import Column, Table, TablePage
from mantissa_like.web.errors import NotFound

__all__ = ["Figure", "StoresWithWork", "WorkStore", "storeIn"]


@dataclass(frozen=True)
class Figure:
    """
    One number of a kind of work.

    @ivar name: as the agenda has it.
    @ivar label: as people read it.
    """

    name: str
    label: str

    def of(self, store: StoreFigures) -> int:
        """
        The number that a store has.
        """
        return store.counts.get(self.name, 0)


@dataclass(frozen=True)
class WorkStore:
    """
    One store.

    @ivar identifier: in URLs.
    @ivar owner: an address, the name of an application, or what the site's own store is called.
    """

    identifier: str
    owner: str
    store: Store


def storeIn(context: SiteContext, visit: SiteVisit) -> WorkStore:
    """
    The store that the path names by C{id}, open until the visit is answered.

    @raise NotFound: there is none.
    """
    identifier = visit.parameters["id"]
    if identifier == SITE:
        return WorkStore(SITE, "the site", context.siteStore)
    subStore = context.siteStore.findFirst(SubStore, SubStore.storeID == wholeNumber(identifier))
    if subStore is None or (owner := ownerOf(context.siteStore, subStore)) is None:
        raise NotFound
    return WorkStore(identifier, owner, visit.leaseOf(subStore))


class StoresWithWork:
    """
    The page that sums up one kind of work and lists the stores which have some.

    @cvar work: its name.
    @cvar title: of the page, and of its section.
    @cvar about: what it is, full sentences.
    @cvar figures: the numbers that there are, those first by which one goes.
    @cvar path: of the page; those of the stores are below it.
    """

    work: str
    title: str
    about: str
    figures: Sequence[Figure]
    path: str

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The sums, and the stores.
        """
        sums = figuresOf(self._context.siteStore, self.work)
        cards = (
            tags.li(tags.p(each.label), tags.strong(f"{sums.get(each.name, 0):,}")) for each in self.figures
        )
        return consolePage(
            self.title,
            self.title,
            tags.p(self.about, " The numbers are some seconds old."),
            tags.ul(*cards, class_="cards figures"),
            self._found(visit).show("No store has any."),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs.
        """
        sums, found = figuresOf(self._context.siteStore, self.work), self._found(visit)
        data = found.data()
        rows = [
            {"store": _identifierOf(each), **row} for each, row in zip(found.rows, data["rows"], strict=True)
        ]
        return {"sums": {each.name: sums.get(each.name, 0) for each in self.figures}, **data, "rows": rows}

    def _found(self, visit: SiteVisit) -> TablePage[StoreFigures]:
        columns = [
            Column[StoreFigures](each.name, each.label, each.of, isSortable=True, isNumber=True)
            for each in self.figures
        ]
        table = Table(
            Column[StoreFigures]("owner", "Whose", self._ownerOf, self._link, isFiltered=True),
            *columns,
            sort=f"-{self.figures[0].name}",
        )
        return table.of(figuresByStore(self._context.siteStore, self.work), visit)

    def _ownerOf(self, row: StoreFigures) -> str:
        siteStore = self._context.siteStore
        if row.subStoreID == STORE_SELF_ID:
            return "the site"
        subStore = siteStore.getItemByID(row.subStoreID, default=None)
        owner = ownerOf(siteStore, subStore) if isinstance(subStore, SubStore) else None
        return owner or f"store {row.subStoreID}"

    def _link(self, row: StoreFigures) -> Tag:
        return tags.a(self._ownerOf(row), href=f"{self.path}/{_identifierOf(row)}")


def _identifierOf(row: StoreFigures) -> str:
    return SITE if row.subStoreID == STORE_SELF_ID else str(row.subStoreID)
