"""
Noticing changes of stores on disk, by looking at their files.
"""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import text
from axiom.item import Item
from axiom.store import Store
from mantissa_like.web._live.notices import Notices


class Word(Item):
    """
    Something to write.
    """

    typeName = "tests_live_word"

    letters = text()


class NoticesTests(SynchronousTestCase):
    """
    Tests for L{Notices} with a clock that can't wait for files.
    """

    def setUp(self) -> None:
        """
        A store, and what looks at it.
        """
        self.store = Store(self.mktemp())
        self.addCleanup(self.store.close)
        self.clock = Clock()
        self.notices = Notices(self.clock)
        self.told: list[str] = []

    def test_commitByAnother(self) -> None:
        """
        A commit by whoever it may be is told within 50 ms, also when the store is closed here.
        """
        Word(store=self.store, letters="first")
        self.notices.follow(self.store, lambda: self.told.append("changed"))
        self.store.close()
        self.clock.advance(0.05)
        self.told.clear()
        self.clock.advance(0.05)
        self.assertEqual([], self.told)
        with Store(self.store.dbdir) as other:
            Word(store=other, letters="second")
            self.clock.advance(0.05)
            self.assertEqual(["changed"], self.told)

    def test_stopped(self) -> None:
        """
        Who follows no more is not told, and where nobody follows nothing is looked at.
        """
        stop = self.notices.follow(self.store, lambda: self.told.append("changed"))
        stop()
        Word(store=self.store, letters="word")
        self.clock.advance(0.05)
        self.assertEqual(([], []), (self.told, self.clock.getDelayedCalls()))

    def test_manyStores(self) -> None:
        """
        Of very many stores only some are looked at at a time, and in the end all.
        """
        stops = [self.notices.follow(self.store, lambda: self.told.append("changed")) for _ in range(700)]
        Word(store=self.store, letters="word")
        self.clock.advance(0.05)
        self.assertEqual(500, len(self.told))
        self.clock.advance(0.05)
        self.assertEqual(700, len(self.told))
        for stop in stops:
            stop()
        self.assertEqual([], self.clock.getDelayedCalls())
