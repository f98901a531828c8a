"""
Creating items, and finding them again.

Where every attribute is read, the baseline makes the same Python values of each row: a truth and a moment are
integers in SQL. Elsewhere it only fetches, while one attribute of each of our items is read. What is cold is
not in memory as an item; the database's pages are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from epsilon.extime import Time

from tests.bench._measure import Row, Target, measure
from tests.bench._pair import COLUMNS, REVISION, TABLE, Entry, Pair, insert

__all__ = ["measureEntries"]

_ITEMS = 10_000
_TRANSACTIONS = 1_000
_QUERIES = 500

_EPOCH = datetime(1970, 1, 1)
_TYPE_OF = "SELECT type_id FROM axiom_objects WHERE oid = ?"
_ONE = f"SELECT {COLUMNS} FROM {TABLE} WHERE oid = ?"
_ALL = f"SELECT {COLUMNS} FROM {TABLE} WHERE oid < ?"
_SOME = f"SELECT {COLUMNS} FROM {TABLE} WHERE [number] > ? ORDER BY [number] DESC LIMIT ?"


class _Entries:
    """
    What is measured, each way of ours after that of the baseline.
    """

    def __init__(self, pair: Pair) -> None:
        self.pair, self.store, self.raw = pair, pair.store, pair.raw
        ((newest,),) = pair.rawRows("SELECT max(oid) FROM axiom_objects")
        self.storeIDs = range(newest + 1, newest + 1 + _ITEMS)

    def rawCreate(self) -> int:
        self.raw.execute("BEGIN IMMEDIATE")
        for number in range(_ITEMS):
            self.pair.rawInsert(number)
        self.raw.execute(REVISION)
        self.raw.execute("COMMIT")
        return _ITEMS

    def create(self) -> int:
        def insertAll() -> None:
            for number in range(_ITEMS):
                insert(self.store, number)

        self.store.transact(insertAll)
        return _ITEMS

    def rawTransactions(self) -> int:
        for number in range(_TRANSACTIONS):
            self.raw.execute("BEGIN IMMEDIATE")
            self.pair.rawInsert(number)
            self.raw.execute(REVISION)
            self.raw.execute("COMMIT")
        return _TRANSACTIONS

    def transactions(self) -> int:
        for number in range(_TRANSACTIONS):
            self.store.transact(insert, self.store, number)
        return _TRANSACTIONS

    def _rawLoaded(self) -> Iterator[tuple[Any, ...]]:
        for storeID in self.storeIDs:
            assert self.pair.rawRows(_TYPE_OF, storeID) == [(self.pair.typeID,)]
            (row,) = self.pair.rawRows(_ONE, storeID)
            yield row

    def rawLoad(self) -> int:
        return sum(1 for _ in self._rawLoaded())

    def load(self) -> int:
        for storeID in self.storeIDs:
            assert self.store.getItemByID(storeID).title
        return _ITEMS

    def rawLoadAndRead(self) -> int:
        return sum(1 for row in self._rawLoaded() if _converted(row))

    def loadAndRead(self) -> int:
        for storeID in self.storeIDs:
            assert _read(self.store.getItemByID(storeID))
        return _ITEMS

    def loadOnly(self) -> int:
        getItemByID = self.store.getItemByID
        for storeID in self.storeIDs:
            getItemByID(storeID)
        return _ITEMS

    def loadInTransaction(self) -> int:
        return self.store.transact(self.loadOnly)

    def rawIterate(self) -> int:
        return sum(1 for _ in self.raw.execute(_ALL, (self.storeIDs.stop,)))

    def iterate(self) -> int:
        return sum(1 for entry in self.query() if entry.title)

    def rawIterateAndRead(self) -> int:
        return sum(1 for row in self.raw.execute(_ALL, (self.storeIDs.stop,)) if _converted(row))

    def iterateAndRead(self) -> int:
        return sum(1 for entry in self.query() if _read(entry))

    def query(self) -> Any:
        return self.store.query(Entry, Entry.storeID < self.storeIDs.stop)

    def rawSorted(self) -> int:
        for number in range(_QUERIES):
            assert len([row for row in self.raw.execute(_SOME, (number, 20)) if row[4]]) == 20
        return _QUERIES

    def sorted(self) -> int:
        for number in range(_QUERIES):
            query = self.store.query(Entry, Entry.number > number, sort=Entry.number.descending, limit=20)
            assert len([entry for entry in query if entry.title]) == 20
        return _QUERIES


def _converted(row: tuple[Any, ...]) -> tuple[Any, ...]:
    _storeID, body, isPublic, number, title, written = row
    return body, bool(isPublic), number, title, Time.fromDatetime(_EPOCH + timedelta(microseconds=written))


def _read(entry: Entry) -> tuple[Any, ...]:
    return entry.body, entry.isPublic, entry.number, entry.title, entry.written


def measureEntries(pair: Pair) -> Iterator[Row]:
    """
    The rows of the table that items of one type make.
    """
    entries = _Entries(pair)
    yield measure(
        "create 10,000 items in one transaction, each",
        entries.rawCreate,
        entries.create,
        Target(ratio=4, cpu=20),
    )
    yield measure("one item, one transaction", entries.rawTransactions, entries.transactions, Target(ratio=2))
    yield measure("load by storeID, cold", entries.rawLoad, entries.load, Target(ratio=3))
    yield measure(
        "the same, every attribute read", entries.rawLoadAndRead, entries.loadAndRead, Target(ratio=3)
    )
    kept = list(entries.query())
    # Most of it is SQLite's answer to whether another process committed, which the baseline does not ask.
    yield measure("load by storeID, warm", entries.rawLoad, entries.loadOnly, Target())
    yield measure("the same, in a transaction", entries.rawLoad, entries.loadInTransaction, Target(cpu=2))
    del kept
    yield measure(
        "iterate over a query, cold, each item",
        entries.rawIterate,
        entries.iterate,
        Target(ratio=5, cpu=6),
    )
    yield measure(
        "the same, every attribute read",
        entries.rawIterateAndRead,
        entries.iterateAndRead,
        Target(ratio=5, cpu=6),
    )
    yield measure("20 rows by index, sorted, cold", entries.rawSorted, entries.sorted, Target(ratio=3))
