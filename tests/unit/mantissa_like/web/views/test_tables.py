"""
Tests for tables.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.item import Item
from axiom.store import Store
from mantissa_like.web import BadInput, Column, Table, TablePage, Values, Visit, markup
from mantissa_like.web._views.tables import momentColumn


class Fruit(Item):
    """
    Something to list.
    """

    typeName = "test_table_fruit"
    name = text(allowNone=False)
    count = integer()


NAMES = ["Apple", "banana", "Cherry", "date", "elderberry"]

TABLE: Table[Any] = Table(
    Column("name", "Name", lambda row: row.name, by=Fruit.name, isFiltered=True),
    Column("count", "How many", lambda row: row.count, by=Fruit.count, isSortable=True, isNumber=True),
    Column("", "", lambda row: None, cell=lambda row: f"open {row.name}"),
    sort="name",
    pageSize=2,
)


def visit(**arguments: str) -> Visit:
    """
    One whose URL has these arguments.
    """
    return Visit(path="/here", owner="", clock=Clock(), arguments=Values(arguments.items()))


class TableTests(SynchronousTestCase):
    """
    Tests for L{Table}, with rows from a query and with the same rows in a list.
    """

    def setUp(self) -> None:
        self.store = Store()
        self.addCleanup(self.store.close)
        for number, name in enumerate(NAMES):
            Fruit(store=self.store, name=name, count=None if name == "date" else 10 - number)

    def pages(self, **arguments: str) -> list[TablePage[Any]]:
        """
        The page by query and the page by list.
        """
        query = self.store.query(Fruit)
        return [TABLE.of(query, visit(**arguments)), TABLE.of(list(query), visit(**arguments))]

    def test_pages(self) -> None:
        """
        A page has so many rows, and says how many there are on all.
        """
        for page, expected in (("1", NAMES[:2]), ("2", NAMES[2:4]), ("3", NAMES[4:]), ("9", [])):
            found = self.pages(page=page)[0]
            self.assertEqual(expected, [row.name for row in found.rows])
            self.assertEqual((5, 3), (found.total, found.pages))

    def test_sorted(self) -> None:
        """
        Rows are in the order of a column, or the other way round.
        """
        for found in self.pages(sort="count"):
            names = [row.name for row in found.rows if row.count is not None]
            self.assertEqual("elderberry", names[0])
        for found in self.pages(sort="-count"):
            self.assertEqual(["Apple", "banana"], [row.name for row in found.rows])

    def test_found(self) -> None:
        """
        Rows whose texts have what is looked for are shown, upper case or lower.
        """
        for found in self.pages(find="ERR"):
            self.assertEqual({"Cherry", "elderberry"}, {row.name for row in found.rows})
            self.assertEqual(2, found.total)
        for found in self.pages(find="%"):
            self.assertEqual([], list(found.rows))
            self.assertIn("Nothing was found.", markup(found.show()).decode())

    def test_refused(self) -> None:
        """
        Arguments that make no sense are bad input.
        """
        for sort in ("colour", "--name", "-"):
            self.assertRaises(BadInput, self.pages, sort=sort)
        for page in ("0", "-1", "x", "9" * 30):
            self.assertRaises(BadInput, self.pages, page=page)

    def test_noLabel(self) -> None:
        """
        Above a column without a label stands no heading, which programs that read pages aloud would announce.
        """
        table: Table[int] = Table(Column("n", "Number", lambda row: row), Column("", "", str))
        text = markup(table.of([1], visit()).show()).decode()
        self.assertEqual((1, 1), (text.count("<th "), text.count("<td></td>")))

    def test_links(self) -> None:
        """
        Links to other orders and pages keep what else the URL says.
        """
        text = markup(self.pages(page="2", sort="-name", other="a&b")[0].show()).decode()
        self.assertIn('aria-sort="descending"', text)
        self.assertIn('href="/here?other=a%26b&amp;sort=name"', text)
        self.assertIn('href="/here?other=a%26b&amp;sort=-name&amp;page=3" rel="next"', text)
        self.assertIn("Page 2 of 3", text)

    def test_cells(self) -> None:
        """
        Numbers have separators, what is unknown is a dash, and every cell says its column for narrow screens.
        """
        Fruit(store=self.store, name="0", count=12345)
        text = markup(self.pages()[0].show()).decode()
        self.assertIn('<td class="number" data-label="How many">12,345</td>', text)
        self.assertIn("open Apple", text)
        text = markup(self.pages(find="date")[0].show()).decode()
        self.assertIn(">–</td>", text)

    def test_data(self) -> None:
        """
        Programs get the same rows.
        """
        self.assertEqual(
            {
                "rows": [{"name": "Apple", "count": 10}, {"name": "banana", "count": 9}],
                "page": 1,
                "pages": 3,
                "total": 5,
            },
            self.pages()[0].data(),
        )


class MomentColumnTests(SynchronousTestCase):
    """
    Tests for L{momentColumn}.
    """

    def test_moments(self) -> None:
        """
        Programs and people read a moment each in their way, and that there is none.
        """
        column: Column[float | None] = momentColumn("when", "When", lambda row: row)
        self.assertEqual(("2001-09-09T01:46:40Z", None), (column.value(1e9), column.value(None)))
        page = Table(column).of([1e9, None], visit()).show("")
        shown = markup(page).decode()
        self.assertIn('<time datetime="2001-09-09T01:46:40Z">2001-09-09 01:46 UTC</time>', shown)
        self.assertIn(">–</td>", shown)
