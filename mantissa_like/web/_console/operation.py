"""
One operation: what it waits for, what waits for it, and what an administrator can do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from epsilon.extime import Time
from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.asyncitems import (
    AsynchronousItem,
    DurableStep,
    NoSuchOperation,
    NotDurable,
    cancelOperation,
    historyOf,
    operationNumbered,
    restartRun,
    retryOperation,
    treeOf,
)
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import askedOnce, consolePage
from mantissa_like.web._console.operations import SECTION, labelOf
from mantissa_like.web._console.operationtree import showTree, stateOf, stateTag
from mantissa_like.web._console.works import WorkStore, storeIn
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.wording import momentOf, timeTag
from mantissa_like.web.errors import NotFound

__all__ = ["OperationPage"]


class OperationPage:
    """
    The page of one operation, at C{/console/operations/{id}/{number}}.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The facts, the tree to which it belongs, and what it has recorded.
        """
        found, operation = self._find(visit)
        steps = _stepsOf(operation)
        above = f"/console/operations/{found.identifier}"

        def link(other: AsynchronousItem) -> Tag:
            return tags.a(labelOf(other), href=f"{above}/{other.storeID}")

        return consolePage(
            SECTION,
            labelOf(operation),
            tags.p(operation.problem, class_="problem") if operation.problem else "",
            _factsOf(found, operation),
            tags.div(*_buttons(visit, operation, steps is not None), class_="buttons"),
            tags.h2("What waits for what"),
            showTree(treeOf(operation), operation, link),
            "" if steps is None else _history(visit, operation, steps),
            _tracebackOf(operation),
            tags.p(tags.a(f"All operations of {found.owner}", href=above)),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs; the tree as a list, each after what it waits for.
        """
        found, operation = self._find(visit)
        error = operation.error or operation.lastError
        return {
            "owner": found.owner,
            **_entryOf(operation),
            "problem": operation.problem,
            "error": None if error is None else str(error),
            "traceback": "" if error is None else error.traceback,
            "attempts": operation.attempts,
            "created": momentOf(operation.created),
            "settled": _moment(operation.settled),
            "deadline": _moment(operation.deadline),
            "tree": [_entryOf(each.operation) for _, each in treeOf(operation).all()],
            "steps": [
                {"number": each.number, "call": each.call, "recorded": momentOf(each.recorded)}
                for each in _stepsOf(operation) or ()
            ],
        }

    def post(self, visit: SiteVisit) -> Answer:
        """
        Try it again, cancel it, or begin it anew from a C{step}.
        """
        acts = {"retry": self._retry, "cancel": self._cancel, "restart": self._restart}
        return chosenAct(visit, acts)(visit)

    def _retry(self, visit: SiteVisit) -> Answer:
        found, operation = self._find(visit)
        self._decide(visit, found, "operation.retried", operation, retryOperation)
        return Redirect(visit.path, flash="It is tried again now.")

    def _cancel(self, visit: SiteVisit) -> Answer:
        found, operation = self._find(visit)
        if operation.isPending:
            question = f"Cancel “{labelOf(operation)}”?"
            consequence = (
                "What waits for it gets an error, and what it waits for is cancelled, too, unless something"
                " else waits for that. This can’t be undone."
            )
        else:
            question = f"Forget the error of “{labelOf(operation)}”?"
            consequence = "Nobody is told of it any more, and it can’t be retried. This can’t be undone."
        page = askedOnce(visit, SECTION, question, consequence, question.partition(" ")[0] + " it")
        if page is not None:
            return page
        self._decide(visit, found, "operation.cancelled", operation, cancelOperation)
        return Redirect(visit.path, flash="It is done.")

    def _restart(self, visit: SiteVisit) -> Answer:
        found, operation = self._find(visit)
        step = wholeNumber(visit.fields.get("step", "1")) or 1
        page = askedOnce(
            visit,
            SECTION,
            f"Begin “{labelOf(operation)}” anew from step {step}?",
            "What it did from there on is forgotten, but not undone, and is done again with the code as it is"
            " now: mail that was sent is sent twice. This can’t be undone.",
            "Begin anew",
        )
        if page is not None:
            return page
        restart = partial(restartRun, step=step)
        self._decide(visit, found, "operation.restarted", operation, restart, step=step)
        return Redirect(visit.path, flash="It begins anew.")

    def _decide(
        self,
        visit: SiteVisit,
        found: WorkStore,
        action: str,
        operation: AsynchronousItem,
        decide: Callable[[AsynchronousItem], None],
        **details: int,
    ) -> None:
        number = operation.storeID
        refusing(
            lambda: audited(
                visit, action, found.owner, lambda: decide(operation), operation=number, **details
            )
        )

    def _find(self, visit: SiteVisit) -> tuple[WorkStore, AsynchronousItem]:
        found = storeIn(self._context, visit)
        try:
            return found, operationNumbered(found.store, wholeNumber(visit.parameters["number"]) or 0)
        except NoSuchOperation as e:
            raise NotFound from e


