"""
The columns that items are made of: what each takes, what it gives back, and how it is stored.
"""

from __future__ import annotations

import builtins
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from enum import StrEnum
from pathlib import Path
from typing import Any

from epsilon.extime import Time
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.attributes import (
    ConstraintError,
    InvalidPathError,
    boolean,
    bytes,
    ieee754_double,
    integer,
    money,
    path,
    point2decimal,
    text,
    textlist,
    timestamp,
)
from axiom.iaxiom import IColumn
from axiom.item import Item
from axiom.store import Store


class Everything(Item):
    """
    One column of each type.
    """

    typeName = "test_columns_everything"

    whole = integer()
    truth = boolean()
    double = ieee754_double()
    body = text()
    texts = textlist()
    raw = bytes()
    time = timestamp()
    place = path()
    anywhere = path(relative=False)
    cents = point2decimal()
    price = money()


class Strict(Item):
    """
    Columns with defaults, one of which must have a value.
    """

    typeName = "test_columns_strict"

    needed = text(allowNone=False)
    number = integer(default=7)
    made = textlist(defaultFactory=lambda: ["new"])


class Colour(StrEnum):
    """
    A text that is more than a text.
    """

    RED = "red"


class ColumnTests(SynchronousTestCase):
    """
    Values that go into a store and come back.
    """

    def setUp(self) -> None:
        """
        A store with a place for files and one item.
        """
        self.directory = FilePath(self.mktemp())
        self.store = Store(filesdir=self.directory)
        self.addCleanup(self.store.close)
        self.item = Everything(store=self.store)

    def stored(self, name: str, value: Any) -> Any:
        """
        What is in the database when an attribute is assigned.
        """
        setattr(self.item, name, value)
        [found] = self.store.query(Everything).getColumn(name, raw=True)
        return found

    def assertKept(self, name: str, *values: Any) -> None:
        """
        Each of these is read back, at once, when loaded anew, in a query, and by a condition.
        """
        for value in values:
            setattr(self.item, name, value)
            self.assertEqual(value, getattr(self.item, name))
            self.store.identities.expire()
            self.assertEqual(value, getattr(self.item, name))
            self.assertEqual([value], list(self.store.query(Everything).getColumn(name)))
            found = self.store.query(Everything, getattr(Everything, name) == value)
            self.assertEqual([self.item], list(found))

    def assertRefused(self, name: str, *values: Any) -> None:
        """
        None of these can be assigned, nor given when an item is made; what was there stays.
        """
        before = getattr(self.item, name)
        for value in values:
            self.assertRaises(ConstraintError, setattr, self.item, name, value)
            self.assertRaises(ConstraintError, Everything, **{name: value})
            self.assertRaises(ConstraintError, Everything, store=self.store, **{name: value})
        self.assertEqual((before, 1), (getattr(self.item, name), self.store.count(Everything)))

    def test_provides(self) -> None:
        """
        Columns are what L{IColumn} says.
        """
        for column in (Everything.whole, Everything.storeID):
            self.assertTrue(verifyObject(IColumn, column))

    def test_none(self) -> None:
        """
        Every column takes None.
        """
        for name, _ in Everything.getSchema():
            self.assertKept(name, None)

    def test_integer(self) -> None:
        """
        Integers have 64 bits.
        """
        self.assertKept("whole", 0, 2**63 - 1, -(2**63))
        self.assertRefused("whole", 2**63, -(2**63) - 1, "1", 1.0)
        self.assertEqual("INTEGER", Everything.whole.sqltype)

    def test_boolean(self) -> None:
        """
        Truth is stored as 0 and 1 and comes back as truth.
        """
        self.assertKept("truth", True, False)
        self.assertEqual(1, self.stored("truth", 1))
        self.assertIdentical(True, self.item.truth)
        self.assertRefused("truth", 2, "yes")

    def test_double(self) -> None:
        """
        Floats are exact, and never NaN, which SQLite can't tell from None.
        """
        self.assertKept("double", 0.1, -1e308, 5e-324, float("inf"))
        self.item.double = 3
        self.assertIdentical(float, type(self.item.double))
        self.assertRefused("double", "1", float("nan"), 10**400)

    def test_text(self) -> None:
        """
        Text is any but with NUL or what can't be encoded.
        """
        self.assertKept("body", "", "a\nb", "\u1234\U0001f600", "' \" ; --")
        self.assertRefused("body", b"bytes", "a\0b", "\ud800", 1)

    def test_textOfAnotherClass(self) -> None:
        """
        A text of a derived class is stored and read back as a plain one.
        """
        self.item.body = Colour.RED
        self.assertEqual((str, "red"), (type(self.item.body), self.item.body))
        self.assertIdentical(str, type(Everything(body=Colour.RED).body))

    def test_textAsBlob(self) -> None:
        """
        Text that an old store holds as bytes is read as UTF-8.
        """
        self.store.executeSQL(f"UPDATE {Everything.schema.tableName} SET body = ?", ("ä".encode(),))
        self.assertEqual("ä", self.item.body)

    def test_texts(self) -> None:
        """
        Lists of texts come back as they were, the empty one and empty texts too.
        """
        self.assertKept("texts", [], [""], ["", ""], ["a", "", "\u1234"])
        self.assertRefused("texts", "ab", [b"a"], ["a\x1fb"], ["\x02"], ["\0"], [1])
        self.assertEqual("\x02\x1fa\x1fb", self.stored("texts", ("a", "b")))

    def test_textsOfOldForm(self) -> None:
        """
        Lists in the form of the oldest stores are read.
        """
        for stored, texts in (("a\x1fb", ["a", "b"]), ("", []), ("a", ["a"])):
            self.store.executeSQL(f"UPDATE {Everything.schema.tableName} SET texts = ?", (stored,))
            self.assertEqual(texts, self.item.texts)

    def test_textsAreNotShared(self) -> None:
        """
        To change a list that was read, or assigned, changes nothing in the item.
        """
        given = ["a"]
        self.item.texts = given
        given.append("b")
        for item in (self.item, Everything(texts=["a"])):
            texts = item.texts
            assert texts is not None
            texts.append("c")
            self.assertEqual(["a"], item.texts)

    def test_bytes(self) -> None:
        """
        Bytes are any, also of other classes.
        """
        self.assertKept("raw", b"", b"\0\xff")
        self.item.raw = bytearray(b"a")  # type: ignore[assignment]
        self.assertEqual((builtins.bytes, b"a"), (type(self.item.raw), self.item.raw))
        self.assertRefused("raw", "text", 1)

    def test_time(self) -> None:
        """
        Moments are exact to the microsecond, also long before and after the epoch.
        """
        for moment in (
            datetime(1970, 1, 1, tzinfo=UTC),
            datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
            datetime(2026, 2, 3, 4, 5, 6, 789012, tzinfo=UTC),
            datetime(2105, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
            datetime(2106, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
            datetime(1, 1, 1, tzinfo=UTC),
            datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        ):
            self.assertKept("time", Time.fromDatetime(moment))
            microseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
            self.assertEqual(microseconds, self.stored("time", moment))
            found = self.item.time
            assert found is not None
            self.assertEqual(moment, found.asDatetime())

    def test_timeZone(self) -> None:
        """
        A datetime of another time zone is the same moment; one without time zone is refused.
        """
        moment = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))
        self.item.time = moment
        self.assertEqual(Time.fromDatetime(datetime(2026, 1, 1, 10, tzinfo=UTC)), self.item.time)
        self.assertRefused("time", datetime(2026, 1, 1), 5, "now")

    def test_path(self) -> None:
        """
        A path below the store's files is stored without what leads there, and no other is taken.
        """
        place = self.store.newFilePath("a", "b c")
        self.assertKept("place", place)
        self.assertEqual("a/b c", self.stored("place", Path(place.path)))
        for elsewhere in (self.directory.sibling("other"), FilePath("/")):
            self.assertRaises(InvalidPathError, setattr, self.item, "place", elsewhere)
        self.assertRefused("place", 5)

    def test_pathMoves(self) -> None:
        """
        A path given before the item is in the store is stored like any other.
        """
        item = Everything(place=self.store.newFilePath("x"))
        item.store = self.store
        self.assertEqual(["x"], list(self.store.query(Everything, offset=1).getColumn("place", raw=True)))
        wrong = Everything(place=self.directory.sibling("x"))
        self.assertRaises(InvalidPathError, setattr, wrong, "store", self.store)
        self.assertEqual(None, wrong.store)

    def test_anywhere(self) -> None:
        """
        A path that is not relative leads anywhere.
        """
        self.assertKept("anywhere", FilePath("/a/b"))
        self.assertEqual("/a/b", self.stored("anywhere", "/a/b"))

    def test_decimals(self) -> None:
        """
        Decimals are exact up to their places and 64 bits.
        """
        self.assertKept(
            "cents", Decimal("0.01"), Decimal("-92233720368547758.08"), Decimal("92233720368547758.07")
        )
        self.assertKept("price", Decimal("0.0001"), Decimal("-3"))
        self.assertEqual(150, self.stored("cents", Decimal("1.50")))
        self.assertEqual(50000, self.stored("price", 5))
        self.assertRefused(
            "cents",
            Decimal("0.001"),
            Decimal("92233720368547758.08"),
            Decimal("NaN"),
            Decimal("sNaN"),
            Decimal("Infinity"),
            Decimal("1.00" + "0" * 200 + "1"),
            1.5,
            "1",
        )

    def test_decimalsInContext(self) -> None:
        """
        The program's own precision changes no value.
        """
        with localcontext() as context:
            context.prec = 3
            self.assertKept("cents", Decimal("123456.78"))
            self.assertRefused("cents", Decimal("123456.789"))


