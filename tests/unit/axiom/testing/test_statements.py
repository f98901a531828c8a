"""
Counting what a store asks of SQLite.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from axiom.testing import QueryCounter, StatementLog, memoryStore


class Number(Item):
    """
    Something to look for.
    """

    typeName = "test_statements_number"

    value = integer(indexed=True)
    other = integer()


class StatementTests(SynchronousTestCase):
    """
    Tests for L{StatementLog} and L{QueryCounter}.
    """

    def setUp(self) -> None:
        """
        Some numbers.
        """
        self.store = memoryStore()
        self.store.batchInsert(Number, [Number.value, Number.other], [[n, n] for n in range(100)])

    def find(self) -> None:
        """
        By the index.
        """
        list(self.store.query(Number, Number.value == 50))

    def scan(self) -> None:
        """
        Without one.
        """
        list(self.store.query(Number, Number.other == 50))

    def test_statements(self) -> None:
        """
        A log has the statements that ran in its context, and no others.
        """
        with StatementLog(self.store) as log:
            self.find()
        self.scan()
        [select] = [sql for sql in log.statements if sql.startswith("SELECT")]
        self.assertIn("value", select)
        self.assertNotIn("other =", select)
        self.assertEqual(len(log.statements), len(log))

    def test_logsInLogs(self) -> None:
        """
        Logs may be nested; each has its own.
        """
        with StatementLog(self.store) as outer:
            self.find()
            with StatementLog(self.store) as inner:
                self.scan()
        self.assertEqual(len(inner) * 2, len(outer))
        self.assertEqual(outer.statements[-len(inner) :], inner.statements)

    def test_steps(self) -> None:
        """
        The cost is the same each time, and tells a look-up from a search through all.
        """
        counter = QueryCounter(self.store)
        self.assertEqual(counter.measure(self.find), counter.measure(self.find))
        self.assertGreater(counter.measure(self.scan), 4 * counter.measure(self.find))