def _factsOf(found: WorkStore, operation: AsynchronousItem) -> Tag:
    shown: dict[str, Flattenable] = {
        "State": stateTag(operation),
        "Whose": tags.a(found.owner, href=f"/console/stores/{found.identifier}"),
        "Begun": timeTag(operation.created),
    }
    if operation.settled is not None:
        shown["Ended"] = timeTag(operation.settled)
    elif operation.deadline is not None:
        shown["Times out"] = timeTag(operation.deadline)
    if operation.attempts:
        shown["Attempts"] = f"{operation.attempts:,}"
    if operation.isPending and _moment(operation.due) is not None and operation.due != operation.deadline:
        shown["Goes on"] = timeTag(operation.due)
    method = operation.effectMethod or operation.okMethod
    if method:
        shown["Calls"] = tags.code(method)
    if operation.target is not None:
        item = f"{operation.target.typeName} {operation.target.storeID}"
        url = f"/console/stores/{found.identifier}/items/{operation.target.storeID}"
        shown["Of"] = tags.a(item, href=url)
    error = operation.error or operation.lastError
    if error is not None:
        shown["Error"] = str(error)
    return facts(shown)


def _buttons(visit: SiteVisit, operation: AsynchronousItem, isRun: bool) -> list[Flattenable]:
    isStuck = bool(operation.problem)
    shown: list[Flattenable] = []
    if isStuck or (operation.isPending and operation.attempts):
        shown.append(button(visit, "Go on" if isRun else "Try again", act="retry"))
    if isRun and (operation.isPending or isStuck):
        shown.append(button(visit, "Begin anew", None, True, act="restart"))
    if operation.isPending:
        shown.append(button(visit, "Cancel", None, True, act="cancel"))
    elif isStuck:
        shown.append(button(visit, "Forget the error", None, True, act="cancel"))
    return shown


def _tracebackOf(operation: AsynchronousItem) -> Flattenable:
    error = operation.error or operation.lastError
    if error is None or not error.traceback:
        return ""
    return [tags.h2("Traceback"), tags.pre(tags.code(error.traceback), tabindex="0")]


def _history(visit: SiteVisit, operation: AsynchronousItem, steps: Sequence[DurableStep]) -> Flattenable:
    mayRestart = operation.isPending or bool(operation.problem)
    shown = tags.ol(class_="steps")
    for each in steps:
        again = button(visit, "Anew from here", None, True, act="restart", step=str(each.number))
        shown(tags.li(tags.code(each.call), " ", timeTag(each.recorded), " ", again if mayRestart else ""))
    note = "What it has recorded. It goes on behind the last step; nothing here is done again by itself."
    return [tags.h2("Steps"), tags.p(note), shown if steps else tags.p("It has recorded nothing yet.")]


def _stepsOf(operation: AsynchronousItem) -> Sequence[DurableStep] | None:
    """
    What a run of a durable function has recorded; None for all other operations.
    """
    try:
        return list(historyOf(operation))
    except NotDurable:
        return None


def _entryOf(operation: AsynchronousItem) -> dict[str, Any]:
    return {
        "number": operation.storeID,
        "source": operation.sourceID,
        "title": operation.title,
        "state": stateOf(operation),
    }


def _moment(when: Time | None) -> str | None:
    # What is due at once waits for no moment.
    return None if when is None or not when.asPOSIXTimestamp() else momentOf(when)
