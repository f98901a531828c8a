"""
Tests for L{mantissa_like.site._works}.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.agenda import openAgenda
from mantissa_like.config import SiteConfig
from mantissa_like.messaging import OutboxWork
from mantissa_like.observing import Observatory
from mantissa_like.site import storeWorks
from mantissa_like.site._works import observeWorks
from mantissa_like.testing import TrialSite


class ObserveWorksTests(SynchronousTestCase):
    """
    Tests for L{observeWorks}.
    """

    def test_shown(self) -> None:
        """
        The metrics of a site have the messages and operations of all stores by their states, and how many
        messages this process has delivered.
        """
        with TrialSite() as site:
            works = storeWorks(site.store, site.pool, SiteConfig())
            observatory = Observatory(site.store, site.clock, keepDays=1)
            observeWorks(observatory, site.store, works)
            entries = openAgenda(site.store).entries
            for number, dead in ((1, 2), (2, 3)):
                entries.hasten(number, 1)
                entries.settle(number, 5, 1, {("messages", "dead"): dead, ("operations", "stuck"): 1})
            [outbox] = (each for each in works if isinstance(each, OutboxWork))
            outbox.delivered = 7
            found = {
                (name, labels.get("state")): value
                for family in observatory.families()
                for name, labels, value in family.samples
            }
        self.assertEqual(5, found["messages", "dead"])
        self.assertEqual(2, found["operations", "stuck"])
        self.assertEqual(7, found["messages_delivered_total", None])
