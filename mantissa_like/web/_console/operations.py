"""
Asynchronous items: which stores have some, and what those of one store wait for.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from axiom.attributes import OR
from axiom.store import ItemQuery, Store
from mantissa_like.asyncitems import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    TIMED_OUT,
    AsynchronousItem,
    AsyncWork,
    countOperations,
    operationsOf,
    stuckOperations,
)
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.operationtree import STUCK, stateOf, stateTag
from mantissa_like.web._console.works import Figure, StoresWithWork, WorkStore, storeIn
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web.errors import BadInput

__all__ = ["SECTION", "OperationsPage", "StoreOperationsPage", "labelOf"]

SECTION = "Operations"

_HERE = "/console/operations"
_OPEN = "open"


class OperationsPage(StoresWithWork):
    """
    How many operations there are, and where.
    """

    work, title, path = AsyncWork.name, SECTION, _HERE
    about = (
        "What waits for something: an answer, a payment, a moment. What is stuck waits for somebody to do"
        " something. A store in which nothing has happened yet may be missing here."
    )
    figures = (
        Figure(STUCK, "Stuck"),
        Figure(PENDING, "Waiting"),
        Figure(RESOLVED, "Done"),
        Figure(REJECTED, "Failed"),
        Figure(CANCELLED, "Cancelled"),
        Figure(TIMED_OUT, "Too late"),
    )


class StoreOperationsPage:
    """
    The operations of one store: those that wait or are stuck, or with C{state} in the URL those in one state.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The table.
        """
        found = storeIn(self._context, visit)
        counts, state = countOperations(found.store), visit.arguments.get("state", _OPEN)
        choices = {_OPEN: "Waiting and stuck", **{each.name: each.label for each in OperationsPage.figures}}
        nav = tags.nav(class_="tabs", **{"aria-label": "States"})
        for name, label in choices.items():
            if name not in (_OPEN, state) and not counts.get(name):
                continue
            url = visit.path if name == _OPEN else f"{visit.path}?state={name}"
            nav(tags.a(label, href=url, **({"aria-current": "page"} if name == state else {})))
        return consolePage(
            SECTION, f"Operations of {found.owner}", nav, _page(visit, found).show("Nothing waits here.")
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs.
        """
        found = storeIn(self._context, visit)
        return {"owner": found.owner, "counts": countOperations(found.store), **_page(visit, found).data()}


def labelOf(operation: AsynchronousItem) -> str:
    """
    What people call an operation.
    """
    return operation.title or f"Operation {operation.storeID}"


def _page(visit: SiteVisit, found: WorkStore) -> TablePage[AsynchronousItem]:
    def link(operation: AsynchronousItem) -> Tag:
        return tags.a(labelOf(operation), href=f"{_HERE}/{found.identifier}/{operation.storeID}")

    def problem(operation: AsynchronousItem) -> Flattenable:
        error = operation.error or operation.lastError
        return operation.problem or ("–" if error is None else str(error))

    table: Table[AsynchronousItem] = Table(
        Column("number", "Number", lambda each: each.storeID, lambda each: str(each.storeID), isNumber=True),
        Column("title", "What", lambda each: each.title, link, by=AsynchronousItem.title, isFiltered=True),
        Column("state", "State", stateOf, stateTag, by=AsynchronousItem.state),
        Column("problem", "Problem", problem, by=AsynchronousItem.problem),
        Column(
            "attempts", "Attempts", lambda each: each.attempts, by=AsynchronousItem.attempts, isNumber=True
        ),
        momentColumn("created", "Begun", lambda each: each.created, AsynchronousItem.created),
        momentColumn("deadline", "Until", lambda each: each.deadline, AsynchronousItem.deadline),
    )
    return table.of(_chosen(found.store, visit.arguments.get("state", _OPEN)), visit)


def _chosen(store: Store, state: str) -> ItemQuery[AsynchronousItem]:
    if state == STUCK:
        return stuckOperations(store)
    if state == _OPEN:
        isOpen = OR(AsynchronousItem.state == PENDING, AsynchronousItem.problem != "")
        return store.query(AsynchronousItem, isOpen, sort=operationsOf(store).sort)
    if state not in {each.name for each in OperationsPage.figures}:
        raise BadInput(f"No operation is in the state {state[:40]!r}.")
    return operationsOf(store, state)
