"""
What somebody's apps sent to others and could not be delivered.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from axiom.attributes import AND, OR
from axiom.store import ItemQuery
from mantissa_like.messaging import (
    DEAD,
    DUE,
    NoSuchMessage,
    NotWaiting,
    OutgoingMessage,
    dropMessage,
    findMessage,
    kindOf,
    retryMessage,
)
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button, confirmed
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web.errors import BadInput

__all__ = ["UndeliveredPage"]

_TITLE = "What could not be delivered"


class UndeliveredPage:
    """
    Messages of who looks that were given up, and those that have failed and are tried again.
    """

    def __init__(self, context: SiteContext) -> None:
        pass

    def show(self, visit: SiteVisit) -> Page:
        """
        The messages, each with what can be done about it.
        """
        return Page(
            _TITLE,
            [
                tags.h1(_TITLE),
                tags.p(
                    "Your apps send messages to those of others, such as an invitation. What can’t be"
                    " delivered is tried again for a while, then given up. You can try it once more, or"
                    " drop it."
                ),
                _found(visit).show("Everything has been delivered."),
            ],
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs.
        """
        return _found(visit).data()

    def post(self, visit: SiteVisit) -> Page | Redirect:
        """
        Try one again, or drop it.
        """
        return chosenAct(visit, {"retry": _retry, "drop": _drop})(visit)


def _retry(visit: SiteVisit) -> Redirect:
    try:
        retryMessage(_messageOf(visit))
    except NotWaiting as e:
        raise BadInput("It has been delivered meanwhile.") from e
    return Redirect(visit.path, flash="It is tried again now.")


def _drop(visit: SiteVisit) -> Page | Redirect:
    message = _messageOf(visit)
    question = confirmed(
        visit,
        f"Drop the message to {message.target}?",
        "It is not sent any more, and the app that sent it may wait for an answer in vain. This can’t be"
        " undone.",
        "Drop it",
        visit.path,
    )
    if question is not None:
        return Page(_TITLE, question)
    try:
        dropMessage(message)
    except NotWaiting as e:
        raise BadInput("It has been delivered meanwhile.") from e
    return Redirect(visit.path, flash="It is dropped.")


def _messageOf(visit: SiteVisit) -> OutgoingMessage:
    try:
        return findMessage(visit.ownStore, wholeNumber(visit.fields.get("number", "")) or 0)
    except NoSuchMessage as e:
        raise BadInput("There is no such message any more; perhaps it was delivered meanwhile.") from e


def _troubled(visit: SiteVisit) -> ItemQuery[OutgoingMessage]:
    isFailing = AND(OutgoingMessage.state == DUE, OutgoingMessage.attempts > 0)
    isTroubled = OR(OutgoingMessage.state == DEAD, isFailing)
    return visit.ownStore.query(OutgoingMessage, isTroubled, sort=OutgoingMessage.storeID.descending)


def _found(visit: SiteVisit) -> TablePage[OutgoingMessage]:
    def acts(message: OutgoingMessage) -> Tag:
        number = str(message.storeID)
        retry = button(visit, "Try again", act="retry", number=number)
        return tags.span(
            retry, " ", button(visit, "Drop", None, True, act="drop", number=number), class_="buttons"
        )

    table: Table[OutgoingMessage] = Table(
        Column("target", "To", lambda each: each.target, by=OutgoingMessage.target, isFiltered=True),
        Column("type", "Kind", lambda each: kindOf(each.value)),
        Column("state", "State", lambda each: each.state, _stateOf, by=OutgoingMessage.state),
        momentColumn("queued", "Sent", lambda each: each.queued, OutgoingMessage.queued),
        momentColumn("due", "Next attempt", lambda each: each.nextAttempt, OutgoingMessage.due),
        Column("number", "", lambda each: each.storeID, acts),
    )
    return table.of(_troubled(visit), visit)


def _stateOf(message: OutgoingMessage) -> Flattenable:
    if message.state == DEAD:
        return tags.span("given up", class_="badge bad")
    return tags.span("is tried again", class_="badge")
