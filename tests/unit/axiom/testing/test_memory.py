"""
Stores in memory, for tests.
"""

from __future__ import annotations

import gc
import os

from epsilon.extime import Time
from twisted.application.service import IService
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer, text
from axiom.errors import CannotOpenStore
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.testing import memoryStore


class Word(Item):
    """
    Something to store.
    """

    typeName = "test_testing_word"

    spelling = text()


class Alarm(Item):
    """
    Counts how often it rang.
    """

    typeName = "test_testing_alarm"

    rang = integer(default=0, allowNone=False)

    def run(self) -> Time:
        """
        Ring, and again ten seconds later.
        """
        self.rang += 1
        return Time.fromPOSIXTimestamp(10 * (self.rang + 1))


class MemoryStoreTests(SynchronousTestCase):
    """
    Tests for L{memoryStore}.
    """

    def test_pristine(self) -> None:
        """
        Each one is new, and knows nothing of the others.
        """
        first, second = memoryStore(), memoryStore()
        Word(store=first, spelling="a")
        self.assertEqual((1, 0), (first.count(Word), second.count(Word)))

    def test_clock(self) -> None:
        """
        Its time is that of the given clock, or stands still.
        """
        clock = Clock()
        store, other = memoryStore(clock), memoryStore()
        clock.advance(5)
        self.assertEqual((5, 0), (store.runtime.clock.seconds(), other.runtime.clock.seconds()))

    def test_events(self) -> None:
        """
        Timed events happen as the clock is advanced, while the store's service runs.
        """
        clock = Clock()
        store = memoryStore(clock)
        alarm = Alarm(store=store)
        IScheduler(store).schedule(alarm, Time.fromPOSIXTimestamp(10))
        clock.advance(15)
        self.assertEqual(0, alarm.rang)
        IService(store).startService()
        clock.advance(0)
        self.assertEqual(1, alarm.rang)
        clock.pump([5] * 5)
        self.assertEqual(4, alarm.rang)
        self.successResultOf(maybeDeferred(IService(store).stopService))
        clock.advance(100)
        self.assertEqual(4, alarm.rang)

    def test_threads(self) -> None:
        """
        What would be done in a thread is done at once.
        """
        self.assertEqual(3, self.successResultOf(memoryStore().runtime.inThread(max, 1, 3)))

    def test_files(self) -> None:
        """
        It has files if that is asked for, and they are removed with it.
        """
        self.assertRaises(CannotOpenStore, memoryStore().newFile, "a")
        store = memoryStore(withFiles=True)
        file = store.newFile("a", "b")
        file.write(b"content")
        path = self.successResultOf(file.close())
        self.assertEqual(b"content", path.getContent())
        directory = store.filesdir
        assert directory is not None
        del file, store
        gc.collect()
        self.assertFalse(os.path.exists(directory.path))
