"""
Messages between stores: what waits, what was given up, and what came.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.messaging import (
    DEAD,
    DONE,
    DUE,
    WAITING,
    InboundChannel,
    OutboxWork,
    OutgoingMessage,
    countMessages,
    deadLetters,
    dropMessage,
    failingMessages,
    kindOf,
    outgoingMessages,
    receivedMessages,
    retryMessage,
)
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.frame import askedOnce, consolePage
from mantissa_like.web._console.works import Figure, StoresWithWork, WorkStore, storeIn
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn

__all__ = ["DROPPED", "SECTION", "MessagesPage", "StoreMessagesPage", "lastLine", "stateTag"]

SECTION = "Messages"

DROPPED = (
    "Nothing is sent any more, and whoever sent it hears nothing. Whether it took effect stays unknown."
    " This can’t be undone."
)
"""What comes of it, as people are told before."""

_HERE = "/console/messages"
_LOOKS = {DEAD: ("given up", "badge bad"), DUE: ("due", "badge"), WAITING: ("waiting", "badge")}
_RECEIVED = "received"


class MessagesPage(StoresWithWork):
    """
    How many messages wait, and where.
    """

    work, title, path = OutboxWork.name, SECTION, _HERE
    about = "What the stores send to each other. A message stays with its sender until it is answered."
    figures = (Figure(DEAD, "Given up"), Figure(DUE, "Due"), Figure(WAITING, "Waiting behind others"))


class StoreMessagesPage:
    """
    The messages of one store: those that it sent and, with C{side=received} in the URL, from whom some came.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        One of both sides.
        """
        found = storeIn(self._context, visit)
        isReceived = visit.arguments.get("side") == _RECEIVED
        sides = tags.nav(class_="tabs", **{"aria-label": "Sides"})
        for label, url, isHere in (
            ("Sent", visit.path, not isReceived),
            ("Received", f"{visit.path}?side={_RECEIVED}", isReceived),
        ):
            sides(tags.a(label, href=url, **({"aria-current": "page"} if isHere else {})))
        content = self._showReceived(visit, found) if isReceived else self._showSent(visit, found)
        return consolePage(SECTION, f"Messages of {found.owner}", sides, *content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs.
        """
        found = storeIn(self._context, visit)
        if visit.arguments.get("side") == _RECEIVED:
            return {"owner": found.owner, **_received(visit, found).data()}
        return {"owner": found.owner, "counts": countMessages(found.store), **_sent(visit, found).data()}

    def post(self, visit: SiteVisit) -> Answer:
        """
        Retry or drop all messages that were given up.
        """
        return chosenAct(visit, {"retry-dead": self._retry, "drop-dead": self._drop})(visit)

    def _showSent(self, visit: SiteVisit, found: WorkStore) -> list[Flattenable]:
        dead = countMessages(found.store).get(DEAD, 0)
        acts = tags.div(
            button(visit, "Retry all that were given up", act="retry-dead"),
            button(visit, "Drop all that were given up", None, True, act="drop-dead"),
            class_="buttons",
        )
        return [_sent(visit, found).show("Everything that it sent is answered."), acts if dead else ""]

    def _showReceived(self, visit: SiteVisit, found: WorkStore) -> list[Flattenable]:
        note = "Each sender of a message to an item here, and the number of the last message that came."
        return [tags.p(note), _received(visit, found).show("Nothing has come.")]

    def _retry(self, visit: SiteVisit) -> Answer:
        count = self._decide(visit, storeIn(self._context, visit), "message.retried", retryMessage)
        return Redirect(visit.path, flash=f"{_counted(count)} tried again now.")

    def _drop(self, visit: SiteVisit) -> Answer:
        found = storeIn(self._context, visit)
        question = askedOnce(
            visit, SECTION, f"Drop all messages of {found.owner} that were given up?", DROPPED, "Drop them"
        )
        if question is not None:
            return question
        count = self._decide(visit, found, "message.dropped", dropMessage)
        return Redirect(visit.path, flash=f"{_counted(count)} dropped.")

    def _decide(
        self, visit: SiteVisit, found: WorkStore, action: str, decide: Callable[[OutgoingMessage], None]
    ) -> int:
        dead = list(deadLetters(found.store))

        def decideAll() -> None:
            for message in dead:
                decide(message)

        audited(visit, action, found.owner, lambda: found.store.transact(decideAll), messages=len(dead))
        return len(dead)


def stateTag(message: OutgoingMessage) -> Tag:
    """
    The state of a message for people.
    """
    label, look = _LOOKS.get(message.state, (message.state, "badge"))
    return tags.span(label, class_=look)


def lastLine(error: str) -> str:
    """
    What a traceback comes to.
    """
    return error.strip().rpartition("\n")[2]


def _sent(visit: SiteVisit, found: WorkStore) -> TablePage[OutgoingMessage]:
    def link(message: OutgoingMessage) -> Tag:
        return tags.a(message.target, href=f"{_HERE}/{found.identifier}/{message.storeID}")

    table: Table[OutgoingMessage] = Table(
        Column("number", "Number", lambda each: each.storeID, lambda each: str(each.storeID), isNumber=True),
        Column("target", "To", lambda each: each.target, link, by=OutgoingMessage.target, isFiltered=True),
        Column("type", "Kind", lambda each: kindOf(each.value)),
        Column("state", "State", lambda each: each.state, stateTag, by=OutgoingMessage.state),
        Column("attempts", "Failed", lambda each: each.attempts, by=OutgoingMessage.attempts, isNumber=True),
        momentColumn("queued", "Sent", lambda each: each.queued, OutgoingMessage.queued),
        momentColumn("due", "Next attempt", lambda each: each.nextAttempt, OutgoingMessage.due),
        Column("error", "Last error", lambda each: lastLine(each.lastError)),
    )
    isOpen = OutgoingMessage.state != DONE
    query = found.store.query(OutgoingMessage, isOpen, sort=outgoingMessages(found.store).sort)
    return table.of(query, visit)


def _received(visit: SiteVisit, found: WorkStore) -> TablePage[InboundChannel]:
    def failing(channel: InboundChannel) -> list[dict[str, object]]:
        return [
            {"number": each.number, "attempts": each.attempts, "error": each.lastError}
            for each in failingMessages(channel)
            if each.lastError
        ]

    def failed(channel: InboundChannel) -> Flattenable:
        shown = [
            tags.details(
                tags.summary(f"{each['number']}: {lastLine(str(each['error']))}"),
                tags.pre(tags.code(str(each["error"])), tabindex="0"),
            )
            for each in failing(channel)
        ]
        return tags.div(*shown) if shown else "–"

    table: Table[InboundChannel] = Table(
        Column("sender", "From", lambda each: each.sender, by=InboundChannel.sender, isFiltered=True),
        Column("target", "To", lambda each: each.target, by=InboundChannel.target, isFiltered=True),
        Column("last", "Last number", lambda each: each.last, lambda each: str(each.last), isNumber=True),
        momentColumn("received", "Last came", lambda each: each.received, InboundChannel.received),
        Column("failing", "Failed here", failing, failed),
    )
    return table.of(receivedMessages(found.store), visit)


def _counted(count: int) -> str:
    return "1 message is" if count == 1 else f"{count:,} messages are"
