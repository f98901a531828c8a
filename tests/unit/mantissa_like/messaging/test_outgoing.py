"""
Tests for when messages are due.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.messaging import deadLetters, outgoingMessages, retryMessage
from mantissa_like.site._clockjumps import keepTimers
from mantissa_like.testing import TrialSite
from tests.unit.mantissa_like.messaging.correspondents import Pair

HOUR, YEAR = 3_600.0, 365 * 86_400.0


class ClockTests(SynchronousTestCase):
    """
    A clock that is set back, by which nothing comes later.
    """

    def setUp(self) -> None:
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.site.clock.rightNow += YEAR
        keepTimers(self.site.clock)
        self.pair = Pair(self.site)

    def setBack(self) -> None:
        """
        What somebody does to the machine.
        """
        self.site.clock.rightNow -= YEAR

    def failFirst(self) -> None:
        """
        Let a message be tried again later, and then Bob's diary be mended.
        """
        self.pair.diary.isBroken = True
        self.pair.send("one", "two")
        self.site.settle()
        self.pair.diary.isBroken = False

    def test_sentBefore(self) -> None:
        """
        What was sent before waits for nothing.
        """
        self.pair.send("one", "two")
        self.setBack()
        self.site.settle()
        self.assertEqual(["one", "two"], self.pair.diary.entries)

    def test_failedBefore(self) -> None:
        """
        What is to be tried again is tried as soon as anything is sent.
        """
        self.failFirst()
        self.setBack()
        self.pair.send("three")
        self.site.settle()
        self.assertEqual(["one", "two", "three"], self.pair.diary.entries)

    def test_failedBeforeTheProcess(self) -> None:
        """
        The same if the process was another one then.
        """
        self.failFirst()
        self.setBack()
        self.site.restart()
        self.pair.send("three")
        self.site.settle()
        self.assertEqual(["one", "two", "three"], self.pair.diary.entries)

    def test_retriedBefore(self) -> None:
        """
        A dead letter that was retried before goes at once, too.
        """
        self.failFirst()
        self.pair.diary.isBroken = True
        self.site.advance(HOUR)
        self.pair.diary.isBroken = False
        self.assertEqual(2, deadLetters(self.pair.alice).count())
        for message in outgoingMessages(self.pair.alice):
            retryMessage(message)
        self.setBack()
        self.site.settle()
        self.assertEqual(["one", "two"], sorted(self.pair.diary.entries))
