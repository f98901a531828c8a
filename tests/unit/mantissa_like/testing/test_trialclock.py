"""
The clock of small sites.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.testing import NeverIdle, TrialClock


class TrialClockTests(SynchronousTestCase):
    """
    When things happen.
    """

    def test_ownTimes(self) -> None:
        """
        Each call sees the time for which it was planned, and so does what it plans itself.
        """
        clock, seen = TrialClock(), []
        began = clock.seconds()

        def see(again: float = 0.0) -> None:
            seen.append(clock.seconds() - began)
            if again:
                clock.callLater(again, see)

        clock.callLater(3, see)
        clock.callLater(1, see, 4)
        clock.callLater(11, see)
        clock.advance(10)
        self.assertEqual([1, 3, 5], seen)
        self.assertEqual(10, clock.seconds() - began)

    def test_neverIdle(self) -> None:
        """
        What always plans something for the same moment is an error, not a loop without an end.
        """
        clock = TrialClock()
        clock.mostAtOnce = 100

        def planAgain() -> None:
            clock.callLater(0, planAgain)

        planAgain()
        error = self.assertRaises(NeverIdle, clock.advance, 1)
        self.assertEqual(100, error.steps)
