"""
Rows that can't be read to their end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import apsw
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine.rows import Rows
from axiom.attributes import integer
from axiom.errors import DiskFailed, StoreClosed, TransactionLost
from axiom.item import Item
from axiom.store import Store


class Number(Item):
    """
    One of many.
    """

    typeName = "test_rows_number"

    number = integer()


def breakingCursor() -> Iterator[tuple[Any, ...]]:
    """
    A cursor that fails after two rows.
    """
    yield (1,)
    yield (2,)
    raise apsw.IOError("broken")


class RowsTests(SynchronousTestCase):
    """
    Nobody takes a part of a result for the whole.
    """

    def test_failing(self) -> None:
        """
        Whoever asks for rows that could not be read into memory is told why, after those that could.
        """
        rows = Rows(breakingCursor(), "db.sqlite", "SELECT 1")
        self.assertRaises(DiskFailed, rows.drain)
        self.assertEqual([(1,), (2,)], rows.chunk())
        self.assertIn("db.sqlite", str(self.assertRaises(DiskFailed, rows.chunk)))

    def test_closed(self) -> None:
        """
        An iteration that goes on after its store was closed fails at the end of what it has.
        """
        store = Store()
        store.batchInsert(Number, [Number.number], [(number,) for number in range(500)])
        numbers = iter(store.query(Number))
        next(numbers)
        store.close()
        self.assertRaises(StoreClosed, list, numbers)

    def test_complete(self) -> None:
        """
        One that has all its rows does not.
        """
        store = Store()
        store.batchInsert(Number, [Number.number], [(number,) for number in range(5)])
        numbers = iter(store.query(Number))
        next(numbers)
        store.close()
        self.assertEqual(4, len(list(numbers)))

    def test_closedInTransaction(self) -> None:
        """
        A transaction in which its store is closed is undone.
        """
        directory = self.mktemp()
        store = Store(directory)
        number = Number(store=store, number=1)

        def close() -> None:
            number.number = 2
            store.close()

        self.assertRaises(TransactionLost, store.transact, close)
        self.assertEqual(1, number.number)
        again = Store(directory)
        self.addCleanup(again.close)
        self.assertEqual(1, again.findUnique(Number).number)
