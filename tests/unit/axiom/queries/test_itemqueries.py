"""
Queries for items.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.attributes import AND, OR, TableOrderComparisonWrapper, integer, reference, text
from axiom.errors import ItemClassesOnly
from axiom.iaxiom import IQuery
from axiom.item import Item, Placeholder
from axiom.store import Store


class Author(Item):
    """
    Somebody who writes.
    """

    typeName = "test_queries_author"

    name = text(allowNone=False)
    born = integer()


class Book(Item):
    """
    What an author wrote.
    """

    typeName = "test_queries_book"

    author = reference()
    title = text(default="", indexed=True, allowNone=False)
    year = integer()


class Unseen(Item):
    """
    An item that nobody stores.
    """

    typeName = "test_queries_unseen"

    number = integer()


class QueryTests(SynchronousTestCase):
    """
    L{Store.query}.
    """

    def setUp(self) -> None:
        """
        Two authors with three books.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.ann = Author(store=self.store, name="Ann", born=1950)
        self.bob = Author(store=self.store, name="Bob")
        for author, title, year in ((self.ann, "C", 1999), (self.bob, "A", 2001), (self.ann, "B", None)):
            Book(store=self.store, author=author, title=title, year=year)

    def titles(self, *args: Any, **kwargs: Any) -> list[str]:
        """
        The titles of the books of a query, in its order.
        """
        return [book.title for book in self.store.query(Book, *args, **kwargs)]

    def test_provides(self) -> None:
        """
        A query is what L{IQuery} says.
        """
        self.assertTrue(verifyObject(IQuery, self.store.query(Book)))

    def test_sorted(self) -> None:
        """
        Results come in the order of a column, of several, or of both directions; None is the smallest.
        """
        self.assertEqual(["A", "B", "C"], self.titles(sort=Book.title))
        self.assertEqual(["C", "B", "A"], self.titles(sort=Book.title.descending))
        self.assertEqual(["B", "C", "A"], self.titles(sort=Book.year.ascending))
        self.assertEqual(["A", "B", "C"], self.titles(sort=(Book.author.desc, Book.title.asc)))
        self.assertEqual(["A", "C", "B"], self.titles(sort=Book.author.descending + Book.title.descending))

    def test_limited(self) -> None:
        """
        A limit and an offset, each with and without the other, cut the results; so does a count.
        """
        for limit, offset, found in (
            (2, None, ["A", "B"]),
            (2, 2, ["C"]),
            (None, 1, ["B", "C"]),
            (0, None, []),
            (5, 9, []),
        ):
            self.assertEqual(found, self.titles(limit=limit, offset=offset, sort=Book.title))
            self.assertEqual(len(found), self.store.count(Book, limit=limit, offset=offset))

    def test_badLimit(self) -> None:
        """
        A limit or an offset that is no number from 0 up is refused at once.
        """
        for bad in (-1, "2", 1.5):
            self.assertRaises(ValueError, self.store.query, Book, limit=bad)
            self.assertRaises(ValueError, self.store.query, Book, offset=bad)

    def test_again(self) -> None:
        """
        Each iteration over a query sees the store as it is then.
        """
        query = self.store.query(Book, Book.year > 2000)
        self.assertEqual(1, len(list(query)))
        Book(store=self.store, title="D", year=2020)
        self.assertEqual(2, len(list(query)))

    def test_sameObjects(self) -> None:
        """
        A query yields the objects that are in memory.
        """
        self.assertEqual([self.ann, self.bob], list(self.store.query(Author, sort=Author.storeID)))

    def test_neverStored(self) -> None:
        """
        A query over a class that nobody stored is empty, and stores nothing.
        """
        query = self.store.query(Unseen, Unseen.number == 3, sort=Unseen.number)
        self.assertEqual(([], 0, []), (list(query), query.count(), query.explain()))
        self.assertEqual([], list(self.store.query((Book, Unseen), Book.year == Unseen.number)))
        query.deleteFromStore()
        self.assertEqual(2, self.store.querySQL("SELECT count(*) FROM axiom_types")[0][0])

    def test_notAClass(self) -> None:
        """
        A query over something else than a class of items is refused at once.
        """
        for source in (self.ann, int, Item, (Book, str), None):
            self.assertRaises(ItemClassesOnly, self.store.query, source)

    def test_notACondition(self) -> None:
        """
        What is no condition is refused at once, by itself and among others.
        """
        for bad in (True, "year > 2000", Book.title):
            self.assertRaises(TypeError, self.store.query, Book, bad)
            self.assertRaises(TypeError, AND, Book.year > 2000, bad)

    def test_clone(self) -> None:
        """
        A clone keeps what is not given anew.
        """
        query = self.store.query(Book, Book.year != None, sort=Book.title, limit=1)  # noqa: E711
        self.assertEqual(["A"], [book.title for book in query.cloneQuery()])
        self.assertEqual(["A", "C"], [book.title for book in query.cloneQuery(limit=None)])
        self.assertEqual(["C"], [book.title for book in query.cloneQuery(sort=Book.title.descending)])

    def test_repr(self) -> None:
        """
        A query shows what it looks for.
        """
        query = self.store.query(Book, AND(Book.year > 2000, Book.title == "A"), limit=1, sort=Book.title)
        self.assertEqual(
            "ItemQuery(<Store in memory>, <class 'tests.unit.axiom.queries.test_itemqueries.Book'>,"
            " AND(Book.year > 2000, Book.title = 'A'), limit=1, offset=None, sort=Book.title.ascending)",
            repr(query),
        )

    def test_explain(self) -> None:
        """
        The plan of a query names its index.
        """
        plan = self.store.query(Book, Book.title == "A").explain()
        self.assertIn("axiomidx_test_queries_book_v1_title", plan[0][-1])

    def test_join(self) -> None:
        """
        A query over several classes yields tuples of items that fit together, and counts them.
        """
        query = self.store.query(
            (Author, Book), Book.author == Author.storeID, sort=(Author.name, Book.title.descending)
        )
        self.assertEqual(
            [("Ann", "C"), ("Ann", "B"), ("Bob", "A")], [(author.name, book.title) for author, book in query]
        )
        self.assertEqual(3, query.count())
        self.assertEqual(2, query.cloneQuery(limit=2).count())

    def test_joinByCondition(self) -> None:
        """
        A class that only the condition mentions is joined, and yields nothing.
        """
        found = self.store.query(Book, AND(Book.author == Author.storeID, Author.name == "Ann"))
        self.assertEqual({"B", "C"}, {book.title for book in found})
        self.assertEqual(2, found.count())
        twice = self.store.query(Author, Book.author == Author.storeID)
        self.assertEqual((3, 2), (twice.count(), twice.distinct().count()))
        self.assertEqual({self.ann, self.bob}, set(twice.distinct()))

    def test_unjoined(self) -> None:
        """
        A class of which the condition says nothing can be neither what is asked for nor what it is sorted by.
        """
        isAnn = Author.name == "Ann"
        self.assertRaises(ValueError, self.store.query, Book, isAnn)
        self.assertRaises(ValueError, self.store.query, (Author, Book), isAnn)
        self.assertRaises(ValueError, self.store.query, Author, isAnn, sort=Book.title)
        self.assertRaises(ValueError, self.store.query, ())

    def test_distinctSorted(self) -> None:
        """
        Of results that come several times, each once has the place of its first time.
        """
        Book(store=self.store, author=self.bob, title="D", year=1999)
        for order, names in ((Book.title, ["Bob", "Ann"]), (Book.title.descending, ["Bob", "Ann"])):
            query = self.store.query(Author, Book.author == Author.storeID, sort=order).distinct()
            self.assertEqual(names, [author.name for author in query])
            self.assertEqual((2, 1), (query.count(), query[1:].count()))
            self.assertEqual(names[1], query[1].name)
        byYear = (Book.year.descending, Book.title)
        authors = self.store.query(Book, sort=byYear).getColumn("author").distinct()
        self.assertEqual([self.bob, self.ann], list(authors))
        pairs = self.store.query((Author,), Book.author == Author.storeID, sort=byYear).distinct()
        self.assertEqual([self.bob, self.ann], [pair[0] for pair in pairs])

    def test_tableOrder(self) -> None:
        """
        A condition with an order of tables is joined in that order.
        """
        for tables, first in (([Author, Book], "author"), ([Book, Author], "book")):
            ordered = TableOrderComparisonWrapper(tables, Book.author == Author.storeID)
            query = self.store.query((Author, Book), ordered)
            self.assertEqual(3, len(list(query)))
            self.assertIn(f"test_queries_{first}", query.explain()[0][-1])
        self.assertRaises(ValueError, TableOrderComparisonWrapper, [Book], Book.author == Author.storeID)

    def test_placeholder(self) -> None:
        """
        A placeholder lets a class be joined with itself.
        """
        one, other = Placeholder(Book), Placeholder(Book)
        query = self.store.query((one, other), AND(one.author == other.author, one.title < other.title))
        self.assertEqual([("B", "C")], [(a.title, b.title) for a, b in query])
        self.assertEqual(1, query.count())
        self.assertEqual(["A", "B", "C"], list(self.store.query(one, sort=one.title).getColumn("title")))

    def test_deletedMeanwhile(self) -> None:
        """
        An item that is deleted before its turn does not come.
        """
        seen = []
        for book in self.store.query(Book, sort=Book.title):
            seen.append(book.title)
            self.store.query(Book, Book.title == "C").deleteFromStore()
        self.assertEqual(["A", "B"], seen)

    def test_deletedFromJoin(self) -> None:
        """
        A tuple with an item that is deleted before its turn does not come.
        """
        seen = []
        for author, book in self.store.query((Author, Book), Book.author == Author.storeID, sort=Book.title):
            seen.append((author.name, book.title))
            if author is self.bob:
                self.ann.deleteFromStore()
        self.assertEqual([("Bob", "A")], seen)

    def test_changedMeanwhile(self) -> None:
        """
        An item that is changed and forgotten before its turn has its new values.
        """
        self.store.query(Book, Book.title == "C").deleteFromStore()

        def change() -> None:
            book = self.store.findUnique(Book, Book.title == "B")
            book.year = 2010

        years = []
        for book in self.store.query(Book, sort=Book.title):
            change()
            years.append(book.year)
        self.assertEqual([2001, 2010], years)

    def test_changedWhileIterating(self) -> None:
        """
        A loop may change every item, also many, outside a transaction and inside one.
        """
        self.store.batchInsert(Book, [Book.year], [[number] for number in range(1000)])

        def increment() -> None:
            for book in self.store.query(Book, Book.year >= 0):
                book.year = (book.year or 0) + 1

        increment()
        self.store.transact(increment)
        self.assertEqual(
            [number + 2 for number in range(1000)],
            list(self.store.query(Book, AND(Book.year >= 2, Book.title == "")).getColumn("year")),
        )

    def test_createdWhileIterating(self) -> None:
        """
        A loop that creates what it looks for ends.
        """
        for book in self.store.query(Book):
            Book(store=self.store, title=f"{book.title} again")
        self.assertEqual(6, self.store.count(Book))

    def test_dropped(self) -> None:
        """
        A query that is given up in the middle holds no transaction.
        """
        self.store.batchInsert(Book, [Book.year], [[number] for number in range(1000)])
        results: Iterator[Book] = iter(self.store.query(Book))
        next(results)
        self.assertTrue(self.store._connection.inTransaction)
        del results
        self.assertFalse(self.store._connection.inTransaction)

    def test_fetched(self) -> None:
        """
        A query whose results are all fetched holds no transaction while they are looked at.
        """
        for _ in self.store.query(Book):
            self.assertFalse(self.store._connection.inTransaction)

    def test_interleaved(self) -> None:
        """
        Several long queries may be read in turn, with writes between.
        """
        self.store.batchInsert(Book, [Book.year], [[number] for number in range(500)])
        first = iter(self.store.query(Book, Book.year < 500, sort=Book.year))
        second = iter(self.store.query(Book, Book.year < 500, sort=Book.year.descending))
        for number in range(400):
            self.assertEqual((number, 499 - number), (next(first).year, next(second).year))
            self.ann.born = number
        self.assertEqual(100, len(list(first)))

    def test_acrossTransactions(self) -> None:
        """
        A query that was begun in a transaction can be read to its end after it, committed or not.
        """
        self.store.batchInsert(Book, [Book.year], [[number] for number in range(500)])
        results: list[Iterator[Book]] = []

        def begin() -> None:
            Book(store=self.store, year=-1)
            results.append(iter(self.store.query(Book, Book.year < 500, sort=Book.year)))
            self.assertEqual(-1, next(results[-1]).year)

        def fail() -> None:
            begin()
            raise ValueError("no")

        self.assertRaises(ValueError, self.store.transact, fail)
        self.assertEqual(list(range(500)), [book.year for book in results[0]])
        self.store.transact(begin)
        self.assertEqual(list(range(500)), [book.year for book in results[1]])

    def test_undoneRows(self) -> None:
        """
        What a failed transaction had written does not come out of a query that was begun in it.
        """
        results: list[Iterator[Book]] = []

        def fail() -> None:
            self.store.batchInsert(Book, [Book.title], [["X"], ["Y"]])
            results.append(iter(self.store.query(Book, sort=Book.title.descending)))
            self.assertEqual("Y", next(results[0]).title)
            raise ValueError("no")

        self.assertRaises(ValueError, self.store.transact, fail)
        self.assertEqual(["C", "B", "A"], [book.title for book in results[0]])

    def test_unwritten(self) -> None:
        """
        A query in a transaction sees what was changed in it.
        """

        def change() -> list[str]:
            self.ann.name = "Zoe"
            Author(store=self.store, name="Max")
            return list(self.store.query(Author, sort=Author.name).getColumn("name"))

        self.assertEqual(["Bob", "Max", "Zoe"], self.store.transact(change))

    def test_or(self) -> None:
        """
        Conditions combine with functions and with operators.
        """
        self.assertEqual(["A", "C"], self.titles(OR(Book.title == "A", Book.title == "C"), sort=Book.title))
        self.assertEqual(["A", "C"], self.titles((Book.year > 1) & (Book.year < 3000), sort=Book.title))
        self.assertEqual(["A", "B"], self.titles((Book.title == "A") | (Book.title == "B"), sort=Book.title))
        self.assertRaises(ValueError, AND)
