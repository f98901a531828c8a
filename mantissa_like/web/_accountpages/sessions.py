"""
Where somebody is logged in, and logging out elsewhere.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, tags

from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.browsers import browserInWords
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._visitors.sessions import sessionsOf
from mantissa_like.web._visitors.websession import WebSession
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["SessionsPage"]


class SessionsPage:
    """
    The sessions of who looks, this one among them.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The table, and the buttons that end sessions.
        """
        content = tags.section(
            tags.h1("Where you are logged in"),
            tags.p(
                "Each line is a browser that is logged in to your account. If you don’t know one, log it out "
                "and change your password."
            ),
            self._found(visit).show(),
            tags.div(
                button(visit, "Log out everywhere else", act="others"),
                button(visit, "Log out everywhere", act="all"),
                class_="buttons",
            ),
        )
        return Page("Where you are logged in", content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same sessions.
        """
        return self._found(visit).data()

    def post(self, visit: SiteVisit) -> Redirect:
        """
        End the session whose number is sent, all others, or all of them.
        """
        act = visit.fields.get("act", "")
        if act not in ("one", "others", "all"):
            raise BadInput("Say in the field 'act' which sessions to end: one, others or all.")
        self._context.siteStore.transact(self._end, visit, act)
        if act == "all":
            visit.visitors.logOut(visit.request)
            return Redirect("/", flash="You are logged out everywhere.")
        return Redirect(visit.path, flash="Logged out there.")

    def _end(self, visit: SiteVisit, act: str) -> None:
        ended = [
            session
            for session in sessionsOf(visit.account)
            if act == "all"
            or (act == "others" and session.storeID != _ownNumber(visit))
            or (act == "one" and str(session.storeID) == visit.fields.get("number", ""))
        ]
        if act == "one" and not ended:
            raise NotFound
        for session in ended:
            session.deleteFromStore()
        visit.audit("account.sessions-ended", str(visit.address), sessions=len(ended))

    def _found(self, visit: SiteVisit) -> TablePage[WebSession]:
        own = _ownNumber(visit)

        def mark(session: WebSession) -> Flattenable:
            return tags.span("this one", class_="badge good") if session.storeID == own else ""

        def end(session: WebSession) -> Flattenable:
            return button(visit, "Log out", act="one", number=str(session.storeID))

        now = self._context.clock.seconds()
        sessions = [each for each in sessionsOf(visit.account) if each.expires.asPOSIXTimestamp() > now]
        table = Table[WebSession](
            Column("browser", "Browser", lambda session: browserInWords(session.userAgent)),
            Column("isThisOne", "", lambda session: session.storeID == own, mark),
            Column("peer", "From", lambda session: session.peer, lambda session: session.peer or "–"),
            momentColumn("lastUsed", "Last used", lambda each: each.lastUsed),
            momentColumn("created", "Since", lambda each: each.created),
            Column("number", "", lambda session: session.storeID, end),
        )
        return table.of(sessions, visit)


def _ownNumber(visit: SiteVisit) -> int:
    return 0 if visit.session is None else visit.session.number
