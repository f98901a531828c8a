"""
Queries for the values of several columns.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import AND, integer, reference, text, timestamp
from axiom.item import Item, Placeholder
from axiom.store import Store
from axiom.testing import StatementLog


class Visit(Item):
    """
    Somebody who came.
    """

    typeName = "test_columnquery_visit"

    name = text()
    number = integer(indexed=True)
    when = timestamp()
    after = reference()


class ColumnQueryTests(SynchronousTestCase):
    """
    C{query.getColumns()}.
    """

    def setUp(self) -> None:
        """
        Three visits, each after the one before; the last one has no moment.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        before = None
        for number, name in enumerate(("ann", "ben", "ann")):
            when = None if number == 2 else Time.fromPOSIXTimestamp(number)
            before = Visit(store=self.store, name=name, number=number, when=when, after=before)

    def test_values(self) -> None:
        """
        The values come as items have them, in the order of the query and of the names.
        """
        query = self.store.query(Visit, sort=Visit.number.descending, limit=2)
        visits = list(query)
        self.assertEqual(
            [
                (None, visits[0].storeID, visits[1]),
                (Time.fromPOSIXTimestamp(1), visits[1].storeID, visits[1].after),
            ],
            list(query.getColumns("when", "storeID", "after")),
        )

    def test_raw(self) -> None:
        """
        Raw values come as they are stored, in one statement.
        """
        query = self.store.query(Visit, Visit.number == 1).getColumns("name", "when", raw=True)
        with StatementLog(self.store) as log:
            self.assertEqual([("ben", 1_000_000)], list(query))
        self.assertEqual(1, len([sql for sql in log.statements if sql.startswith("SELECT")]))

    def test_distinct(self) -> None:
        """
        Each tuple comes once if it is asked for, in the place of its first row, and is counted once.
        """
        names = self.store.query(Visit, sort=Visit.number.descending).getColumns("name").distinct()
        self.assertEqual([("ann",), ("ben",)], list(names))
        self.assertEqual(2, names.count())
        both = self.store.query(Visit).getColumns("name", "number")
        self.assertEqual((3, 3), (both.count(), both.distinct().count()))

    def test_joined(self) -> None:
        """
        Columns of a placeholder are those of its own row.
        """
        first = Placeholder(Visit)
        query = self.store.query(first, AND(Visit.after == first.storeID, Visit.number == 2))
        self.assertEqual([("ben", 1)], list(query.getColumns("name", "number")))

    def test_parts(self) -> None:
        """
        A query for columns can be cut and asked whether it has a result.
        """
        query = self.store.query(Visit, sort=Visit.number.ascending).getColumns("number", raw=True)
        self.assertEqual([(1,), (2,)], list(query[1:]))
        self.assertTrue(query)
        self.assertFalse(self.store.query(Visit, Visit.number > 9).getColumns("number"))

    def test_wrongNames(self) -> None:
        """
        There is at least one column, and each is one of the class.
        """
        query = self.store.query(Visit)
        self.assertRaises(ValueError, query.getColumns)
        self.assertRaises(AttributeError, query.getColumns, "name", "shoeSize")
