"""
A store, and a raw connection to the database of another one made by the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apsw
from epsilon.extime import Time

from axiom.attributes import boolean, integer, text, timestamp
from axiom.item import Item
from axiom.store import Store

__all__ = [
    "COLUMNS",
    "INSERT_OBJECT",
    "MICROSECONDS",
    "REVISION",
    "TABLE",
    "WHEN",
    "Entry",
    "Pair",
    "insert",
    "makePair",
]


class Entry(Item):
    """
    Five attributes of the usual kinds.
    """

    typeName = "bench_entry"

    title = text(allowNone=False)
    body = text()
    number = integer(indexed=True)
    written = timestamp()
    isPublic = boolean()


WHEN = Time.fromPOSIXTimestamp(1_700_000_000)
MICROSECONDS = 1_700_000_000 * 10**6
TABLE = "item_bench_entry_v1"
COLUMNS = "oid, [body], [isPublic], [number], [title], [written]"
REVISION = "UPDATE axiom_revision SET revision = revision + 1"
INSERT_OBJECT = "INSERT INTO axiom_objects (type_id) VALUES (?)"
_INSERT = f"INSERT INTO {TABLE} ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"


def insert(store: Store, number: int) -> None:
    """
    Make an entry.
    """
    Entry(
        store=store,
        title=f"title {number}",
        body="some text",
        number=number,
        written=WHEN,
        isPublic=True,
    )


class Pair:
    """
    Both, with the same content before anything is measured.

    @ivar directory: that of the two stores, and of what else is measured beside them.
    @ivar raw: a connection that commits as the store does.
    @ivar typeID: of entries in its database.
    """

    def __init__(self, directory: Path, fill: Callable[[Store], None]) -> None:
        self.directory = directory
        self.store = Store(str(directory / "ours.axiom"))
        prepared = Store(str(directory / "raw.axiom"))
        for each in (self.store, prepared):
            insert(each, -1)
            fill(each)
        self.typeID = prepared.getTypeID(Entry)
        prepared.close()
        self.raw = apsw.Connection(str(directory / "raw.axiom" / "db.sqlite"))
        self.raw.pragma("synchronous", "NORMAL")

    def close(self) -> None:
        """
        Give both databases back.
        """
        self.store.close()
        self.raw.close()

    def rawInsert(self, number: int) -> None:
        """
        Insert the rows of the same entry.
        """
        self.raw.execute(INSERT_OBJECT, (self.typeID,))
        storeID = self.raw.last_insert_rowid()
        self.raw.execute(_INSERT, (storeID, "some text", 1, number, f"title {number}", MICROSECONDS))

    def rawRows(self, sql: str, *args: Any) -> list[Any]:
        """
        The rows of a query.
        """
        return self.raw.execute(sql, args).fetchall()


@contextmanager
def makePair(fill: Callable[[Store], None]) -> Iterator[Pair]:
    """
    A context with a pair in a temporary directory.

    @param fill: called with each of two stores that hold one entry.
    """
    with TemporaryDirectory() as directory:
        pair = Pair(Path(directory), fill)
        try:
            yield pair
        finally:
            pair.close()
