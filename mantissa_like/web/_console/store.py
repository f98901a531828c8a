"""
One store: what there is to know, and what an administrator can have done to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from twisted.web.template import Flattenable, Tag, tags

from axiom.care import TOP, Connector, Problem, StorePlace, TypeSummary, browsing, checkStore
from axiom.errors import AxiomError
from axiom.store import STORE_SELF_ID
from axiom.substore import SubStore
from mantissa_like.accounts import ownerOf
from mantissa_like.web._console.acts import audited
from mantissa_like.web._console.backups import BackUpSite
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.itemvalues import itemURL, typeURL
from mantissa_like.web._console.jobs import Progress, startJob
from mantissa_like.web._console.secretcolumns import isSecret
from mantissa_like.web._console.storelist import (
    SITE,
    StoreRow,
    backupTimes,
    findPlace,
    labelOf,
    lookedInto,
    rowOf,
)
from mantissa_like.web._console.stores import SECTION, stateOf
from mantissa_like.web._console.troubles import CHECK, LOOK, noteTroubles
from mantissa_like.web._console.users import userURL
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.tables import Column, Table
from mantissa_like.web._views.wording import bytesInWords, momentOf, timeTag

__all__ = ["StorePage"]

T = TypeVar("T")

# What the administrator puts below the files of a site needs no item.
_UNCLAIMED = ("static", "theme", "mail")
_MOST_TYPES = 1_000


@dataclass(frozen=True)
class _Found:
    """
    What the disk tells of a store.

    @ivar types: empty if it can't be read.
    @ivar powerups: of the store itself.
    """

    row: StoreRow
    types: list[TypeSummary] = field(default_factory=list)
    powerups: list[Connector] = field(default_factory=list)


class StorePage:
    """
    The page of one store.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._backUp = BackUpSite(context)
        self._acts = {"check": self._check, "back-up": self._backUp.start}

    async def show(self, visit: SiteVisit) -> Page:
        """
        The facts, what can be done, and what is in it.
        """
        place = findPlace(self._context, visit.parameters["id"])
        found = await self._lookAt(visit.parameters["id"], place)
        return consolePage(
            SECTION,
            labelOf(place),
            self._facts(found.row, place),
            tags.div(
                tags.a("Ask with SQL", href=f"{visit.path}/sql", class_="button small"),
                *self._works(visit.parameters["id"]),
                button(visit, "Check it", act="check"),
                button(visit, "Back up the site now", act="back-up") if self._backUp.isPossible else "",
                class_="buttons",
            ),
            tags.h2("What is in it"),
            _types(visit.path).of(found.types, visit).show("There are no items, or they can't be read."),
            _powerups(visit.path, found.powerups),
        )

    async def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same.
        """
        place = findPlace(self._context, visit.parameters["id"])
        found = await self._lookAt(visit.parameters["id"], place)
        summary, row = found.row.summary, found.row
        return {
            "name": row.name,
            "owner": self._owner(visit.parameters["id"]),
            "bytes": row.bytes,
            "files": summary and summary.files,
            "items": summary and summary.items,
            "revision": summary and summary.revision,
            "pending": summary and summary.pending,
            "error": summary and summary.error,
            "opened": None if row.opened is None else momentOf(row.opened),
            "backedUp": None if row.backedUp is None else momentOf(row.backedUp),
            "types": found.types,
            "powerups": found.powerups,
        }

    def post(self, visit: SiteVisit) -> Any:
        """
        Do what a button says.
        """
        return chosenAct(visit, self._acts)(visit)

    def _inThread(self, f: Callable[[], T]) -> Any:
        return self._context.siteStore.runtime.inThread(f)

    async def _lookAt(self, identifier: str, place: StorePlace) -> _Found:
        found: _Found = await self._inThread(lambda: self._look(identifier, place))
        if found.row.summary is not None:
            noteTroubles(self._context, LOOK, {identifier: found.row.summary.error})
        return found

    def _look(self, identifier: str, place: StorePlace) -> _Found:
        backups = backupTimes(self._context.config.backups.directory)
        row = lookedInto(rowOf(identifier, place, backups), place)
        try:
            with browsing(place.database, isSecret) as browser:
                return _Found(row, browser.types(), browser.powerups(STORE_SELF_ID))
        except AxiomError:
            # The summary says why.
            return _Found(row)

    def _owner(self, identifier: str) -> str | None:
        if not identifier.isdigit():
            return None
        subStore = self._context.siteStore.getItemByID(int(identifier))
        return ownerOf(self._context.siteStore, subStore) if isinstance(subStore, SubStore) else None

    def _works(self, identifier: str) -> list[Tag]:
        if identifier != SITE and self._owner(identifier) is None:
            return []
        pages = {"Messages": "messages", "Operations": "operations"}
        return [
            tags.a(label, href=f"/console/{page}/{identifier}", class_="button small")
            for label, page in pages.items()
        ]

    def _facts(self, row: StoreRow, place: StorePlace) -> Tag:
        owner, summary = self._owner(row.identifier), row.summary
        shown: dict[str, Flattenable] = {"State": stateOf(row)}
        if owner is not None:
            isPerson = "@" in owner
            url = userURL(owner) if isPerson else f"/console/offerings/{owner}"
            shown["User" if isPerson else "Application"] = tags.a(owner, href=url)
        shown["Database"] = bytesInWords(row.bytes)
        if summary is not None:
            shown["Files"] = bytesInWords(summary.files)
            shown["Items"] = "–" if summary.items is None else f"{summary.items:,}"
            shown["Revision"] = "–" if summary.revision is None else f"{summary.revision:,}"
        if summary is not None and summary.pending:
            waiting = (f"{count:,} {label}" for label, count in summary.pending.items())
            shown["Waits for an upgrade"] = ", ".join(waiting)
        if summary is not None and summary.error:
            shown["Problem"] = summary.error
        shown["Last opened"] = timeTag(row.opened)
        shown["Last backup"] = timeTag(row.backedUp)
        shown["Directory"] = tags.code(str(place.path))
        return facts(shown)

    def _check(self, visit: SiteVisit) -> Redirect:
        identifier = visit.parameters["id"]
        place = findPlace(self._context, identifier)

        async def check(progress: Progress) -> list[str]:
            unclaimed = _UNCLAIMED if place.name == TOP else ()
            problems = await self._inThread(lambda: checkStore(place, unclaimed=unclaimed))
            serious = [_sentence(each) for each in problems if not each.isHarmless]
            noteTroubles(self._context, CHECK, {identifier: serious[0] if serious else ""})
            return [_sentence(each) for each in problems] or ["Nothing is wrong with it."]

        audited(visit, "store.checked", labelOf(place), lambda: None)
        return startJob(visit, SECTION, f"Check: {labelOf(place)}", check)


def _sentence(problem: Problem) -> str:
    what = f"{problem.what[:1].upper()}{problem.what[1:]}. {problem.remedy}"
    return f"Harmless: {what}" if problem.isHarmless else what


def _types(path: str) -> Table[TypeSummary]:
    def link(each: TypeSummary) -> Tag:
        return tags.a(each.typeName, href=typeURL(path, each.typeName, each.version))

    return Table(
        Column[TypeSummary]("typeName", "Type", lambda each: each.typeName, link, isSortable=True),
        Column[TypeSummary]("version", "Version", lambda each: each.version),
        Column[TypeSummary]("newest", "Installed", lambda each: each.newest, _installed),
        Column[TypeSummary]("items", "Items", lambda each: each.items, isSortable=True, isNumber=True),
        sort="typeName",
        pageSize=_MOST_TYPES,
    )


def _powerups(path: str, connectors: list[Connector]) -> Flattenable:
    if not connectors:
        return ""
    entries = [
        tags.li(
            tags.a(str(each.powerup), href=itemURL(path, each.powerup)), " for ", tags.code(each.interface)
        )
        for each in connectors
    ]
    return [tags.h2("Powerups"), tags.ul(*entries)]


def _installed(summary: TypeSummary) -> str:
    if summary.newest is None:
        return "its application is missing"
    return "yes" if summary.newest == summary.version else f"version {summary.newest}"
