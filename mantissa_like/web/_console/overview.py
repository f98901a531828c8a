"""
The first page of the console: what needs attention, and how much there is of what.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from epsilon.extime import Time
from twisted.web.template import Flattenable, Tag, tags

from axiom import __version__
from axiom.care import BackupDirectory, StorePlace
from axiom.care.errors import CareError
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.agenda import figuresOf
from mantissa_like.asyncitems import PENDING, AsyncWork
from mantissa_like.catalog import InstalledOffering
from mantissa_like.messaging import DEAD, OutboxWork
from mantissa_like.web._console.attention import DISK_CHECKS, SITE_CHECKS, Disk, Notice
from mantissa_like.web._console.databases import sizeOf
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.storelist import allPlaces
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.wording import bytesInWords, momentOf, timeTag
from mantissa_like.web._visitors.websession import WebSession

__all__ = ["OverviewPage"]

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@dataclass(frozen=True)
class _Figure:
    """
    One number.

    @ivar name: for programs.
    @ivar label: for people.
    @ivar url: where there is more; may be empty.
    """

    name: str
    label: str
    value: object
    url: str = ""
    shown: Flattenable = ""


class OverviewPage:
    """
    The state of the site on one page.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    async def show(self, visit: SiteVisit) -> Page:
        """
        The notices and the numbers.
        """
        notices, figures = await self._found()
        attention = (
            tags.ul(*(tags.li(tags.a(each.what, href=each.url)) for each in notices), class_="notices")
            if notices
            else tags.p("Everything is as it should be.", class_="calm")
        )
        return consolePage(
            "Overview",
            "Overview",
            tags.section(tags.h2("What needs attention"), attention),
            tags.ul(*map(_card, figures), class_="cards figures"),
        )

    async def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same.
        """
        notices, figures = await self._found()
        return {"attention": notices, **{each.name: each.value for each in figures}}

    async def _found(self) -> tuple[list[Notice], list[_Figure]]:
        context = self._context
        places = allPlaces(context)
        disk: Disk = await context.siteStore.runtime.inThread(_look, places, context.config.backups.directory)
        notices = [each for check in SITE_CHECKS for each in check(context)]
        notices += [each for check in DISK_CHECKS for each in check(context, disk)]
        return notices, self._figures(disk)

    def _figures(self, disk: Disk) -> list[_Figure]:
        store = self._context.siteStore
        now = self._context.clock.seconds()
        people = store.query(LoginMethod, LoginMethod.domain != None)  # noqa: E711 (a condition of SQL)
        users = people.getColumn("account").distinct().count()
        applications = store.count(InstalledOffering)
        # Nobody logs in to the account of an application.
        suspended = store.count(LoginAccount, LoginAccount.disabled == 1) - applications
        sessions = store.count(WebSession, WebSession.expires > Time.fromPOSIXTimestamp(now))
        messages, operations = (figuresOf(store, work.name) for work in (OutboxWork, AsyncWork))
        figures = [
            _Figure("users", "Users", users, "/console/users"),
            _Figure("suspended", "Suspended", suspended, "/console/users"),
            _Figure("sessions", "Sessions", sessions, "/console/sessions"),
            _Figure("messages", "Undelivered", messages.get(DEAD, 0), "/console/messages"),
            _Figure("operations", "Operations", operations.get(PENDING, 0), "/console/operations"),
            _Figure("applications", "Applications", applications, "/console/offerings"),
            _Figure("stores", "Stores", len(disk.places), "/console/stores"),
            _Figure(
                "bytes",
                "Databases",
                disk.databaseBytes,
                "/console/stores?sort=-bytes",
                bytesInWords(disk.databaseBytes),
            ),
            _Figure(
                "lastBackup",
                "Last backup",
                None if disk.lastBackup is None else momentOf(disk.lastBackup),
                "/console/stores/site",
                timeTag(disk.lastBackup),
            ),
            _Figure("version", "Version", __version__),
        ]
        if self._context.control is not None:
            uptime = int(now - self._context.control.started)
            figures.append(_Figure("uptime", "Running for", uptime, "/console/services", _duration(uptime)))
        return figures


def _look(places: list[tuple[str, StorePlace]], directory: str) -> Disk:
    return Disk(places, sum(sizeOf(place) for _, place in places), _lastBackup(directory))


def _lastBackup(directory: str) -> float | None:
    if not directory:
        return None
    generations = BackupDirectory(Path(directory)).generations()
    try:
        return generations[-1].manifest.taken if generations else None
    except CareError:
        return None


def _card(figure: _Figure) -> Tag:
    value = figure.shown or (f"{figure.value:,}" if isinstance(figure.value, int) else str(figure.value))
    label = tags.a(figure.label, href=figure.url) if figure.url else figure.label
    return tags.li(tags.p(label), tags.strong(value))


def _duration(seconds: int) -> str:
    for size, unit in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count:,} {unit}" if count == 1 else f"{count:,} {unit}s"
    return "less than a minute"
