"""
Tests for L{mantissa_like.web._console.metrics}.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.observing._samples import Reading, writeSample
from tests.unit.mantissa_like.web.memory_site import MemorySite

JSON = {"Accept": "application/json"}


class MetricsPageTests(SynchronousTestCase):
    """
    Tests for L{MetricsPage}.
    """

    def setUp(self) -> None:
        """
        A site that did something 25 minutes and two hours ago, and its administrator.
        """
        self.site = MemorySite()
        self.site.addAdministrator("ada")
        assert self.site.context.observatory is not None
        for ago in (1500, 7200):
            when = Time.fromPOSIXTimestamp(self.site.clock.seconds() - ago)
            did = Reading({"requests": 600.0, "commits": 60.0}, {"stores": 7.0, "memory": 2.0**26})
            writeSample(self.site.context.observatory.store, "a", Reading(), did, when)
        self.client = self.site.logIn("ada")

    def test_data(self) -> None:
        """
        A program gets the points of one span of time.
        """
        hour = self.client.get("/console/metrics", JSON).json()
        [point] = hour["points"]
        self.assertEqual(
            (10.0, 1.0, 7.0, None), tuple(point[k] for k in ("requests", "commits", "stores", "slow"))
        )
        self.assertEqual(2, len(self.client.get("/console/metrics?span=day", JSON).json()["points"]))

    def test_page(self) -> None:
        """
        People see charts, which say in words what they show, with the same numbers in tables.
        """
        page = self.client.get("/console/metrics").text
        self.assertEqual(7, page.count("<figure"))
        self.assertIn('aria-label="Requests: all 10/s, failed 0/s"', page)
        self.assertIn('<td class="number">64.0 MiB</td>', page)
        self.assertNotIn("style=", page)

    def test_noSuchSpan(self) -> None:
        """
        Another span is refused.
        """
        self.assertEqual(400, self.client.get("/console/metrics?span=year").status)
