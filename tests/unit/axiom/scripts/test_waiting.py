"""
Waiting for a command's outcome.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.internet.defer import Deferred, fail, succeed
from twisted.internet.interfaces import IReactorCore
from twisted.internet.testing import MemoryReactor
from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts._waiting import waitFor


class ScriptedReactor(MemoryReactor):
    """
    A reactor in which one thing happens.
    """

    def __init__(self, event: Callable[[], object]) -> None:
        super().__init__()
        self.event = event

    def run(self) -> None:
        """
        Let it happen.
        """
        super().run()
        self.event()


class WaitForTests(SynchronousTestCase):
    """
    L{waitFor} runs the reactor only if it has to.
    """

    def noReactor(self) -> IReactorCore:
        """
        Must not be called.
        """
        raise AssertionError("nothing is to be waited for")

    def test_coroutineThatDoesNotWait(self) -> None:
        """
        A coroutine that awaits nothing needs no reactor.
        """

        async def work() -> int:
            return 4

        self.assertEqual(4, waitFor(work(), self.noReactor))

    def test_firedDeferred(self) -> None:
        """
        A Deferred that has fired needs no reactor.
        """
        self.assertEqual(5, waitFor(succeed(5), self.noReactor))

    def test_failure(self) -> None:
        """
        What the command fails with is raised.
        """
        failed: Deferred[None] = fail(ValueError("x"))
        self.assertRaises(ValueError, waitFor, failed, self.noReactor)

    def test_laterResult(self) -> None:
        """
        The reactor runs until the result is there, and is stopped then.
        """
        later: Deferred[int] = Deferred()
        reactor = ScriptedReactor(lambda: later.callback(6))
        self.assertEqual(6, waitFor(later, lambda: reactor))
        self.assertTrue(reactor.hasStopped)

    def test_laterFailure(self) -> None:
        """
        A failure stops the reactor, too.
        """
        later: Deferred[int] = Deferred()
        reactor = ScriptedReactor(lambda: later.errback(ValueError("x")))
        self.assertRaises(ValueError, waitFor, later, lambda: reactor)
        self.assertTrue(reactor.hasStopped)

    def test_interrupted(self) -> None:
        """
        If the reactor is stopped first, the work is cancelled, and that is an interrupt.
        """
        cancelled: list[Deferred[int]] = []
        later: Deferred[int] = Deferred(cancelled.append)
        reactor = ScriptedReactor(lambda: None)
        reactor.event = reactor.stop
        self.assertRaises(KeyboardInterrupt, waitFor, later, lambda: reactor)
        self.assertEqual([later], cancelled)
        self.assertEqual([], self.flushLoggedErrors())
