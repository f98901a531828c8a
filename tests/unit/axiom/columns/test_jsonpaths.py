"""
Paths into columns of JSON, in queries.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import AND, OR, ConstraintError, json, text
from axiom.item import Item, Placeholder
from axiom.store import Store


class Size(msgspec.Struct, frozen=True):
    """
    A part of L{Settings}.
    """

    width: int


class Settings(msgspec.Struct, frozen=True):
    """
    What a typed column holds.
    """

    size: Size


class Document(Item):
    """
    JSON of any kind, and of one.
    """

    typeName = "test_jsonpaths_document"

    title = text()
    data = json()
    settings = json(type=Settings)


class JSONPathTests(SynchronousTestCase):
    """
    Queries for what is inside of values.
    """

    def setUp(self) -> None:
        """
        Documents with values of several kinds.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        for title, data in (
            ("a", {"n": 1, "tags": ["x", "y"], "who": {"name": "Ann"}, "flag": True}),
            (
                "b",
                {
                    "n": 2,
                    "tags": ["y"],
                    "who": {"name": "Bob"},
                    "flag": False,
                    "list": [[1], {"b": 1, "a": 2}],
                },
            ),
            ("c", {"n": "2", "tags": "x", "who": None}),
            ("d", ["x", 1]),
            ("e", None),
        ):
            Document(store=self.store, title=title, data=data)

    def assertFound(self, expected: str, comparison: Any, source: Any = Document) -> None:
        """
        The titles of the documents that fulfil the condition.
        """
        found = self.store.query(source, comparison, sort=source.title)
        self.assertEqual(expected, "".join(str(document.title) for document in found), repr(comparison))

    def test_compared(self) -> None:
        """
        What is at a path is compared like a column.
        """
        data = Document.data
        for expected, comparison in (
            ("b", data["n"] == 2),
            ("c", data["n"] == "2"),
            ("a", data["n"] < 2),
            ("a", data["who"]["name"] == "Ann"),
            ("b", data["who"]["name"].startswith("B")),
            ("ab", data["who"]["name"].oneOf(["Ann", "Bob", "Cid"])),
            ("a", data["flag"] == True),  # noqa: E712
            ("b", data["flag"] == False),  # noqa: E712
            ("ab", data["flag"] != None),  # noqa: E711
            ("cde", data["flag"] == None),  # noqa: E711
            ("ad", OR(data["tags"][0] == "x", data[0] == "x")),
            ("ab", data["tags"][-1] == "y"),
            ("d", data[-1] == 1),
            ("b", data["tags"] == ["y"]),
            ("b", data["list"][1] == {"a": 2, "b": 1}),
            ("b", data["list"][0] == [1]),
            ("", AND(data["n"] == data["who"], data["n"] == 1)),
        ):
            self.assertFound(expected, comparison)

    def test_contains(self) -> None:
        """
        An array contains its elements; nothing else contains anything.
        """
        data = Document.data
        for expected, comparison in (
            ("ab", data["tags"].contains("y")),
            ("a", data["tags"].contains("x")),
            ("d", data.contains(1)),
            ("", data.contains("y")),
            ("b", data["list"].contains({"a": 2, "b": 1})),
            ("b", data["list"].contains([1])),
            ("abd", OR(data.contains("x"), data["tags"].contains("y"))),
        ):
            self.assertFound(expected, comparison)
        Document(store=self.store, title="f", data=[None])
        self.assertFound("f", data.contains(None))

    def test_anyKey(self) -> None:
        """
        Any text can be a key.
        """
        keys = ["", "a.b", '"', "'", "\\", "$", "[0]", "é", "a\tb", "\0", "#-1", "--", "a]b"]
        for key in keys:
            item = Document(store=self.store, title="k", data={key: [key]})
            self.assertFound("k", Document.data[key][0] == key)
            self.assertFound("k", Document.data[key].contains(key))
            self.assertEqual(key, Document.data[key][0].valueOf(item))
            item.deleteFromStore()

    def test_sorted(self) -> None:
        """
        Items are sorted by what is at a path, also page by page.
        """
        ordered = self.store.query(
            Document, Document.title != "c", sort=(Document.data["n"].descending, Document.title.ascending)
        )
        self.assertEqual("bade", "".join(str(each.title) for each in ordered))
        self.assertEqual("bade", "".join(str(each.title) for each in ordered.paginate(1)))

    def test_placeholder(self) -> None:
        """
        Placeholders have the paths of their class.
        """
        one, other = Placeholder(Document), Placeholder(Document)
        self.assertFound("a", one.data["tags"].contains("x"), one)
        pairs = self.store.query((one, other), one.data["n"] < other.data["n"])
        self.assertEqual([("a", "b"), ("a", "c"), ("b", "c")], sorted((a.title, b.title) for a, b in pairs))

    def test_values(self) -> None:
        """
        A path gives what an item has there, None for what is not there.
        """
        item = self.store.findUnique(Document, Document.title == "b")
        data = Document.data
        for expected, path in (
            (2, data["n"]), ("y", data["tags"][-1]), (None, data["tags"][5]), (None, data["no"]["where"]),
            (None, data["n"]["where"]), (None, data["tags"][0][0]), (None, data[0]),
        ):  # fmt: skip
            self.assertEqual(expected, path.valueOf(item), repr(path))
            [inDatabase] = self.store.querySQL(
                f"SELECT {path.getColumnName(self.store)} FROM {Document.schema.tableName} WHERE title = 'b'"
            )
            self.assertEqual((expected,), inDatabase, repr(path))
        item.settings = Settings(Size(3))
        self.assertEqual(3, Document.settings["size"]["width"].valueOf(item))

    def test_refused(self) -> None:
        """
        A path is of keys and positions, is compared with JSON, and is no sequence.
        """
        for step in (None, 1.5, True, ("a",), slice(1)):
            self.assertRaises(TypeError, Document.data.__getitem__, step)
        self.assertRaises(ConstraintError, list, self.store.query(Document, Document.data["n"] == Decimal(1)))
        self.assertRaises(ConstraintError, list, self.store.query(Document, Document.data.contains(b"x")))
        for each in (Document.data, Document.data["n"]):
            self.assertRaises(TypeError, iter, each)

    def test_names(self) -> None:
        """
        It is called as it is written.
        """
        self.assertEqual("Document.data['tags'][0]", repr(Document.data["tags"][0]))
        self.assertEqual("Document.data['tags'].contains('x')", repr(Document.data["tags"].contains("x")))
