"""
What the log says of stores and queries.
"""

from __future__ import annotations

import os
from typing import Any

from twisted.python import log
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.iaxiom import IStatEvent
from axiom.item import Item
from axiom.store import Store


class Entry(Item):
    """
    An item to look for.
    """

    typeName = "test_querylog_entry"

    name = text()


class QueryLogTests(SynchronousTestCase):
    """
    Messages with the interface L{IStatEvent}.
    """

    def setUp(self) -> None:
        """
        A store with an entry, and an observer.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        Entry(store=self.store, name="a")
        self.events: list[dict[str, Any]] = []
        log.addObserver(self.observe)
        self.addCleanup(log.removeObserver, self.observe)

    def observe(self, event: dict[str, Any]) -> None:
        """
        Keep what the log says of queries.
        """
        if event.get("interface") is IStatEvent:
            self.events.append(event)

    def test_query(self) -> None:
        """
        Of each query the log has the statement, the seconds that it took, and the place in the program.
        """
        query = self.store.query(Entry, Entry.name == "a")
        for run in (lambda: list(query), query.count, lambda: self.store.findFirst(Entry)):
            self.events.clear()
            run()
            (event,) = self.events
            self.assertIn("FROM item_test_querylog_entry_v1", event["querySQL"])
            self.assertTrue(0 <= event["queryTime"] < 60)
            self.assertEqual(__file__, event["querySite"][0])

    def test_opened(self) -> None:
        """
        Of each store that is opened it has the directory, or nothing if it is in memory.
        """
        directory = os.path.abspath(self.mktemp())
        for place, logged in ((directory, directory), (None, "")):
            self.events.clear()
            Store(place).close()
            self.assertEqual(logged, self.events[-1]["store_opened"])

    def test_place(self) -> None:
        """
        A query tells the file and the line of whoever asks.
        """
        first, second = self.store.query(Entry).locateCallSite(), self.store.query(Entry).locateCallSite()
        self.assertEqual(first, second)
        self.assertEqual((__file__, first[1] + 2), self.store.query(Entry).locateCallSite())
