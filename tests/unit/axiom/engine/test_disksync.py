"""
Tests for L{axiom._engine.disksync}.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from twisted.internet.defer import maybeDeferred
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine.disksync import DiskSync
from axiom.errors import DiskFailed
from tests.unit.axiom.threads import Threads


def _now(f: Callable[[], object]) -> None:
    f()


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
