"""
A real batch process: it does its work once, whatever ends it, and ends with its parent.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from axiom.batch import BatchProgress
from axiom.iaxiom import REMOTE
from axiom.store import Store
from axiom.substore import SubStore
from tests.integration.serving import Page, PageProcessor, Reader, ServingTestCase, isRunning

_PAGES = 60


class BatchTests(ServingTestCase):
    """
    A site store and a substore with work for a batch process.
    """

    def setUp(self) -> None:
        """
        Make the stores.
        """
        super().setUp()
        item = SubStore.createNew(self.store, ["one"])
        self.addCleanup(item.close)
        self.stores = (self.store, item.open())

    def pids(self) -> set[int]:
        """
        The processes in which there was work done last; 0 if none was.
        """
        return {pid or 0 for store in self.stores for pid in store.query(Reader).getColumn("pid")}

    def prepare(self, store: Store) -> Any:
        """
        A processor with a remote listener, and pages.
        """
        for _ in range(_PAGES):
            Page(store=store)
        reader = Reader(store=store)
        processor: Any = PageProcessor(store=store)
        processor.addReliableListener(reader, REMOTE)
        return processor

    def test_batch(self) -> None:
        """
        The process is started where there is work, does each part of it once although it is killed in the
        middle, and ends when its parent is killed.
        """
        processors = [self.prepare(store) for store in self.stores]
        parent = self.serve()
        self.eventually(lambda: 0 not in self.pids())
        [first] = self.pids()
        self.assertNotEqual(parent.pid, first)
        os.kill(first, signal.SIGKILL)
        self.eventually(lambda: all(self.isDone(processor) for processor in processors))
        for store in self.stores:
            self.assertEqual([1] * _PAGES, list(store.query(Page).getColumn("seen")))
        [second] = self.pids()
        self.assertNotEqual(first, second)
        self.assertTrue(isRunning(second))
        self.kill(parent)
        self.eventually(lambda: not isRunning(second))

    def isDone(self, processor: Any) -> bool:
        """
        Whether all pages were read.
        """
        [progress] = processor.progress()
        return bool(progress == BatchProgress(progress.listener, _PAGES, _PAGES, 0))
