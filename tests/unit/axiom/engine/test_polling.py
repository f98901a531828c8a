"""
Tests of L{axiom._engine.polling}.
"""

from __future__ import annotations

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom._engine.polling import Polling


class PollingTests(SynchronousTestCase):
    """
    Looking by a clock.
    """

    def setUp(self) -> None:
        self.clock = Clock()
        self.polling = Polling(lambda: self.clock)
        self.looked: list[str] = []

    def look(self) -> None:
        """
        Be called.
        """
        self.looked.append("first")

    def lookAlso(self) -> None:
        """
        Be called.
        """
        self.looked.append("second")

    def test_idle(self) -> None:
        """
        No clock is asked for while there is nothing to look at.
        """
        Polling(lambda: self.fail("a clock was asked for"))

    def test_looks(self) -> None:
        """
        All are called within 50 ms, and with one timer.
        """
        self.polling.add(self.look)
        self.polling.add(self.lookAlso)
        self.assertEqual([], self.looked)
        self.assertEqual(1, len(self.clock.getDelayedCalls()))
        self.clock.advance(0.05)
        self.assertEqual(["first", "second"], self.looked)

    def test_removed(self) -> None:
        """
        What was removed is not called; with the last one the timer ends, and it begins again.
        """
        self.polling.add(self.look)
        self.polling.add(self.lookAlso)
        self.polling.remove(self.look)
        self.clock.advance(0.05)
        self.polling.remove(self.lookAlso)
        self.assertEqual(["second"], self.looked)
        self.assertEqual([], self.clock.getDelayedCalls())
        self.polling.add(self.look)
        self.clock.advance(0.05)
        self.assertEqual(["second", "first"], self.looked)

    def test_failing(self) -> None:
        """
        One that fails is called again, and so are the others; it is logged once until it succeeds.
        """
        works = False

        def look() -> None:
            self.looked.append("failing")
            if not works:
                raise ValueError("no")

        self.polling.add(look)
        self.polling.add(self.look)
        self.clock.pump([0.02] * 3)
        self.assertEqual(["failing", "first"] * 3, self.looked)
        self.assertEqual(1, len(self.flushLoggedErrors(ValueError)))
        works = True
        self.clock.advance(0.02)
        works = False
        self.clock.pump([0.02] * 3)
        self.assertEqual(1, len(self.flushLoggedErrors(ValueError)))
