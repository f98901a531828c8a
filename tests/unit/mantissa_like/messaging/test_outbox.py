"""
Tests for delivering messages.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.messaging import outgoingMessages
from tests.unit.mantissa_like.messaging.correspondents import Pair, Site


class OutboxWorkTests(SynchronousTestCase):
    """
    Tests for L{OutboxWork} with the router between the stores of a site.
    """

    def setUp(self) -> None:
        self.site = Site()
        self.pair = Pair(self.site)
        self.site.start()
        self.addCleanup(self.site.close)

    def test_answered(self) -> None:
        """
        What is sent takes effect, its answer reaches the consequence, and nothing is left of it.
        """
        self.pair.send("hello")
        self.site.work()
        self.assertEqual(["hello"], self.pair.diary.entries)
        self.assertEqual(["read: HELLO"], self.pair.letters.answers)
        self.assertEqual([], list(outgoingMessages(self.pair.alice)))
