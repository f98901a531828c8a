"""
Moving what was committed from the log into the database.
"""

from __future__ import annotations

import os

from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store

_PAGE = 4096


class Page(Item):
    """
    A long text.
    """

    typeName = "test_checkpoints_page"

    body = text()


class CheckpointsTests(SynchronousTestCase):
    """
    Tests for L{axiom._engine.checkpoints.Checkpoints}.
    """

    def test_bounded(self) -> None:
        """
        However much is written, in however many transactions, the log begins anew after a thousand pages.
        """
        path = self.mktemp()
        store = Store(path, runtime=Runtime(clock=Clock(), inThread=maybeDeferred))
        self.addCleanup(store.close)
        for _ in range(10):
            Page(store=store, body="a" * (300 * _PAGE))
        self.assertLess(os.stat(f"{path}/db.sqlite-wal").st_size, 1_500 * _PAGE)
        self.assertGreater(os.stat(f"{path}/db.sqlite").st_size, 1_500 * _PAGE)
