"""
Tests for timers that go on when the clock is set back.
"""

from __future__ import annotations

from threading import Thread

from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.site._clockjumps import keepTimers

HOUR = 3_600.0


class KeepTimersTests(SynchronousTestCase):
    """
    Tests for L{keepTimers}.
    """

    def setUp(self) -> None:
        """
        A clock that has run for a while, and what it called.
        """
        self.clock, self.called = Clock(), list[str]()
        self.clock.advance(10 * HOUR)
        keepTimers(self.clock)

    def after(self, seconds: float, name: str) -> None:
        """
        Have something called later.
        """
        self.clock.callLater(seconds, self.called.append, name)

    def setBack(self, seconds: float) -> None:
        """
        What somebody does to the machine.
        """
        self.clock.rightNow -= seconds

    def test_back(self) -> None:
        """
        What is called later is called after as many seconds as if the clock had not been set back.
        """
        self.after(2, "b")
        self.after(1, "a")
        self.setBack(HOUR)
        self.clock.advance(0)
        self.clock.advance(1)
        self.assertEqual(["a"], self.called)
        self.clock.advance(1)
        self.assertEqual(["a", "b"], self.called)

    def test_again(self) -> None:
        """
        So it is each time, and for what is to be called later since then.
        """
        keepTimers(self.clock)
        for name in ("a", "b"):
            self.setBack(HOUR)
            self.after(1, name)
            self.setBack(HOUR)
            self.clock.advance(0)
            self.clock.advance(1)
        self.assertEqual(["a", "b"], self.called)

    def test_forwards(self) -> None:
        """
        What is due by the clock is called, though it was set to a later time.
        """
        self.after(1, "a")
        self.clock.advance(HOUR)
        self.assertEqual(["a"], self.called)

    def test_otherThreads(self) -> None:
        """
        Another thread that asks for the time leaves the timers alone.
        """
        call = self.clock.callLater(1, self.called.append, "a")
        self.setBack(HOUR)
        thread = Thread(target=self.clock.seconds)
        thread.start()
        thread.join()
        self.assertEqual(10 * HOUR + 1, call.getTime())
