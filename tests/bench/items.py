"""
The item store against raw APSW running the same SQL.

Where items are loaded, the baseline makes the same Python values of each row: a truth and a moment are
integers in SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apsw
from epsilon.extime import Time

from axiom.attributes import boolean, integer, text, timestamp
from axiom.item import Item
from axiom.store import Store
from tests.bench._measure import Row, measure, table

__all__ = ["main"]

_ITEMS = 10_000
_TRANSACTIONS = 1_000
_QUERIES = 500


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


_WHEN = Time.fromPOSIXTimestamp(1_700_000_000)
_EPOCH = datetime(1970, 1, 1)
_MICROSECONDS = 1_700_000_000 * 10**6
_INSERT_OBJECT = "INSERT INTO axiom_objects (type_id) VALUES (?)"
_INSERT = (
    "INSERT INTO item_bench_entry_v1 (oid, [body], [isPublic], [number], [title], [written])"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
_COLUMNS = "oid, [body], [isPublic], [number], [title], [written]"
_REVISION = "UPDATE axiom_revision SET revision = revision + 1"


class _Pair:
    """
    A store, and a raw connection to the database of another one made by the same code.
    """

    def __init__(self, directory: Path) -> None:
        self.store = Store(str(directory / "ours.axiom"))
        prepared = Store(str(directory / "raw.axiom"))
        # The type's tables exist in both before anything is measured.
        for each in (self.store, prepared):
            Entry(store=each, title="first", body="", number=-1, written=_WHEN, isPublic=False)
        self.typeID = prepared.getTypeID(Entry)
        prepared.close()
        self.raw = apsw.Connection(str(directory / "raw.axiom" / "db.sqlite"))
        self.raw.pragma("synchronous", "NORMAL")

    def close(self) -> None:
        self.store.close()
        self.raw.close()

    def rawInsert(self, number: int) -> None:
        self.raw.execute(_INSERT_OBJECT, (self.typeID,))
        storeID = self.raw.last_insert_rowid()
        self.raw.execute(_INSERT, (storeID, "some text", 1, number, f"title {number}", _MICROSECONDS))

    def insert(self, number: int) -> None:
        Entry(
            store=self.store,
            title=f"title {number}",
            body="some text",
            number=number,
            written=_WHEN,
            isPublic=True,
        )

    def rawCreate(self) -> int:
        self.raw.execute("BEGIN IMMEDIATE")
        for number in range(_ITEMS):
            self.rawInsert(number)
        self.raw.execute(_REVISION)
        self.raw.execute("COMMIT")
        return _ITEMS

    def create(self) -> int:
        def insertAll() -> None:
            for number in range(_ITEMS):
                self.insert(number)

        self.store.transact(insertAll)
        return _ITEMS

    def rawTransactions(self) -> int:
        for number in range(_TRANSACTIONS):
            self.raw.execute("BEGIN IMMEDIATE")
            self.rawInsert(number)
            self.raw.execute(_REVISION)
            self.raw.execute("COMMIT")
        return _TRANSACTIONS

    def transactions(self) -> int:
        for number in range(_TRANSACTIONS):
            self.store.transact(self.insert, number)
        return _TRANSACTIONS

    def rawLoad(self) -> int:
        for storeID in range(2, _ITEMS + 2):
            typed = self.raw.execute("SELECT type_id FROM axiom_objects WHERE oid = ?", (storeID,)).fetchone()
            assert typed == (self.typeID,)
            row = self.raw.execute(
                f"SELECT {_COLUMNS} FROM item_bench_entry_v1 WHERE oid = ?", (storeID,)
            ).fetchone()
            assert row is not None
            _converted(row)
        return _ITEMS

    def load(self) -> int:
        for storeID in range(2, _ITEMS + 2):
            _read(self.store.getItemByID(storeID))
        return _ITEMS

    def rawIterate(self) -> int:
        rows = self.raw.execute(f"SELECT {_COLUMNS} FROM item_bench_entry_v1 WHERE oid <= ?", (_ITEMS,))
        count = 0
        for row in rows:
            _converted(row)
            count += 1
        return count

    def iterate(self) -> int:
        count = 0
        for entry in self.store.query(Entry, Entry.storeID <= _ITEMS):
            _read(entry)
            count += 1
        return count

    def rawIndexed(self) -> int:
        sql = f"SELECT {_COLUMNS} FROM item_bench_entry_v1 WHERE [number] > ? ORDER BY [number] DESC LIMIT ?"
        for number in range(_QUERIES):
            rows = list(self.raw.execute(sql, (number, 20)))
            assert len(rows) == 20
        return _QUERIES

    def indexed(self) -> int:
        for number in range(_QUERIES):
            entries = list(
                self.store.query(Entry, Entry.number > number, sort=Entry.number.descending, limit=20)
            )
            assert len(entries) == 20
        return _QUERIES


def _converted(row: tuple[Any, ...]) -> tuple[Any, ...]:
    _storeID, body, isPublic, number, title, written = row
    return body, bool(isPublic), number, title, Time.fromDatetime(_EPOCH + timedelta(microseconds=written))


def _read(entry: Entry) -> tuple[Any, ...]:
    return entry.body, entry.isPublic, entry.number, entry.title, entry.written


@contextmanager
def _pair() -> Iterator[_Pair]:
    with TemporaryDirectory() as directory:
        pair = _Pair(Path(directory))
        try:
            yield pair
        finally:
            pair.close()


def main() -> bool:
    """
    Measure, print, and say whether every target was met.
    """
    with _pair() as pair:
        rows: list[Row] = [
            measure("create 10,000 items in one transaction, each", pair.rawCreate, pair.create, 5),
            measure("load by storeID, cold, every attribute read", pair.rawLoad, pair.load, 5),
            measure("iterate over a query, cold, every attribute read", pair.rawIterate, pair.iterate, 5),
        ]
        kept = list(pair.store.query(Entry, Entry.storeID <= _ITEMS + 2))
        rows += [
            measure("load by storeID, warm, every attribute read", pair.rawLoad, pair.load, 5),
            measure("iterate over a query, warm, every attribute read", pair.rawIterate, pair.iterate, 5),
        ]
        del kept
        rows += [
            measure("1,000 transactions of one item, each", pair.rawTransactions, pair.transactions, 5),
            measure("20 rows by index, a query", pair.rawIndexed, pair.indexed, 5),
        ]
    print(table(rows, "raw APSW"))
    return all(row.isMet for row in rows)
