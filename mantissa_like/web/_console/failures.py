"""
Errors that were collected: what failed, where, how often, and what to call done.
"""

from __future__ import annotations

from typing import Any

from twisted.web import http
from twisted.web.template import Tag, tags

from axiom.store import Store
from mantissa_like.observing import CollectedFailure
from mantissa_like.web._console.acts import audited
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._views.wording import momentOf, timeTag
from mantissa_like.web.errors import NotFound, RequestRefused

__all__ = ["FailurePage", "FailuresPage"]

_HERE = "/console/errors"


def operationsOf(context: SiteContext) -> Store:
    """
    Where failures and samples are.

    @raise RequestRefused: nobody collects them.
    """
    if context.observatory is None:
        raise RequestRefused(http.SERVICE_UNAVAILABLE, "Nothing is collected here.")
    return context.observatory.store


def _link(failure: CollectedFailure) -> Tag:
    return tags.a(failure.kind, href=f"{_HERE}/{failure.fingerprint}")


_TABLE: Table[CollectedFailure] = Table(
    Column("kind", "Error", lambda failure: failure.kind, _link, by=CollectedFailure.kind, isFiltered=True),
    Column(
        "summary",
        "What it said",
        lambda failure: failure.summary,
        isFiltered=True,
        by=CollectedFailure.summary,
    ),
    Column("place", "Where", lambda failure: failure.place, by=CollectedFailure.place, isFiltered=True),
    Column("count", "Times", lambda failure: failure.count, by=CollectedFailure.count, isNumber=True),
    momentColumn("lastSeen", "Last", lambda failure: failure.lastSeen, CollectedFailure.lastSeen),
    sort="-lastSeen",
)


class FailuresPage:
    """
    The kinds of failures, the latest first: those that are not done, or with C{all} in the URL, every one.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The failures.
        """
        failures = self._failures(visit)
        if "all" in visit.arguments:
            others = tags.a("Show only what is not done", href=_HERE)
        else:
            others = tags.a("Show those that are done, too", href=f"{_HERE}?all=yes")
        days = self._context.config.metrics.keepDays
        return consolePage(
            "Errors",
            "Errors",
            tags.p(f"What failed in the last {days} days. What failed at the same place is one line."),
            failures.show("Nothing has failed."),
            tags.p(others),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The failures.
        """
        return self._failures(visit).data()

    def _failures(self, visit: SiteVisit) -> TablePage[CollectedFailure]:
        store = operationsOf(self._context)
        condition = None if "all" in visit.arguments else CollectedFailure.isResolved == False  # noqa: E712
        return _TABLE.of(store.query(CollectedFailure, condition), visit)


class FailurePage:
    """
    One kind of failure, with its traceback, at C{/console/errors/{fingerprint}}.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        What is known of it.
        """
        failure = self._find(visit)
        if failure.isResolved:
            act = button(visit, "Not done after all", act="reopen")
        else:
            act = button(visit, "Done", act="resolve")
        return consolePage(
            "Errors",
            failure.kind,
            tags.p(failure.summary or "It said nothing.", class_="problem"),
            facts(
                {
                    "Where": tags.code(failure.place),
                    "Times": f"{failure.count:,}",
                    "First": timeTag(failure.firstSeen),
                    "Last": timeTag(failure.lastSeen),
                    "Last request": tags.code(failure.request) if failure.request else "not in a request",
                }
            ),
            tags.h2("Traceback"),
            tags.pre(tags.code(failure.traceback), tabindex="0"),
            tags.p(
                "What is done is hidden until it happens again. The log has each time that it happened, with"
                " the number of the request."
            ),
            tags.p(act),
            tags.p(tags.a("All errors", href=_HERE)),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        What is known of it.
        """
        failure = self._find(visit)
        return {
            **{column.name: column.value(failure) for column in _TABLE.columns},
            "firstSeen": momentOf(failure.firstSeen),
            "traceback": failure.traceback,
            "request": failure.request,
            "isResolved": failure.isResolved,
        }

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Call it done, or not.
        """
        failure, isResolved = self._find(visit), chosenAct(visit, {"resolve": True, "reopen": False})

        def resolve() -> None:
            failure.isResolved = isResolved

        audited(visit, "error.resolved" if isResolved else "error.reopened", failure.kind, resolve)
        return Redirect(
            _HERE, flash="It is hidden until it happens again." if isResolved else "It is shown again."
        )

    def _find(self, visit: SiteVisit) -> CollectedFailure:
        fingerprint = visit.parameters["fingerprint"]
        failure: CollectedFailure | None = operationsOf(self._context).findFirst(
            CollectedFailure, CollectedFailure.fingerprint == fingerprint
        )
        if failure is None:
            raise NotFound
        return failure
