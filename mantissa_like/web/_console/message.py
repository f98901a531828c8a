"""
One message, on its way from one store to another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.web.template import Flattenable, tags

from mantissa_like.messaging import (
    DONE,
    NoSuchMessage,
    OutgoingMessage,
    dropMessage,
    findMessage,
    kindOf,
    retryMessage,
)
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import askedOnce, consolePage
from mantissa_like.web._console.messages import DROPPED, SECTION, lastLine, stateTag
from mantissa_like.web._console.works import WorkStore, storeIn
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.wording import bytesInWords, momentOf, timeTag
from mantissa_like.web.errors import NotFound

__all__ = ["MessagePage"]


class MessagePage:
    """
    The page of one message, at C{/console/messages/{id}/{number}}. What it says is not shown.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        What is known of it, and what can be done.
        """
        found, message = self._find(visit)
        return consolePage(
            SECTION,
            f"Message {message.storeID}",
            _facts(found, message),
            ""
            if message.state == DONE
            else tags.div(
                button(visit, "Try it now", act="retry"),
                button(visit, "Drop it", None, True, act="drop"),
                class_="buttons",
            ),
            _traceback(message),
            tags.p(tags.a(f"All messages of {found.owner}", href=_above(visit))),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs.
        """
        found, message = self._find(visit)
        return {
            "owner": found.owner,
            "number": message.storeID,
            "messageID": str(message.messageID),
            "sender": message.sender,
            "target": message.target,
            "state": message.state,
            "attempts": message.attempts,
            "queued": momentOf(message.queued),
            "due": None if message.nextAttempt is None else momentOf(message.nextAttempt),
            "type": kindOf(message.value),
            "bytes": len(message.data),
            "error": message.lastError,
        }

    def post(self, visit: SiteVisit) -> Answer:
        """
        Retry or drop it.
        """
        return chosenAct(visit, {"retry": self._retry, "drop": self._drop})(visit)

    def _retry(self, visit: SiteVisit) -> Answer:
        found, message = self._find(visit)
        self._decide(visit, found, "message.retried", message, retryMessage)
        return Redirect(visit.path, flash="It is tried again now.")

    def _drop(self, visit: SiteVisit) -> Answer:
        found, message = self._find(visit)
        question = f"Drop message {message.storeID} to {message.target}?"
        page = askedOnce(visit, SECTION, question, DROPPED, "Drop it")
        if page is not None:
            return page
        self._decide(visit, found, "message.dropped", message, dropMessage)
        return Redirect(_above(visit), flash="It is dropped.")

    def _decide(
        self,
        visit: SiteVisit,
        found: WorkStore,
        action: str,
        message: OutgoingMessage,
        decide: Callable[[OutgoingMessage], None],
    ) -> None:
        number, target = message.storeID, message.target
        refusing(
            lambda: audited(visit, action, found.owner, lambda: decide(message), number=number, target=target)
        )

    def _find(self, visit: SiteVisit) -> tuple[WorkStore, OutgoingMessage]:
        found = storeIn(self._context, visit)
        try:
            return found, findMessage(found.store, wholeNumber(visit.parameters["number"]) or 0)
        except NoSuchMessage as e:
            raise NotFound from e


def _above(visit: SiteVisit) -> str:
    return visit.path.rpartition("/")[0]


def _facts(found: WorkStore, message: OutgoingMessage) -> Flattenable:
    shown: dict[str, Flattenable] = {
        "State": stateTag(message),
        "From": message.sender,
        "To": message.target,
        "Sent": timeTag(message.queued),
        "Failed attempts": f"{message.attempts:,}",
    }
    if message.nextAttempt is not None:
        shown["Next attempt"] = timeTag(message.nextAttempt)
    shown["Kind"] = tags.code(kindOf(message.value))
    shown["Size"] = bytesInWords(len(message.data))
    if message.files:
        shown["Files"] = f"{len(message.files):,}"
    shown["Number everywhere"] = tags.code(str(message.messageID))
    return facts(shown)


def _traceback(message: OutgoingMessage) -> Flattenable:
    error = message.lastError.strip()
    if not error:
        return ""
    shown: list[Flattenable] = [tags.h2("Last error"), tags.p(lastLine(error), class_="problem")]
    if "\n" in error:
        shown.append(tags.pre(tags.code(error), tabindex="0"))
    return shown
