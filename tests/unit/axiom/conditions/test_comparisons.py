"""
Conditions of queries.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.attributes import (
    AND,
    OR,
    bytes,
    ieee754_double,
    integer,
    money,
    point2decimal,
    reference,
    text,
    timestamp,
)
from axiom.errors import ConstraintError, NoCrossStoreReferences
from axiom.iaxiom import IComparison, IOrdering
from axiom.item import Item, Placeholder
from axiom.store import Store

# Compared with by ==, as columns are.
NONE: Any = None


class Word(Item):
    """
    A text with its bytes, and its place.
    """

    typeName = "test_comparisons_word"

    plain = text()
    cased = text(caseSensitive=True)
    raw = bytes()
    place = integer()
    weight = ieee754_double()
    when = timestamp()
    after = reference()


class Indexed(Item):
    """
    A text with an index.
    """

    typeName = "test_comparisons_indexed"

    name = text(indexed=True)


class Price(Item):
    """
    Decimals of several kinds.
    """

    typeName = "test_comparisons_price"

    net = point2decimal()
    gross = point2decimal()
    exact = money()
    amount = integer()


class ComparisonTests(SynchronousTestCase):
    """
    The operators of columns.
    """

    def setUp(self) -> None:
        """
        Five words, one without values.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        previous: Word | None = None
        for place, word in enumerate(("Apple", "banana", "100%", "a_b\\c")):
            previous = Word(
                store=self.store,
                plain=word,
                cased=word,
                raw=word.encode(),
                place=place,
                weight=place / 2,
                after=previous,
            )
        assert previous is not None
        self.last = previous
        Word(store=self.store)

    def found(self, comparison: Any) -> list[str | None]:
        """
        The words that fulfil a condition, in their order; None for the one without values.
        """
        self.assertTrue(verifyObject(IComparison, comparison))
        return list(self.store.query(Word, comparison, sort=Word.storeID).getColumn("plain"))

    def test_values(self) -> None:
        """
        Columns compare with values of their type; None is neither less nor greater nor different.
        """
        self.assertEqual(["banana"], self.found(Word.place == 1))
        self.assertEqual(["Apple", "100%", "a_b\\c"], self.found(Word.place != 1))
        self.assertEqual(["Apple"], self.found(Word.place < 1))
        self.assertEqual(["Apple", "banana"], self.found(Word.place <= 1))
        self.assertEqual(["100%", "a_b\\c"], self.found(Word.weight > 0.5))
        self.assertEqual(["banana", "100%", "a_b\\c"], self.found(Word.weight >= 0.5))
        self.assertEqual(["banana"], self.found(Word.raw == b"banana"))

    def test_none(self) -> None:
        """
        A column is None or is not.
        """
        self.assertEqual([None], self.found(Word.place == NONE))
        self.assertEqual(4, len(self.found(Word.place != NONE)))

    def test_case(self) -> None:
        """
        Text is compared without regard to the case of letters, unless the column says so.
        """
        self.assertEqual(["Apple"], self.found(Word.plain == "aPPLE"))
        self.assertEqual([], self.found(Word.cased == "aPPLE"))

    def test_columns(self) -> None:
        """
        Columns compare with columns.
        """
        self.assertEqual(["Apple"], self.found(Word.place == Word.weight))
        self.assertEqual(["banana", "100%", "a_b\\c"], self.found(Word.weight < Word.place))

    def test_storeID(self) -> None:
        """
        Items are found by their identity.
        """
        self.assertEqual(["a_b\\c"], self.found(Word.storeID == self.last.storeID))
        self.assertEqual(["Apple"], self.found(Word.storeID.oneOf([1, 99])))
        self.assertRaises(ConstraintError, self.found, Word.storeID == 2**63)
        self.assertRaises(ConstraintError, self.found, Word.storeID == "1")

    def test_reference(self) -> None:
        """
        A reference compares with items of the same store.
        """
        self.assertEqual([], self.found(Word.after == self.last))
        self.assertEqual(["a_b\\c"], self.found(Word.after == self.store.findUnique(Word, Word.place == 2)))
        other = Store()
        self.addCleanup(other.close)
        self.assertRaises(NoCrossStoreReferences, self.found, Word.after == Word(store=other))
        self.assertRaises(NoCrossStoreReferences, self.found, Word.after == Word())

    def test_wrongType(self) -> None:
        """
        A value that does not fit the column is refused when the query is run; no transaction is left.
        """
        for comparison in (Word.place == "1", Word.plain == 1, Word.raw == "a", Word.when > 5):
            self.assertRaises(ConstraintError, self.found, comparison)
            self.assertFalse(self.store._connection.inTransaction)

    def test_oneOf(self) -> None:
        """
        One of some values; none of them leaves out what has no value.
        """
        self.assertEqual(["Apple", "100%"], self.found(Word.place.oneOf({0, 2, 77})))
        self.assertEqual(["Apple", "banana"], self.found(Word.plain.oneOf(w for w in ("APPLE", "Banana"))))
        self.assertEqual(["banana", "a_b\\c"], self.found(Word.place.notOneOf([0, 2])))
        self.assertEqual([], self.found(Word.place.oneOf([])))
        self.assertEqual(5, len(self.found(Word.place.notOneOf([]))))

    def test_oneOfWithNone(self) -> None:
        """
        None among the values stands for no value.
        """
        self.assertEqual(["Apple", None], self.found(Word.place.oneOf([0, None])))
        self.assertEqual(["100%", "a_b\\c"], self.found(Word.place.notOneOf([0, None, 1])))
        self.assertEqual([None], self.found(Word.place.oneOf([None])))
        self.assertEqual(
            [None], self.found(AND(OR(Word.place.oneOf([None]), Word.place == 0), Word.raw == NONE))
        )

    def test_oneOfMany(self) -> None:
        """
        There may be more values than SQLite takes bindings, of every type.
        """
        numbers = [*range(-40_000, 1), 2**63 - 1, None]
        self.assertEqual(["Apple", None], self.found(Word.place.oneOf(numbers)))
        self.assertEqual(["banana", "100%", "a_b\\c"], self.found(Word.place.notOneOf(numbers)))
        words = [f'"{number}" \\ \u1234 \U0001f600' for number in range(1000)]
        self.assertEqual(["100%", "a_b\\c"], self.found(Word.plain.oneOf([*words, "100%", "A_b\\c"])))
        raw = [number.to_bytes(2, "big") for number in range(1000)]
        self.assertEqual(["banana"], self.found(Word.raw.oneOf([*raw, b"banana"])))
        weights = [number + 0.25 for number in range(1000)]
        self.assertEqual(["100%"], self.found(Word.weight.oneOf([*weights, 1.0])))

    def test_oneOfQuery(self) -> None:
        """
        One of the values of another query, with its limit and order, or of a column.
        """
        places = self.store.query(Word, Word.weight > 0.5, sort=Word.place.descending, limit=1).getColumn(
            "place"
        )
        self.assertEqual(["a_b\\c"], self.found(Word.place.oneOf(places)))
        self.assertEqual(["Apple", "banana", "100%"], self.found(Word.place.notOneOf(places)))
        self.assertEqual(["Apple"], self.found(Word.place.oneOf(Word.weight)))

    def test_oneOfQueryOverNothing(self) -> None:
        """
        No value is one of those of a query over a class that nobody stored.
        """

        class Unstored(Item):
            """
            Never stored.
            """

            typeName = "test_comparisons_unstored"
            place = integer()

        places = self.store.query(Unstored).getColumn("place")
        self.assertEqual([], self.found(Word.place.oneOf(places)))
        self.assertEqual(5, len(self.found(Word.place.notOneOf(places))))

    def test_like(self) -> None:
        """
        Patterns have wildcards, and may be made of texts and columns.
        """
        self.assertEqual(["banana"], self.found(Word.plain.like("%AN%")))
        self.assertEqual(["Apple", "100%", "a_b\\c"], self.found(Word.plain.notLike("%an%")))
        self.assertEqual(4, len(self.found(Word.plain.like("%", Word.cased))))
        self.assertRaises(TypeError, Word.plain.like)

    def test_literal(self) -> None:
        """
        What a text starts or ends with is taken literally.
        """
        self.assertEqual(["100%"], self.found(Word.plain.startswith("100%")))
        self.assertEqual([], self.found(Word.plain.startswith("1_0")))
        self.assertEqual(["100%"], self.found(Word.plain.endswith("%")))
        self.assertEqual(["a_b\\c"], self.found(Word.plain.endswith("_b\\C")))
        self.assertEqual(["a_b\\c"], self.found(Word.plain.startswith("A_B\\")))
        self.assertEqual(["a_b\\c"], self.found(Word.plain.containsText("_B\\")))
        self.assertEqual([], self.found(Word.plain.containsText("_b_")))
        self.assertEqual([], self.found(Word.plain.startswith("a_b\\\\")))

    def test_literalColumn(self) -> None:
        """
        A text may start with another column's, taken literally too.
        """
        for word in self.store.query(Word, Word.plain != NONE):
            word.plain = f"{word.cased} pie"
        Word(store=self.store, plain="1000 pies", cased="100%")
        found = self.found(Word.plain.startswith(Word.cased))
        self.assertEqual(["Apple pie", "banana pie", "100% pie", "a_b\\c pie"], found)

    def test_likeBytes(self) -> None:
        """
        LIKE on bytes takes them for text, and warns that they need not be.
        """
        Word(store=self.store, plain="no text", raw=b"\xff%b")
        other = Placeholder(Word)
        for comparison, word in (
            (Word.raw.startswith(b"BAN"), "banana"),
            (Word.raw.endswith(b"%"), "100%"),
            (Word.raw.like(b"1", "%"), "100%"),
            (Word.raw.startswith(b"\xff%"), "no text"),
        ):
            self.assertEqual([word], self.found(comparison))
        self.assertEqual(5, self.store.count(Word, Word.raw.endswith(Word.raw)))
        self.assertEqual(1, self.store.count(other, other.raw.like(b"banan_")))
        warnings = self.flushWarnings([self.test_likeBytes])
        self.assertEqual({DeprecationWarning}, {warning["category"] for warning in warnings})
        self.assertIn("Word.raw", warnings[0]["message"])

    def test_likeIndexed(self) -> None:
        """
        What a text begins with is looked for in its index.
        """
        for comparison in (Indexed.name.startswith("a%"), Indexed.name.like("a", "%")):
            list(self.store.query(Indexed, comparison))
            Indexed(store=self.store, name="a")
            sql, args = self.store.query(Indexed, comparison).sql("name")  # type: ignore[misc]
            plan = self.store.querySQL(f"EXPLAIN QUERY PLAN {sql}", args)
            self.assertIn("SEARCH", plan[0][-1])

    def test_not(self) -> None:
        """
        A condition and its opposite find each item once, also where there is no value; twice is not at all.
        """
        conditions = (
            Word.place > 1,
            Word.place == NONE,
            Word.plain.like("%an%"),
            Word.place.oneOf([0, 1]),
            AND(Word.place > 0, Word.weight < 1),
            Word.after == self.last,
        )
        everything = ["Apple", "banana", "100%", "a_b\\c", None]
        for condition in conditions:
            found, others = self.found(condition), self.found(~condition)
            self.assertEqual([word for word in everything if word not in found], others, condition)
            self.assertEqual(found, self.found(~~condition))
            self.assertEqual(found, self.found(~(~condition & ~condition)))
        self.assertEqual("NOT(Word.place = 1)", repr(~(Word.place == 1)))

    def test_decimals(self) -> None:
        """
        Decimals are compared in the database with those of as many places, and with nothing else.
        """
        for left, right in (
            (Price.net, Price.exact),
            (Price.exact, Price.net),
            (Price.net, Price.amount),
            (Price.amount, Price.net),
            (Placeholder(Price).net, Price.exact),
        ):
            self.assertRaises(TypeError, lambda left=left, right=right: left > right)
        Price(store=self.store, net=Decimal("1.25"), gross=Decimal("1.50"))
        Price(store=self.store, net=Decimal("1.25"), gross=Decimal("1.25"))
        other = Placeholder(Price)
        self.assertEqual(1, self.store.count(Price, Price.net < Price.gross))
        self.assertEqual(2, self.store.count((Price, other), Price.net == other.gross))

    def test_placeholder(self) -> None:
        """
        The columns of a placeholder have the same operators.
        """
        word = Placeholder(Word)
        query = self.store.query(word, AND(word.place.oneOf([1, 2]), word.plain.startswith("1")))
        self.assertEqual(["100%"], [found.plain for found in query])
        self.assertEqual("100%", word.plain.__get__(query[0]))

    def test_orderings(self) -> None:
        """
        What a query can be sorted by adapts to an ordering.
        """
        for sort in (None, Word.place, [Word.place.desc], (Word.place, Word.plain.descending)):
            columns = self.store.query(Word, sort=sort).sort.orderColumns()
            self.assertEqual(repr(columns), repr(IOrdering(sort).orderColumns()))

    def test_repr(self) -> None:
        """
        Conditions show themselves as they are written.
        """
        self.assertEqual(
            "OR(Word.place = 1, Word.place != None, Word.plain.like('a', '%'), Word.raw.notOneOf([b'a']))",
            repr(
                OR(Word.place == 1, Word.place != NONE, Word.plain.startswith("a"), Word.raw.notOneOf([b"a"]))
            ),
        )
