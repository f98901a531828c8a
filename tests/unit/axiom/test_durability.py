"""
Tests of what is on the disk, and when.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from twisted.internet.defer import Deferred, maybeDeferred, succeed
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine.checkpoints import Checkpoints
from axiom.attributes import integer
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store
from tests.unit.axiom.threads import Threads


class Entry(Item):
    """
    Something to commit.
    """

    typeName = "test_durability_entry"

    number = integer()


class DurableStoreTests(SynchronousTestCase):
    """
    Stores that commit.
    """

    def setUp(self) -> None:
        self.synced: list[str] = []
        fdatasync = os.fdatasync

        def note(descriptor: int) -> None:
            self.synced.append(os.path.basename(os.readlink(f"/proc/self/fd/{descriptor}")))
            fdatasync(descriptor)

        self.patch(os, "fdatasync", note)
        self.threads = Threads()

    def store(self, **options: Any) -> Store:
        """
        A store whose threads wait to be told.
        """
        opened = Store(self.mktemp(), runtime=Runtime(Clock(), self.threads.inThread), **options)
        self.addCleanup(opened.close)
        return opened

    def test_normal(self) -> None:
        """
        A commit is on the disk when a thread has synchronized the log.
        """
        store = self.store()
        Entry(store=store)
        waiting = store.durable()
        self.assertNoResult(waiting)
        self.threads.work()
        self.successResultOf(waiting)
        self.assertEqual(["db.sqlite-wal"], self.synced)

    def test_full(self) -> None:
        """
        Where each commit waits for the disk there is nothing to wait for after it.
        """
        store = self.store(durability="full")
        Entry(store=store)
        self.successResultOf(store.durable())
        self.assertEqual([(2,)], store.querySQL("PRAGMA synchronous"))
        self.assertEqual([(1,)], self.store().querySQL("PRAGMA synchronous"))

    def test_unknown(self) -> None:
        """
        Another durability is refused, and nothing is made.
        """
        directory = self.mktemp()
        error = self.assertRaises(ValueError, Store, directory, durability="some")
        self.assertIn("'some'", str(error))
        self.assertFalse(os.path.exists(directory))

    def test_inMemory(self) -> None:
        """
        A store in memory, and one without a log, have nothing to wait for.
        """
        self.successResultOf(Store().durable())
        self.successResultOf(self.store(journalMode="DELETE").durable())

    def test_afterCommit(self) -> None:
        """
        A callback that chooses so is called when the commit is on the disk, the others at once.
        """
        store, called = self.store(), list[str]()

        def transaction() -> None:
            Entry(store=store)
            store.afterCommit(lambda: called.append("durable"), durable=True)
            store.afterCommit(lambda: called.append("committed"))

        store.transact(transaction)
        self.assertEqual(["committed"], called)
        self.threads.work()
        self.assertEqual(["committed", "durable"], called)

    def test_undone(self) -> None:
        """
        It is not called when the transaction is undone.
        """
        store, called = self.store(), list[str]()

        def transaction() -> None:
            store.afterCommit(lambda: called.append("durable"), durable=True)
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, store.transact, transaction)
        self.assertEqual(([], []), (called, self.threads.jobs))

    def test_failingCallback(self) -> None:
        """
        One that fails is logged.
        """
        store = self.store(durability="full")
        store.afterCommit(lambda: 1 // 0, durable=True)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_noReactor(self) -> None:
        """
        Without a running reactor the wait is over at once, and what was committed is on the disk.
        """
        store = Store(self.mktemp())
        self.addCleanup(store.close)
        Entry(store=store)
        self.successResultOf(store.durable())
        self.assertEqual(["db.sqlite-wal"], self.synced)

    def test_inherited(self) -> None:
        """
        A substore is as durable as its parent, unless it is opened otherwise.
        """
        parent = self.store(durability="full")
        self.assertEqual("full", Store(parent=parent).durability)
        self.assertEqual("normal", Store(parent=parent, durability="normal").durability)


class CheckpointTests(SynchronousTestCase):
    """
    A log that grows long.
    """

    def setUp(self) -> None:
        self.threads = Threads()
        self.store = Store(self.mktemp(), runtime=Runtime(Clock(), self.threads.inThread))
        self.addCleanup(self.store.close)

    def grow(self) -> None:
        """
        Write more than the log is to hold.
        """

        def write() -> None:
            for _ in range(1200):
                self.store.executeSQL("INSERT INTO big VALUES (zeroblob(4096))")

        self.store.createSQL("CREATE TABLE IF NOT EXISTS big (content BLOB)")
        self.store.transact(write)

    def size(self, name: str) -> int:
        """
        That of one of the store's files.
        """
        directory: Any = self.store.dbdir
        return int(directory.child(name).getsize())

    def test_inThread(self) -> None:
        """
        It is a thread that moves it into the database, not the commit that finds it too long.
        """
        self.grow()
        self.assertLess(self.size("db.sqlite"), 1_000_000)
        self.assertEqual(1, len(self.threads.jobs))
        self.threads.work()
        self.assertGreater(self.size("db.sqlite"), 4_000_000)

    def test_reused(self) -> None:
        """
        Then the log starts again from its beginning, and stays as long as it is.
        """
        self.grow()
        self.threads.work()
        before = self.size("db.sqlite-wal")
        self.grow()
        self.assertLess(self.size("db.sqlite-wal"), before * 1.5)

    def test_oneAtATime(self) -> None:
        """
        While a thread is at it no other one is asked for.
        """
        self.grow()
        Entry(store=self.store)
        Entry(store=self.store)
        self.assertEqual(1, len(self.threads.jobs))

    def test_notEachTime(self) -> None:
        """
        What others wrote into a log while it was moved is left there until it is as much again.
        """
        moves: list[int] = []

        def inThread(f: Callable[..., Any], *args: Any) -> Deferred[Any]:
            moves.append(pages)
            return succeed(None)

        checkpoints = Checkpoints(Path(self.mktemp()) / "db.sqlite", Runtime(Clock(), inThread))
        for pages in (999, 1000, 1012, 1999, 2000, 2012, 12, 999, 1000):
            checkpoints.committed(pages)
        self.assertEqual([1000, 2000, 1000], moves)

    def test_short(self) -> None:
        """
        A short log stays.
        """
        Entry(store=self.store)
        self.assertEqual([], self.threads.jobs)

    def test_failing(self) -> None:
        """
        What keeps the thread from it is no failure of the commit; a later one tries again.
        """
        asked: list[object] = []

        def inThread(f: Callable[..., Any], *args: Any) -> Deferred[Any]:
            asked.append(args)
            return maybeDeferred(f, *args)

        checkpoints = Checkpoints(Path(self.mktemp()) / "db.sqlite", Runtime(Clock(), inThread))
        checkpoints.committed(1000)
        checkpoints.committed(1000)
        self.assertEqual(2, len(asked))
