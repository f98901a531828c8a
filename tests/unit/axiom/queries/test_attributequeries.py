"""
Queries for the values of one column, and pages of items.
"""

from __future__ import annotations

from decimal import Decimal

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, point2decimal, reference, text, timestamp
from axiom.item import Item
from axiom.store import Store
from axiom.testing import StatementLog


class Sale(Item):
    """
    Something sold.
    """

    typeName = "test_attributequery_sale"

    name = text()
    number = integer()
    price = point2decimal()
    when = timestamp()
    previous = reference()


class Tick(Item):
    """
    Something that is sorted by an index.
    """

    typeName = "test_attributequery_tick"

    number = integer(indexed=True)


class AttributeQueryTests(SynchronousTestCase):
    """
    C{query.getColumn()}.
    """

    def setUp(self) -> None:
        """
        Four sales, one without values.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        for number in (1, 2, 2):
            Sale(
                store=self.store,
                name=f"n{number}",
                number=number,
                price=Decimal(number) / 2,
                when=Time.fromPOSIXTimestamp(number),
            )
        Sale(store=self.store)
        self.query = self.store.query(Sale, sort=Sale.storeID)

    def test_values(self) -> None:
        """
        Values are as items have them, or as they are stored.
        """
        moments = [Time.fromPOSIXTimestamp(number) for number in (1, 2, 2)]
        self.assertEqual([*moments, None], list(self.query.getColumn("when")))
        self.assertEqual(
            [1_000_000, 2_000_000, 2_000_000, None], list(self.query.getColumn("when", raw=True))
        )
        self.assertEqual([1, 2, 3, 4], list(self.query.getColumn("storeID")))

    def test_references(self) -> None:
        """
        References give what they refer to: items, the store, or None, also where an item is gone.
        """
        first, second, third, fourth = self.query
        second.previous, third.previous, fourth.previous = first, self.store, fourth
        self.assertEqual([None, first, self.store, fourth], list(self.query.getColumn("previous")))
        self.assertEqual([None, 1, -1, 4], list(self.query.getColumn("previous", raw=True)))
        self.store.executeSQL("UPDATE item_test_attributequery_sale_v1 SET previous = 77 WHERE oid = 2")
        self.assertEqual([None, None, self.store, fourth], list(self.query.getColumn("previous")))

    def test_distinct(self) -> None:
        """
        Each value once.
        """
        numbers = self.store.query(Sale, sort=Sale.number).getColumn("number").distinct()
        self.assertEqual([None, 1, 2], list(numbers))
        self.assertEqual(2, numbers.count())

    def test_count(self) -> None:
        """
        Only what is not None counts.
        """
        self.assertEqual(3, self.query.getColumn("number").count())
        self.assertEqual(2, self.query.cloneQuery(limit=2).getColumn("number").count())

    def test_aggregates(self) -> None:
        """
        Sums and extremes have the column's type; None does not count.
        """
        prices = self.query.getColumn("price")
        self.assertEqual(
            (Decimal("2.5"), Decimal("0.5"), Decimal("1")), (prices.sum(), prices.min(), prices.max())
        )
        self.assertEqual(Time.fromPOSIXTimestamp(2), self.query.getColumn("when").max())
        self.assertEqual(5 / 3, self.query.getColumn("number").average())
        self.assertAlmostEqual(2.5 / 3, prices.average())

    def test_nothing(self) -> None:
        """
        Of no values the sum is 0, there is no average, and the extremes are what is given for them.
        """
        for query in (
            self.store.query(Sale, Sale.number == 77),
            self.store.query(Sale, Sale.number == None),  # noqa: E711
        ):
            numbers = query.getColumn("number")
            self.assertEqual((0, None, 0), (numbers.sum(), numbers.average(), numbers.count()))
            self.assertEqual((5, None), (numbers.max(default=5), numbers.min(default=None)))
            self.assertRaises(ValueError, numbers.max)
            self.assertRaises(ValueError, numbers.min)

    def test_limited(self) -> None:
        """
        An aggregate heeds limit, offset and order.
        """
        numbers = self.store.query(Sale, sort=Sale.number.descending, limit=2, offset=1).getColumn("number")
        self.assertEqual(3, numbers.sum())


class PagingTests(SynchronousTestCase):
    """
    C{query.paginate()}.
    """

    def setUp(self) -> None:
        """
        Items with equal, different and no values in two columns.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        for number in (None, 1, 2):
            for name in ("B", "a", None, "b"):
                Sale(store=self.store, number=number, name=name)

    def test_everyOrder(self) -> None:
        """
        Pages of any size give what the query gives, in its order, each item once.
        """
        name, number = Sale.name, Sale.number
        for sort in (
            None,
            name,
            name.descending,
            (number.ascending, name.descending),
            (name.descending, number.descending),
            (number.descending, name.ascending, Sale.storeID.descending),
        ):
            complete = self.store.query(Sale, number != 7 if sort is None else None, sort=sort)
            for size in (1, 2, 3, 5, 12, 100):
                paged = list(complete.paginate(pagesize=size))
                self.assertEqual(complete.count(), len(set(paged)))
                self.assertEqual(
                    [(sale.number, sale.name and sale.name.lower()) for sale in complete],
                    [(sale.number, sale.name and sale.name.lower()) for sale in paged],
                )

    def test_condition(self) -> None:
        """
        The query's condition holds on every page.
        """
        query = self.store.query(Sale, Sale.number == 1, sort=Sale.name.descending)
        self.assertEqual(["b", "b", "a", None], [s.name and s.name.lower() for s in query.paginate(2)])

    def test_changedMeanwhile(self) -> None:
        """
        To change what the order goes by, or to delete what came, skips nothing.
        """
        for sale in self.store.query(Sale, Sale.number == 1, sort=Sale.name).paginate(2):
            sale.name = "z"
        self.assertEqual(4, self.store.count(Sale, Sale.name == "z"))
        for sale in self.store.query(Sale).paginate(5):
            sale.deleteFromStore()
        self.assertEqual(0, self.store.count(Sale))

    def test_cost(self) -> None:
        """
        In the order of an index the last pages cost about as much as the first, also with many equal values.
        """
        for number in (100, 2):
            self.store.query(Tick).deleteFromStore()
            self.store.batchInsert(Tick, [Tick.number], [(each % number,) for each in range(1000)])
            for sort in (Tick.number.ascending, Tick.number.descending):
                costs: list[int] = []
                pages = self.store.query(Tick, sort=sort).paginate(pagesize=20)
                for _ in range(50):
                    with StatementLog(self.store) as log:
                        for _ in range(20):
                            next(pages)
                    costs.append(log.steps)
                self.assertTrue(max(costs[-5:]) < 2 * costs[1], costs)

    def test_insertedMeanwhile(self) -> None:
        """
        What is inserted behind the page under way comes too.
        """
        names = []
        for sale in self.store.query(Sale, Sale.number == 2, sort=Sale.storeID).paginate(2):
            names.append(sale.name)
            if len(names) == 4:
                Sale(store=self.store, number=2, name="late")
        self.assertEqual(["B", "a", None, "b", "late"], names)
