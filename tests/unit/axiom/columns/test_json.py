"""
Columns of JSON: what is put into them and read from them.
"""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import msgspec
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import ConstraintError, json
from axiom.errors import DataIntegrityError
from axiom.item import Item
from axiom.store import Store


class Size(msgspec.Struct, frozen=True):
    """
    A part of L{Settings}.
    """

    width: int
    height: int = 1


class Settings(msgspec.Struct, frozen=True):
    """
    What a typed column holds.
    """

    size: Size
    tags: list[str] = []
    since: datetime | None = None
    names: dict[int, str] = {}


class Mutable(msgspec.Struct):
    """
    What a column can't hold, since it could be changed in place.
    """

    inner: int


class Outer(msgspec.Struct, frozen=True):
    """
    What a column can't hold because of what is in it.
    """

    many: list[Mutable]


class Colour(Enum):
    """
    Something that JSON knows nothing of.
    """

    RED = "red"


class Document(Item):
    """
    JSON of any kind, and of one.
    """

    typeName = "test_json_document"

    data = json()
    needed = json(default={"list": []}, allowNone=False)
    made = json(defaultFactory=lambda: [1])
    settings = json(type=Settings)
    counts = json(type=dict[str, int])


class JSONTests(SynchronousTestCase):
    """
    What is put into a column and read from it.
    """

    def setUp(self) -> None:
        """
        A store with one document.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.item = Document(store=self.store)

    def stored(self, name: str = "data") -> Any:
        """
        What is in the database.
        """
        [found] = self.store.query(Document).getColumn(name, raw=True)
        return found

    def test_kept(self) -> None:
        """
        What JSON can say is read back, at once, when loaded anew, in a query, and by a condition.
        """
        values: list[Any] = [
            None, True, 0, -1.5, 2**63, "", "text \0 \"'\\ \u2028 é 日", [], {},
            [[], [None, {"": {"a": [1, 2.0]}}]], {"b": 1, "a": {"d": None, "c": [False]}},
        ]  # fmt: skip
        for value in values:
            self.item.data = value
            self.assertEqual(value, self.item.data)
            self.store.identities.expire()
            self.assertEqual((value, value is True), (self.item.data, self.item.data is True))
            self.assertEqual([value], list(self.store.query(Document).getColumn("data")))
            self.assertEqual([self.item], list(self.store.query(Document, Document.data == value)))

    def test_readable(self) -> None:
        """
        It is stored as text, the same for what is equal.
        """
        for value in ({"b": "é", "a": [1]}, {"a": [1], "b": "é"}):
            self.item.data = value
            self.assertEqual('{"a":[1],"b":"é"}', self.stored())

    def test_refused(self) -> None:
        """
        What would not be read back as it was is refused, and what was there stays.
        """
        endless: list[Any] = []
        endless.append(endless)
        self.item.data = "before"
        for value in (
            (1, 2), {1: "a"}, {"a": {2}}, b"bytes", float("nan"), [float("inf")], Decimal("1.5"), Colour.RED,
            datetime.now(UTC), Size(1), object(), self.item, "\ud800", {"\ud800": 1}, endless,
        ):  # fmt: skip
            error = self.assertRaises(ConstraintError, setattr, self.item, "data", value)
            self.assertEqual("Document.data", error.attributeName)
            self.assertTrue(str(error).startswith("Document.data takes JSON, not "), str(error))
            self.assertRaises(ConstraintError, Document, data=value)
        self.assertEqual("before", self.item.data)
        self.assertRaises(ConstraintError, setattr, self.item, "needed", None)

    def test_notChangedInPlace(self) -> None:
        """
        A change in place, which would be lost, is refused at every depth.
        """
        self.item.data = {"a": [1, {"b": [2]}]}
        for change in (
            lambda data: data.update(a=1),
            lambda data: data.pop("a"),
            lambda data: data.setdefault("c", 1),
            lambda data: data["a"].append(1),
            lambda data: data["a"].__setitem__(0, 2),
            lambda data: data["a"].__iadd__([1]),
            lambda data: data["a"].sort(),
            lambda data: data["a"][1].clear(),
            lambda data: data["a"][1]["b"].__delitem__(0),
        ):
            for item in (self.item, Document(data={"a": [1, {"b": [2]}]})):
                self.assertRaises(TypeError, change, item.data)
                self.assertEqual({"a": [1, {"b": [2]}]}, item.data)

    def test_copies(self) -> None:
        """
        A copy is an ordinary object, which can be changed and assigned.
        """
        self.item.data = {"a": [1, {"b": [2]}]}
        changed = copy.deepcopy(self.item.data)
        changed["a"][1]["b"].append(3)
        self.item.data = changed
        self.assertEqual({"a": [1, {"b": [2, 3]}]}, self.item.data)
        for made in (copy.copy(self.item.data), self.item.data.copy(), self.item.data | {}):
            self.assertIs(dict, type(made))
        self.assertIs(list, type(copy.copy(self.item.data["a"])))
        self.assertIs(dict, type(pickle.loads(pickle.dumps(self.item.data))["a"][1]))

    def test_assignedIsApart(self) -> None:
        """
        What happens to a value after it was assigned does not reach the item.
        """
        for item in (self.item, Document()):
            value: dict[str, Any] = {"a": []}
            item.data = value
            value["a"].append(1)
            self.assertEqual({"a": []}, item.data)

    def test_defaults(self) -> None:
        """
        Each item has its default, which can't be changed in place either.
        """
        self.assertEqual(({"list": []}, [1]), (self.item.needed, self.item.made))
        for item in (self.item, Document()):
            self.assertRaises(TypeError, item.needed["list"].append, 1)
            self.assertRaises(TypeError, item.made.append, 1)
        self.assertRaises(ConstraintError, json, default=object())

    def test_undone(self) -> None:
        """
        A rollback brings the value back.
        """

        def change() -> None:
            self.item.data = [2]
            raise ZeroDivisionError

        self.item.data = [1]
        self.assertRaises(ZeroDivisionError, self.store.transact, change)
        self.assertEqual([1], self.item.data)

    def test_typed(self) -> None:
        """
        A typed column gives values of its type, frozen throughout, and takes no others.
        """
        settings = Settings(Size(2), ["a"], datetime(2020, 1, 1, tzinfo=UTC), {1: "one"})
        self.item.settings = settings
        self.item.counts = {"a": 1}
        self.store.identities.expire()
        found, counts = self.item.settings, self.item.counts
        assert found is not None
        assert counts is not None
        self.assertEqual((settings, {"a": 1}), (found, counts))
        self.assertEqual(
            '{"names":{"1":"one"},"since":"2020-01-01T00:00:00Z","size":{"height":1,"width":2},"tags":["a"]}',
            self.stored("settings"),
        )
        for change in (
            lambda: found.tags.append("b"),
            lambda: found.names.pop(1),
            lambda: setattr(found.size, "width", 3),
            lambda: counts.update(a=2),
        ):
            self.assertRaises((TypeError, AttributeError), change)
        for name, value in (
            ("counts", {"a": "b"}),
            ("counts", [1]),
            ("settings", {"size": 1}),
            ("settings", 1),
        ):
            error = self.assertRaises(ConstraintError, setattr, self.item, name, value)
            self.assertIn(f"Document.{name} takes JSON", str(error))

    def test_mutableTypes(self) -> None:
        """
        A type that can be changed in place is refused when the column is declared.
        """
        for each in (Mutable, Outer, dict[str, list[Mutable]], Mutable | None):
            error = self.assertRaises(TypeError, json, type=each)
            self.assertIn("Mutable", str(error))

    def test_damaged(self) -> None:
        """
        What is not JSON, or not of the type, because somebody else wrote it, is named.
        """
        self.store.executeSQL("UPDATE item_test_json_document_v1 SET data = '{', settings = '{}'")
        for name in ("data", "settings"):
            error = self.assertRaises(DataIntegrityError, getattr, self.item, name)
            self.assertIn(f"Document.{name}", str(error))
