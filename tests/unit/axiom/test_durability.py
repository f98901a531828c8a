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
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine.checkpoints import Checkpoints
from axiom._engine.disksync import DiskSync
from axiom.attributes import integer
from axiom.errors import DiskFailed
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import Store


class Entry(Item):
    """
    Something to commit.
    """

    typeName = "test_durability_entry"

    number = integer()


def _now(f: Callable[[], object]) -> None:
    f()


class Threads:
    """
    Threads that work when they are told to.
    """

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[], Any], Deferred[Any]]] = []

    def inThread(self, f: Callable[..., Any], *args: Any) -> Deferred[Any]:
        """
        Keep the call for later.
        """
        result: Deferred[Any] = Deferred()
        self.jobs.append((lambda: f(*args), result))
        return result

    def work(self) -> None:
        """
        Do what was given first.
        """
        job, result = self.jobs.pop(0)
        try:
            result.callback(job())
        except OSError:
            result.errback(Failure())


class DiskSyncTests(SynchronousTestCase):
    """
    Files that are to be on the disk.
    """

    def setUp(self) -> None:
        self.threads = Threads()
        self.disk = DiskSync(self.threads.inThread, _now)
        self.directory = Path(self.mktemp())
        self.directory.mkdir()

    def file(self, name: str) -> Path:
        """
        A file.
        """
        path = self.directory / name
        path.write_text("text")
        return path

    def test_fires(self) -> None:
        """
        The wait ends when the thread is done, not before.
        """
        waiting = self.disk.sync(self.file("one"))
        self.assertNoResult(waiting)
        self.threads.work()
        self.assertIsNone(self.successResultOf(waiting))

    def test_gathered(self) -> None:
        """
        While four threads wait for the disk all other requests gather, each file once; a thread that becomes
        free takes a fourth of them.
        """
        first = [self.disk.sync(self.file(f"first{n}")) for n in range(4)]
        later = [self.disk.sync(self.file(f"later{n % 8}")) for n in range(24)]
        self.assertEqual(4, len(self.threads.jobs))
        done = []
        while self.threads.jobs:
            self.threads.work()
            done.append((len(self.threads.jobs), sum(each.called for each in later)))
        # After each job: how many others are given, and how many requests are done.
        self.assertEqual([(4, 0)] * 4 + [(4, 6), (4, 12), (3, 15), (2, 18), (1, 21), (0, 24)], done)
        for waiting in first + later:
            self.assertIsNone(self.successResultOf(waiting))

    def test_oneTurn(self) -> None:
        """
        What is asked for in one turn of the reactor is shared among the threads, which begin after it.
        """
        later: list[Callable[[], object]] = []
        disk = DiskSync(self.threads.inThread, later.append)
        waiting = [disk.sync(self.file(f"file{n % 8}")) for n in range(16)]
        self.assertEqual([], self.threads.jobs)
        (work,) = later
        work()
        self.assertEqual(4, len(self.threads.jobs))
        for number in range(1, 5):
            self.threads.work()
            self.assertEqual(4 * number, sum(each.called for each in waiting))
        self.assertEqual([], self.threads.jobs)

    def test_notShared(self) -> None:
        """
        A wait that begins while a thread is at the file is for the next one: what was written since may not
        be on the disk when that one is done.
        """
        path = self.file("one")
        first = self.disk.sync(path)
        second = self.disk.sync(path)
        self.threads.work()
        self.successResultOf(first)
        self.assertNoResult(second)
        self.threads.work()
        self.successResultOf(second)

    def test_oneThreadEach(self) -> None:
        """
        However often a file is asked for, one thread is at it, and others are free for other files.
        """
        waiting = [self.disk.sync(self.file("one")) for _ in range(9)]
        other = self.disk.sync(self.file("two"))
        self.assertEqual(2, len(self.threads.jobs))
        for _ in range(3):
            self.threads.work()
        for each in (*waiting, other):
            self.assertIsNone(self.successResultOf(each))
        self.assertEqual([], self.threads.jobs)

    def test_missing(self) -> None:
        """
        A file that is not there has nothing to be on the disk.
        """
        waiting = self.disk.sync(self.directory / "none")
        self.threads.work()
        self.assertIsNone(self.successResultOf(waiting))

    def test_failing(self) -> None:
        """
        What the disk refuses fails for those who wait for it, and for nobody else.
        """

        def refuse(descriptor: int) -> None:
            if os.readlink(f"/proc/self/fd/{descriptor}").endswith("bad"):
                raise OSError(5, "Input/output error")

        self.patch(os, "fdatasync", refuse)
        disk = DiskSync(maybeDeferred, _now)
        self.assertIn(
            "Input/output error", str(self.failureResultOf(disk.sync(self.file("bad")), DiskFailed))
        )
        self.successResultOf(disk.sync(self.file("good")))

    def test_noThread(self) -> None:
        """
        Where no thread can be had all waits fail, and later ones are tried again.
        """
        waiting = self.disk.sync(self.file("one"))
        self.threads.jobs.pop()[1].errback(Failure(RuntimeError("can't start new thread")))
        self.failureResultOf(waiting, RuntimeError)
        again = self.disk.sync(self.file("one"))
        self.threads.work()
        self.successResultOf(again)


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
