"""
Tests for how long application code may take.
"""

from __future__ import annotations

import signal
from threading import Thread

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.agenda import TookTooLong, patience


def goOnForEver() -> None:
    """
    Never return.
    """
    while True:
        pass


class PatienceTests(SynchronousTestCase):
    """
    Tests for L{patience}.
    """

    def test_codeThatDoesNotReturnIsInterrupted(self) -> None:
        """
        Code that goes on for ever is interrupted.
        """
        with self.assertRaises(TookTooLong) as caught, patience(0.002):
            goOnForEver()
        self.assertEqual(0.002, caught.exception.seconds)

    def test_codeThatIgnoresItIsInterruptedAgain(self) -> None:
        """
        Code that goes on after it was interrupted is interrupted again.
        """
        with self.assertRaises(TookTooLong), patience(0.002):
            try:
                goOnForEver()
            except TookTooLong:
                goOnForEver()

    def test_nothingIsLeft(self) -> None:
        """
        After the context there are no timers, and the signal means what it did.
        """
        before = signal.getsignal(signal.SIGALRM)
        with patience(10):
            pass
        for timer in (signal.ITIMER_REAL, signal.ITIMER_PROF):
            self.assertEqual((0.0, 0.0), signal.getitimer(timer))
        self.assertEqual(before, signal.getsignal(signal.SIGALRM))

    def test_processIsEnded(self) -> None:
        """
        Code that can't be interrupted ends the process some time later.
        """
        with patience(10):
            seconds, _ = signal.getitimer(signal.ITIMER_PROF)
            self.assertEqual(signal.SIG_DFL, signal.getsignal(signal.SIGPROF))
        self.assertGreater(seconds, 20)

    def test_innerEndsBeforeOuter(self) -> None:
        """
        After an inner context, the time of the outer one goes on.
        """
        with self.assertRaises(TookTooLong) as caught, patience(0.003):
            with patience(10):
                pass
            goOnForEver()
        self.assertEqual(0.003, caught.exception.seconds)

    def test_threadsAreNotLimited(self) -> None:
        """
        In another thread there is no limit, and no failure.
        """
        done: list[str] = []

        def work() -> None:
            with patience(0.001):
                done.append("done")

        thread = Thread(target=work)
        thread.start()
        thread.join()
        self.assertEqual(["done"], done)
