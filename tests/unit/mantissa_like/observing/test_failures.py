"""
Tests for L{mantissa_like.observing._failures}.
"""

from __future__ import annotations

from dataclasses import replace

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.observing import CollectedFailure
from mantissa_like.observing._failures import Caught, forgetFailures, recordFailures

CAUGHT = Caught("f1", "ValueError", "no", "a.py:1 in f", "Traceback", "n1", first=100.0, last=110.0, count=2)


class FailuresTests(SynchronousTestCase):
    """
    Tests for L{recordFailures} and L{forgetFailures}.
    """

    def setUp(self) -> None:
        """
        An operations store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)

    def only(self) -> CollectedFailure:
        """
        The one kind of failure that is known.
        """
        found: CollectedFailure = self.store.findUnique(CollectedFailure)
        return found

    def test_again(self) -> None:
        """
        What happens again is counted; the last time is shown, the first is known.
        """
        recordFailures(self.store, [CAUGHT])
        recordFailures(self.store, [replace(CAUGHT, request="n2", last=200.0, summary="never")])
        known = self.only()
        self.assertEqual((4, "n2", "never"), (known.count, known.request, known.summary))
        self.assertEqual(
            (100.0, 200.0), (known.firstSeen.asPOSIXTimestamp(), known.lastSeen.asPOSIXTimestamp())
        )

    def test_resolved(self) -> None:
        """
        What was called done is open again when it happens again.
        """
        recordFailures(self.store, [CAUGHT])
        self.only().isResolved = True
        recordFailures(self.store, [CAUGHT])
        self.assertFalse(self.only().isResolved)

    def test_forgotten(self) -> None:
        """
        What did not happen since is forgotten.
        """
        recordFailures(self.store, [CAUGHT, replace(CAUGHT, fingerprint="f2", last=500.0)])
        forgetFailures(self.store, Time.fromPOSIXTimestamp(300))
        self.assertEqual("f2", self.only().fingerprint)
