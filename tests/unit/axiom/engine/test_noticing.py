"""
Tests of L{axiom._engine.noticing}.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from twisted.internet.task import Clock
from twisted.internet.testing import MemoryReactorClock
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine.inotify import Inotify
from axiom._engine.noticing import Noticing


class NoticingTests(SynchronousTestCase):
    """
    Tests for L{Noticing} where the system tells of files; a test says when the reactor reads.
    """

    def setUp(self) -> None:
        self.reactor = MemoryReactorClock()
        self.noticing = Noticing(lambda: self.reactor)
        self.directory = Path(self.mktemp())
        self.directory.mkdir()
        self.looks = 0

    def look(self) -> None:
        self.looks += 1

    def write(self) -> None:
        """
        Write into the directory, and let the reactor read what the system tells.
        """
        (self.directory / "file").write_text("written")
        for reader in self.reactor.getReaders():
            reader.doRead()

    def test_nothingWithoutAWrite(self) -> None:
        """
        While nobody writes, nothing is looked at, and nothing waits for the clock.
        """
        self.noticing.add(self.look, str(self.directory))
        self.assertEqual(([], 0), (self.reactor.getDelayedCalls(), self.looks))

    def test_looksSeveralTimes(self) -> None:
        """
        After a write it is looked at soon, and again later and later for some seconds.
        """
        self.noticing.add(self.look, str(self.directory))
        self.write()
        seen = []
        for wait in (0.002, 0.02, 0.2, 2.0, 10.0):
            self.reactor.advance(wait)
            seen.append(self.looks)
        self.assertEqual(([1, 2, 3, 4, 5], []), (seen, self.reactor.getDelayedCalls()))

    def test_manyWrites(self) -> None:
        """
        Where somebody writes all the time, it is looked at all the same.
        """
        self.noticing.add(self.look, str(self.directory))
        for _ in range(10):
            self.write()
            self.reactor.advance(0.001)
        self.assertEqual(5, self.looks)

    def test_removed(self) -> None:
        """
        What was removed is called no more, and the last takes everything with it.
        """
        self.noticing.add(self.look, str(self.directory))
        self.write()
        self.noticing.remove(self.look)
        self.reactor.advance(20)
        self.assertEqual((0, []), (self.looks, self.reactor.getReaders()))
        self.noticing.add(self.look, str(self.directory))
        self.write()
        self.reactor.advance(1)
        self.assertEqual(1, self.looks)

    def test_failureIsLoggedOnce(self) -> None:
        """
        What fails is called again, and logged once until it succeeds.
        """

        def fail() -> None:
            raise ZeroDivisionError

        self.noticing.add(fail, str(self.directory))
        self.write()
        self.reactor.pump([1.0] * 3)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_goneDirectory(self) -> None:
        """
        Where the system refuses, it is looked at all the time.
        """
        shutil.rmtree(self.directory)
        self.noticing.add(self.look, str(self.directory))
        self.reactor.pump([0.02] * 3)
        self.noticing.remove(self.look)
        self.assertEqual((3, []), (self.looks, self.reactor.getDelayedCalls()))

    def test_elsewhere(self) -> None:
        """
        The same where the system has nothing of the kind, or there is no reactor.
        """

        def refuse(self: Inotify, reactor: object) -> None:
            raise OSError("too many")

        self.patch(Inotify, "__init__", refuse)
        for clock in (self.reactor, Clock()):
            looked: list[None] = []

            def look(looked: list[None] = looked) -> None:
                looked.append(None)

            noticing = Noticing(lambda clock=clock: clock)  # type: ignore[misc]
            noticing.add(look, str(self.directory))
            clock.pump([0.02] * 3)
            noticing.remove(look)
            self.assertEqual(3, len(looked))
