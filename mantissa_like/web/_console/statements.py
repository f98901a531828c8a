"""
SQL that reads a store: on a connection that can't write, without the columns that have secrets, and stopped
after some seconds. What is asked is written down in the audit log.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from axiom.care import Answer, StorePlace, readingStatements
from mantissa_like.web._console.acts import audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.items import SECONDS, deadline
from mantissa_like.web._console.itemvalues import plain, shown
from mantissa_like.web._console.secretcolumns import isSecret
from mantissa_like.web._console.storelist import findPlace, labelOf
from mantissa_like.web._console.stores import SECTION
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.texts import LongText

__all__ = ["StatementsPage"]

_MOST_ROWS = 500
# How many characters of what was asked the audit log keeps.
_MOST_WRITTEN = 1_000
_SQL = LongText("sql", "Statements", hint="Such as: SELECT name FROM sqlite_master WHERE type = 'table'")
_FORM = Form(_SQL, submit="Ask")
_NOTE = (
    f"This can only read. It is stopped after {SECONDS:.0f} seconds and shows {_MOST_ROWS} rows at most. "
    "Columns with secrets are empty. What you ask is written into the audit log."
)


class StatementsPage:
    """
    A box for statements, and their answers.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The box.
        """
        return self._page(visit, findPlace(self._context, visit.parameters["id"]))

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        What to send.
        """
        findPlace(self._context, visit.parameters["id"])
        return {"fields": ["sql"], "note": _NOTE}

    async def post(self, visit: SiteVisit) -> Page | Redirect:
        """
        Answer.
        """
        place = findPlace(self._context, visit.parameters["id"])
        sql = _FORM.read(visit)[_SQL]
        audited(visit, "store.asked", labelOf(place), lambda: None, sql=sql[:_MOST_WRITTEN])
        answers: list[Answer] = await self._context.siteStore.runtime.inThread(
            lambda: refusing(lambda: _answer(place, sql))
        )
        if visit.wantsJSON:
            return Redirect(visit.path, {"answers": [_plain(each) for each in answers]})
        return self._page(visit, place, answers)

    def _page(self, visit: SiteVisit, place: StorePlace, answers: list[Answer] | None = None) -> Page:
        content: list[Flattenable] = []
        if answers is not None:
            content.append(tags.h2("Answers"))
            content += [_shown(each) for each in answers] or [tags.p("No rows.", class_="empty")]
        return consolePage(
            SECTION,
            f"SQL: {labelOf(place)}",
            tags.p(_NOTE, class_="faint"),
            _FORM.show(visit),
            *content,
            tags.p(tags.a("Back to the store", href=f"/console/stores/{visit.parameters['id']}")),
        )


def _answer(place: StorePlace, sql: str) -> list[Answer]:
    with readingStatements(place.database, isSecret, deadline()) as reader:
        return list(reader.answers(sql, _MOST_ROWS))


def _plain(answer: Answer) -> dict[str, object]:
    return {
        "columns": answer.columns,
        "rows": [[plain(cell) for cell in row] for row in answer.rows],
        "isWhole": answer.isWhole,
    }


def _shown(answer: Answer) -> Tag:
    head = tags.tr(*(tags.th(name, scope="col") for name in answer.columns))
    rows = [
        tags.tr(
            *(
                tags.td(shown(cell, ""), **{"data-label": name})
                for name, cell in zip(answer.columns, row, strict=True)
            )
        )
        for row in answer.rows
    ]
    table = tags.table(tags.thead(head), tags.tbody(*rows))
    note = "" if answer.isWhole else tags.p(f"These are the first {len(answer.rows):,} rows.", class_="faint")
    return tags.div(tags.div(table, class_="scroll", tabindex="0"), note, class_="table")
