"""
The page of the audit log.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import tags

from mantissa_like.audit import AuditEntry
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn

__all__ = ["AuditPage"]


def _actor(entry: AuditEntry) -> str:
    return entry.actor or ("somebody unknown" if entry.peer else "the command line")


def _details(entry: AuditEntry) -> str:
    return ", ".join(f"{name}: {value}" for name, value in entry.details.items())


_ENTRIES: Table[AuditEntry] = Table(
    momentColumn("when", "When", lambda entry: entry.when, AuditEntry.when),
    Column("actor", "Who", lambda entry: entry.actor, _actor, by=AuditEntry.actor, isFiltered=True),
    Column("impersonator", "Impersonated by", lambda entry: entry.impersonator, by=AuditEntry.impersonator),
    Column("action", "What", lambda entry: entry.action, by=AuditEntry.action, isFiltered=True),
    Column("subject", "To whom", lambda entry: entry.subject, by=AuditEntry.subject, isFiltered=True),
    Column("details", "Details", lambda entry: dict(entry.details), _details),
    Column("peer", "From where", lambda entry: entry.peer, by=AuditEntry.peer, isFiltered=True),
    sort="-when",
)


class AuditPage:
    """
    Who did what, the latest first.
    """

    def __init__(self, context: SiteContext) -> None:
        self._siteStore, self._days = context.siteStore, context.config.limits.auditDays

    def show(self, visit: SiteVisit) -> Page:
        """
        The entries for people.
        """
        return consolePage(
            "Audit",
            "Audit log",
            tags.p(f"Who did what to this site and its accounts, in the last {self._days} days."),
            self._entries(visit).show("Nothing was done yet."),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The entries for programs.
        """
        return self._entries(visit).data()

    def _entries(self, visit: SiteVisit) -> TablePage[AuditEntry]:
        return _ENTRIES.of(self._siteStore.query(AuditEntry), visit)
