"""
Who is logged in to the site, and logging them out.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, tags

from mantissa_like.web._console.acts import audited
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.users import userURL
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.browsers import browserInWords
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._visitors.websession import WebSession
from mantissa_like.web.errors import NotFound

__all__ = ["AllSessionsPage"]


class AllSessionsPage:
    """
    The sessions of everybody, the last used first.
    """

    def __init__(self, context: SiteContext) -> None:
        self._siteStore = context.siteStore

    def show(self, visit: SiteVisit) -> Page:
        """
        The table, with a button that ends each session.
        """
        return consolePage("Sessions", "Who is logged in", self._found(visit).show())

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same sessions.
        """
        return self._found(visit).data()

    def post(self, visit: SiteVisit) -> Redirect:
        """
        End the session whose number is sent; who has it can log in again.
        """
        number = wholeNumber(visit.fields.get("number", ""))
        found = self._siteStore.findFirst(WebSession, WebSession.storeID == number)
        if found is None:
            raise NotFound
        address = found.address
        audited(visit, "account.sessions-ended", address, found.deleteFromStore, sessions=1)
        return Redirect(visit.path, flash=f"{address} is logged out there.")

    def _found(self, visit: SiteVisit) -> TablePage[WebSession]:
        def end(session: WebSession) -> Flattenable:
            return button(visit, "Log out", number=str(session.storeID))

        table = Table[WebSession](
            Column("address", "Who", lambda each: each.address, _link, WebSession.address, isFiltered=True),
            Column("browser", "Browser", lambda session: browserInWords(session.userAgent)),
            Column("peer", "From", lambda each: each.peer, lambda each: each.peer or "–", WebSession.peer),
            momentColumn("lastUsed", "Last used", lambda each: each.lastUsed, WebSession.lastUsed),
            momentColumn("created", "Since", lambda each: each.created, WebSession.created),
            Column("actingAs", "Acting as", lambda session: session.actingAs),
            Column("number", "", lambda session: session.storeID, end),
            sort="-lastUsed",
        )
        return table.of(self._siteStore.query(WebSession), visit)


def _link(session: WebSession) -> Flattenable:
    return tags.a(session.address, href=userURL(session.address))
