"""
Tests for L{mantissa_like.observing.Observatory}.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock
from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import StoreBusy
from axiom.runtime import Runtime
from axiom.store import Store
from mantissa_like.observing import CollectedFailure, Observatory, _observatory, operationsStore, series
from mantissa_like.observing._processes import allFamilies
from mantissa_like.observing._samples import MetricSample


class ObservatoryTests(SynchronousTestCase):
    """
    Tests for L{Observatory}.
    """

    def setUp(self) -> None:
        """
        The observatory of a site, which runs.
        """
        self.clock = Clock()
        self.clock.advance(1e9)
        self.store = Store(runtime=Runtime(clock=self.clock, inThread=maybeDeferred))
        self.addCleanup(self.store.close)
        self.operations = operationsStore(self.store)
        self.revision = self.store.revision
        self.observatory = Observatory(self.store, self.clock, keepDays=1)
        self.observatory.startService()
        self.addCleanup(self.stop)

    def stop(self) -> None:
        """
        Stop it, if it runs still.
        """
        if self.observatory.running:
            self.observatory.stopService()

    def fail(self) -> None:  # type: ignore[override]
        """
        Log a failure.
        """
        Logger(namespace="app").failure("it failed", Failure(ZeroDivisionError("no")))
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_failures(self) -> None:
        """
        What fails is in the store after a moment.
        """
        self.fail()
        self.clock.advance(5)
        self.assertEqual("no", self.operations.findUnique(CollectedFailure).summary)

    def test_failuresWhileBusy(self) -> None:
        """
        What can't be written while somebody else writes for long is written later, with what failed since.
        """

        def busy(*args: object) -> None:
            raise StoreBusy("operations")

        patched = self.patch(_observatory, "recordFailures", busy)
        self.fail()
        self.clock.advance(5)
        patched.restore()
        self.assertEqual(0, self.operations.count(CollectedFailure))
        self.fail()
        self.clock.advance(5)
        found = self.operations.findUnique(CollectedFailure)
        self.assertEqual((2, 1e9), (found.count, found.firstSeen.asPOSIXTimestamp()))

    def test_samples(self) -> None:
        """
        Each minute has a sample, with what was asked for and committed in it.
        """
        self.observatory.metrics.answered("share", 200, 0.01)
        self.clock.pump([60, 60])
        first, second = series(self.operations, 1e9, 1e9 + 180, 3)
        self.assertEqual([1 / 60, 0.0], [first.requests, second.requests])
        # The first sample itself was written meanwhile.
        self.assertEqual(2 / 60, second.commits)
        self.assertTrue(first.memory > 1e6)

    def test_told(self) -> None:
        """
        What was counted is in the store soon, for other processes to tell; else nothing is written.
        """
        revision = self.operations.revision
        self.clock.advance(10)
        self.assertEqual(revision, self.operations.revision)
        self.observatory.metrics.answered("share", 200, 0.01)
        self.clock.advance(10)
        families = {family.name: family for family in allFamilies(self.operations, Time())}
        expected = ("http_requests_total", {"kind": "share", "status": "2xx"}, 1.0)
        self.assertIn(expected, families["http_requests"].samples)

    def test_siteStoreIsLeftAlone(self) -> None:
        """
        Observing never changes the revision of the site store.
        """
        self.fail()
        self.clock.pump([30] * 10)
        self.observatory.families()
        self.assertEqual(self.revision, self.store.revision)

    def test_stopped(self) -> None:
        """
        When it ends, everything is written, and nothing is collected any more.
        """
        self.fail()
        self.observatory.stopService()
        self.assertEqual(1, self.operations.count(CollectedFailure))
        self.fail()
        self.assertEqual([], self.clock.getDelayedCalls())
        self.assertEqual(1, self.operations.findUnique(CollectedFailure).count)

    def test_old(self) -> None:
        """
        What is older than its days is forgotten.
        """
        self.fail()
        self.clock.pump([60] * 2)
        self.clock.advance(90_000)
        self.clock.pump([60] * 61)
        self.assertEqual(0, self.operations.count(CollectedFailure))
        oldest = self.operations.query(MetricSample).getColumn("when").min()
        self.assertTrue(oldest.asPOSIXTimestamp() > 1e9 + 3600)

    def test_oneStore(self) -> None:
        """
        A site has one operations store, however often it is asked for.
        """
        self.assertIs(operationsStore(self.store), self.operations)