class DefaultTests(SynchronousTestCase):
    """
    What a column has that is not given.
    """

    def setUp(self) -> None:
        """
        An empty store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)

    def test_defaults(self) -> None:
        """
        A default is the value of an item that was made without; a factory makes one for each.
        """
        item = Strict(store=self.store, needed="x")
        self.assertEqual((7, ["new"]), (item.number, item.made))
        item = Strict(store=self.store, needed="x", number=None, made=[])
        self.assertEqual((None, []), (item.number, item.made))

    def test_needed(self) -> None:
        """
        A column that must have a value has one before the item gets into a store, and keeps it.
        """
        self.assertRaises(ConstraintError, Strict, store=self.store)
        self.assertRaises(ConstraintError, Strict, needed=None)
        item = Strict()
        self.assertRaises(ConstraintError, setattr, item, "store", self.store)
        self.assertEqual((None, 0), (item.store, self.store.count(Strict)))
        item.needed = "x"
        item.store = self.store
        self.assertRaises(ConstraintError, setattr, item, "needed", None)
        self.assertEqual("x", item.needed)

    def test_both(self) -> None:
        """
        A column has a default or a factory, not both.
        """
        self.assertRaises(TypeError, integer, default=1, defaultFactory=lambda: 2)

    def test_names(self) -> None:
        """
        A column tells its names, in Python and in SQL.
        """
        self.assertEqual("Strict.number", repr(Strict.number))
        self.assertEqual(
            "tests.unit.axiom.columns.test_base.Strict.number", Strict.number.fullyQualifiedName()
        )
        self.assertEqual("item_test_columns_strict_v1.[number]", self.store.getColumnName(Strict.number))
        self.assertEqual("[number]", self.store.getShortColumnName(Strict.number))
        self.assertEqual("item_test_columns_strict_v1.oid", self.store.getColumnName(Strict.storeID))

    def test_types(self) -> None:
        """
        The SQL types are those of Axiom's databases.
        """
        self.assertEqual(
            {
                "anywhere": "TEXT COLLATE NOCASE",
                "truth": "BOOLEAN",
                "raw": "BLOB",
                "cents": "INTEGER",
                "double": "REAL",
                "whole": "INTEGER",
                "price": "INTEGER",
                "place": "TEXT COLLATE NOCASE",
                "body": "TEXT COLLATE NOCASE",
                "texts": "TEXT COLLATE NOCASE",
                "time": "INTEGER",
            },
            {name: column.sqltype for name, column in Everything.getSchema()},
        )
