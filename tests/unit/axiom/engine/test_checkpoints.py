"""
Moving what was committed from the log into the database.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import apsw
from twisted.internet.defer import Deferred, maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine import checkpoints
from axiom.attributes import text
from axiom.errors import StoreBusy
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

    def test_heldUp(self) -> None:
        """
        Whoever writes without a pause is held up while the last of a log that is far too long is moved; then
        it begins anew.
        """
        threads: list[Any] = []

        def inThread(f: Any, *args: Any) -> Deferred[Any]:
            threads.append(partial(f, *args))
            return Deferred()

        path, runtime = self.mktemp(), Runtime(clock=Clock(), inThread=inThread)
        store, other = Store(path, runtime=runtime), Store(path, runtime=runtime)
        self.addCleanup(store.close)
        self.addCleanup(other.close)
        other.patience = 0.0
        Page(store=store, body="a" * (5_000 * _PAGE))
        move, written = checkpoints._move, []

        def moveWhileOtherWrites(connection: apsw.Connection) -> tuple[int, int]:
            moved = move(connection)
            try:
                Page(store=other, body="b")
            except StoreBusy:
                written.append(False)
            else:
                written.append(True)
            return moved

        self.patch(checkpoints, "_move", moveWhileOtherWrites)
        threads[0]()
        self.assertEqual([True, False], written)
        Page(store=other, body="b")
        pages, _ = store.engine.wal_checkpoint()
        self.assertLess(pages, 100)
