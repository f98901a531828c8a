"""
What type checkers see of items and queries. Only checked, never run.
"""

from __future__ import annotations

import builtins
from decimal import Decimal
from typing import Any, assert_type

from twisted.python.filepath import FilePath

from axiom._queries.itemqueries import ItemQuery, MultipleItemQuery
from axiom.attributes import (
    boolean,
    bytes,
    ieee754_double,
    integer,
    path,
    point2decimal,
    reference,
    text,
    textlist,
)
from axiom.item import Item, transacted
from axiom.store import Store


class Author(Item):
    """
    Who writes notes.
    """

    name = text(allowNone=False)


class Note(Item):
    """
    Columns that may be None and columns that may not.
    """

    title = text(allowNone=False)
    body = text()
    number = integer(allowNone=False, default=0)
    rank = integer(indexed=True)
    isPublic = boolean(allowNone=False)
    weight = ieee754_double()
    raw = bytes(allowNone=False)
    tags = textlist(allowNone=False)
    image = path()
    price = point2decimal(allowNone=False)
    author = reference(reftype=Author, allowNone=False)
    editor = reference(reftype=Author)
    anything = reference()

    @transacted
    def rename(self, title: str) -> int:
        """
        Change the title.
        """
        self.title = title
        return len(title)


def ofItems(note: Note) -> None:
    """
    An attribute of an item has the type of its values.
    """
    assert_type(note.title, str)
    assert_type(note.body, str | None)
    assert_type(note.number, int)
    assert_type(note.rank, int | None)
    assert_type(note.isPublic, bool)
    assert_type(note.weight, float | None)
    assert_type(note.raw, builtins.bytes)
    assert_type(note.tags, list[str])
    assert_type(note.image, FilePath[str] | None)
    assert_type(note.price, Decimal)
    assert_type(note.author, Author)
    assert_type(note.editor, Author | None)
    assert_type(note.author.name, str)
    assert_type(note.rename("x"), int)
    note.body = None
    note.title = None  # type: ignore[assignment]
    note.number = "1"  # type: ignore[assignment]
    note.author = note  # type: ignore[assignment]
    note.rename(5)  # type: ignore[arg-type]


def ofClasses() -> None:
    """
    An attribute of a class is a column.
    """
    assert_type(Note.title, text[str])
    assert_type(Note.body, text[str | None])
    assert_type(Note.author, reference[Author])
    Note.title.startswith("a")
    Note.number.ascending  # noqa: B018


def ofStores(store: Store) -> None:
    """
    A store finds items of the class that is asked for, and a transaction returns what its function does.
    """
    assert_type(store.query(Note), ItemQuery[Note])
    assert_type(store.query((Note, Author)), MultipleItemQuery)
    assert_type([note.title for note in store.query(Note, Note.title == "a")], list[str])
    assert_type(store.findUnique(Note), Note)
    assert_type(store.findUnique(Note, default=None), Note | None)
    assert_type(store.findFirst(Note), Note | None)
    assert_type(store.findOrCreate(Note, title="a"), Note)
    assert_type(store.count(Note), int)
    assert_type(store.transact(int, "1"), int)
    assert_type(store.getItemByID(1), Any)
