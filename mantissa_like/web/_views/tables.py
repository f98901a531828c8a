"""
Tables: many things of a kind, sorted, filtered and a page at a time, as the arguments of the URL say.

They are C{sort=name} or C{sort=-name}, C{find=text} and C{page=2}. A program gets the same rows as data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable
from urllib.parse import urlencode

from epsilon.extime import Time
from twisted.web.template import Flattenable, Tag, tags

from axiom.attributes import AND, OR
from axiom.store import ItemQuery
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._views.visit import Visit
from mantissa_like.web._views.wording import momentOf, timeTag
from mantissa_like.web.errors import BadInput

__all__ = ["Column", "PagedRows", "Table", "TablePage", "momentColumn", "pageNumber"]

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

_PAGE_SIZE = 50
_FEW = 8
_MOST_PAGES = 10**9


@runtime_checkable
class PagedRows(Protocol[R_co]):
    """
    Rows that are read a page at a time.
    """

    def paged(self, sort: str, find: str, first: int, count: int) -> tuple[int, Sequence[R_co]]:
        """
        Some of the rows.

        @param sort: the name of a column, with a minus before it for the other way round; may be empty.
        @param find: what is looked for; may be empty.
        @param first: how many rows come before.
        @param count: how many there are on a page.
        @return: how many rows there are on all pages, and those of this page.
        """


@dataclass(frozen=True, eq=False)
class Column(Generic[R]):
    """
    One column of a table.

    @ivar name: in URLs and in data.
    @ivar label: what people read above it; may be empty.
    @ivar value: what a row has in it, for programs, and for people unless there is C{cell}.
    @ivar cell: what people see instead.
    @ivar by: the column of the database that it is sorted by, where rows are items; rows that are not are
        sorted by the value.
    @ivar isSortable: whether rows that are not items can be sorted by it.
    @ivar isFiltered: whether what is looked for may be in it: a text.
    @ivar isNumber: whether its values are numbers, which stand to the right.
    @ivar found: the condition by which items are found for what is looked for, where that is not that it is
        in C{by}.
    """

    name: str
    label: str
    value: Callable[[R], Any]
    cell: Callable[[R], Flattenable] | None = None
    by: Any = None
    isSortable: bool = False
    isFiltered: bool = False
    isNumber: bool = False
    found: Callable[[str], Any] | None = None

    @property
    def canSort(self) -> bool:
        """
        Whether rows are sorted by it if somebody asks.
        """
        return self.by is not None or self.isSortable


@dataclass(frozen=True)
class TablePage(Generic[R]):
    """
    The rows that are shown, and how to get at the others.

    @ivar rows: may be empty.
    @ivar page: its number, from 1.
    @ivar total: how many rows there are on all pages.
    @ivar pages: how many pages there are, at least 1.
    @ivar sort: the name of a column, with a minus before it for the other way round; may be empty.
    @ivar find: what is looked for; may be empty.
    """

    table: Table[R]
    path: str
    arguments: Mapping[str, str]
    rows: Sequence[R]
    page: int
    total: int
    pages: int
    sort: str
    find: str

    def data(self) -> dict[str, Any]:
        """
        The rows for programs.
        """
        columns = [column for column in self.table.columns if column.name]
        return {
            "rows": [{column.name: column.value(row) for column in columns} for row in self.rows],
            "page": self.page,
            "pages": self.pages,
            "total": self.total,
        }

    def show(self, empty: str = "There is nothing here yet.") -> Tag:
        """
        The table for people, with what looks for rows and leads to other pages.

        @param empty: what stands there if there are no rows.
        """
        shown = tags.div(class_="table")
        # A few rows are found by looking.
        if self.find or (self.total > _FEW and any(column.isFiltered for column in self.table.columns)):
            shown(self._search())
        if not self.rows:
            return shown(tags.p("Nothing was found." if self.find else empty, class_="empty"))
        shown(
            tags.div(
                tags.table(
                    tags.thead(tags.tr(*map(self._heading, self.table.columns))),
                    tags.tbody(*(self._row(row) for row in self.rows)),
                ),
                class_="scroll",
            )
        )
        return shown(self._navigation()) if self.pages > 1 else shown

    def _search(self) -> Tag:
        kept = {"sort": self.sort, **self.arguments}
        hidden = [
            tags.input(type="hidden", name=name, value=value)
            for name, value in kept.items()
            if value and name not in ("find", "page")
        ]
        field = tags.input(type="search", name="find", value=self.find, **{"aria-label": "Find"})
        return tags.form(
            *hidden, field, tags.button("Find", type="submit"), method="get", action=self.path, class_="find"
        )

    def _heading(self, column: Column[R]) -> Tag:
        if not column.label:
            return tags.td()
        heading = tags.th(scope="col", class_="number" if column.isNumber else "")
        if not column.canSort:
            return heading(column.label)
        if self.sort == column.name:
            order, then = "ascending", f"-{column.name}"
        elif self.sort == f"-{column.name}":
            order, then = "descending", column.name
        else:
            return heading(tags.a(column.label, href=self._url(sort=column.name)))
        return heading(tags.a(column.label, href=self._url(sort=then)), **{"aria-sort": order})

    def _row(self, row: R) -> Tag:
        cells = (
            tags.td(
                _shown(column.value(row)) if column.cell is None else column.cell(row),
                class_="number" if column.isNumber else "",
                **{"data-label": column.label},
            )
            for column in self.table.columns
        )
        return tags.tr(*cells)

    def _navigation(self) -> Tag:
        links = tags.nav(class_="pages", **{"aria-label": "Pages"})
        if self.page > 1:
            links(tags.a("Previous", href=self._url(page=str(self.page - 1)), rel="prev"))
        links(tags.span(f"Page {self.page:,} of {self.pages:,}"))
        if self.page < self.pages:
            links(tags.a("Next", href=self._url(page=str(self.page + 1)), rel="next"))
        return links

    def _url(self, sort: str | None = None, page: str = "") -> str:
        wanted = {**self.arguments, "sort": self.sort if sort is None else sort, "find": self.find}
        wanted["page"] = page
        return f"{self.path}?{urlencode({name: value for name, value in wanted.items() if value})}"


class Table(Generic[R]):
    """
    What a table shows of its rows.
    """

    def __init__(self, *columns: Column[R], sort: str = "", pageSize: int = _PAGE_SIZE) -> None:
        """
        @param sort: the order at first: the name of a column, with a minus before it for the other way round.
        @param pageSize: rows on one page.
        """
        self.columns, self._sort, self._pageSize = columns, sort, pageSize

    def of(self, rows: ItemQuery[Any] | Sequence[R] | PagedRows[R], visit: Visit) -> TablePage[R]:
        """
        The page of the table that a visit asks for.

        @param rows: a query or L{PagedRows}, of which only the rows of this page are loaded; or the rows
            themselves.
        @raise BadInput: the arguments of the URL make no sense.
        """
        sort, find = visit.arguments.get("sort", self._sort), visit.arguments.get("find", "").strip()
        page = pageNumber(visit.arguments.get("page", "1"))
        first = (page - 1) * self._pageSize
        found: Sequence[R]
        if isinstance(rows, ItemQuery):
            query = self._asked(rows, sort, find)
            total = query.count()
            found = list(query[first : first + self._pageSize])
        elif isinstance(rows, PagedRows):
            self._sortedBy(sort)
            total, found = rows.paged(sort, find, first, self._pageSize)
        else:
            chosen = self._chosen(rows, sort, find)
            total, found = len(chosen), chosen[first : first + self._pageSize]
        pages = max(1, -(-total // self._pageSize))
        others = {
            name: visit.arguments[name] for name in visit.arguments if name not in ("sort", "find", "page")
        }
        return TablePage(self, visit.path, others, found, page, total, pages, sort, find)

    def _asked(self, query: ItemQuery[Any], sort: str, find: str) -> ItemQuery[Any]:
        column = self._sortedBy(sort)
        order = query.sort
        if column is not None:
            order = column.by.descending if sort.startswith("-") else column.by.ascending
        comparison = query.comparison
        if find:
            looked = [
                each.by.containsText(find) if each.found is None else each.found(find)
                for each in self.columns
                if each.isFiltered
            ]
            comparison = OR(*looked) if comparison is None else AND(comparison, OR(*looked))
        asked: ItemQuery[Any] = query.store.query(query.tableClass, comparison, sort=order)
        return asked

    def _chosen(self, rows: Sequence[R], sort: str, find: str) -> Sequence[R]:
        if find:
            looked, wanted = [each for each in self.columns if each.isFiltered], find.lower()
            rows = [row for row in rows if any(wanted in str(each.value(row)).lower() for each in looked)]
        column = self._sortedBy(sort)
        if column is None:
            return rows
        value = column.value
        # What is not known comes last.
        known = [row for row in rows if value(row) is not None]
        unknown = [row for row in rows if value(row) is None]
        return [*sorted(known, key=value, reverse=sort.startswith("-")), *unknown]

    def _sortedBy(self, sort: str) -> Column[R] | None:
        if not sort:
            return None
        for column in self.columns:
            if column.canSort and column.name == sort.removeprefix("-"):
                return column
        raise BadInput(f"The table has no column {sort[:40]!r} to sort by.")


def momentColumn(
    name: str,
    label: str,
    moment: Callable[[R], Time | float | None],
    by: Any = None,
    isSortable: bool = False,
) -> Column[R]:
    """
    A column of moments, each as programs and as people read it; see L{Column}.

    @param moment: that of a row; a float is seconds since the epoch. A row may have none.
    """

    def forPrograms(row: R) -> str | None:
        when = moment(row)
        return None if when is None else momentOf(when)

    return Column(name, label, forPrograms, lambda row: timeTag(moment(row)), by, isSortable)


def pageNumber(text: str) -> int:
    """
    The number of a page in a URL, from 1.

    @raise BadInput: it is none, or one with more rows before it than can be counted.
    """
    if not (number := wholeNumber(text)) or number >= _MOST_PAGES:
        raise BadInput(f"A page is a number from 1, not {text[:40]!r}.")
    return number


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
