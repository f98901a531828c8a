"""
Tests for L{mantissa_like.observing._samples}.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.observing import Metrics, Point, series
from mantissa_like.observing._samples import MetricSample, Reading, forgetSamples, readingOf, writeSample


class SamplesTests(SynchronousTestCase):
    """
    Tests for L{writeSample} and L{series}.
    """

    def setUp(self) -> None:
        """
        An operations store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)

    def sample(self, when: float, process: str, **after: float) -> None:
        """
        Write what a process did since it began.
        """
        measured = {"stores", "memory", "mail"} & after.keys()
        gauges: dict[str, float] = {name: after.pop(name) for name in measured}
        counters = {name.replace("le_", "le:").replace("_", "."): value for name, value in after.items()}
        writeSample(self.store, process, Reading(), Reading(counters, gauges), Time.fromPOSIXTimestamp(when))

    def test_reading(self) -> None:
        """
        A reading has the sums of what a process counted.
        """
        metrics = Metrics()
        metrics.addGauge("open_stores", "Open.", lambda: 3)
        for status in (200, 301, 503):
            metrics.answered("page", status, 0.003)
        reading = readingOf(metrics.families())
        self.assertEqual((3.0, 1.0), (reading.counters["requests"], reading.counters["failures"]))
        self.assertEqual((0.0, 3.0), (reading.counters["le:0.0025"], reading.counters["le:0.005"]))
        self.assertEqual({"stores": 3.0}, reading.gauges)

    def test_difference(self) -> None:
        """
        A sample is what happened since the one before.
        """
        now = Time.fromPOSIXTimestamp(60)
        writeSample(self.store, "a", Reading({"requests": 4.0}), Reading({"requests": 10.0}), now)
        self.assertEqual({"requests": 6.0}, self.store.findUnique(MetricSample).values)

    def test_points(self) -> None:
        """
        A point is what all processes did in its span: counters a second, gauges on the mean of each process,
        and what each tells of the whole site once.
        """
        self.sample(10, "a", requests=30, commits=6, stores=2, memory=100, mail=3)
        self.sample(50, "a", requests=30, stores=4, memory=300)
        self.sample(50, "b", requests=60, failures=12, hits=90, misses=30, stores=10, memory=1000, mail=3)
        self.sample(130, "b", requests=6)
        first, second = series(self.store, 0, 180, 3)
        counted = {"requests": 2.0, "failures": 0.2, "commits": 0.1, "hits": 1.5, "misses": 0.5}
        measured = {"stores": 13.0, "connections": 0.0, "memory": 1200.0, "mail": 3.0}
        self.assertEqual(Point(60, median=None, slow=None, **counted, **measured), first)
        self.assertEqual((180, 0.1), (second.when, second.requests))

    def test_latency(self) -> None:
        """
        How long answers took is read off the bounds between which they were.
        """
        bounds = {"le_0_05": 0.0, "le_0_1": 50.0, "le_0_25": 100.0, "le_0_5": 100.0, "le_+Inf": 100.0}
        counters = {name.replace("le_", "le:").replace("_", "."): each for name, each in bounds.items()}
        counters |= {f"le:{bound}": 100.0 for bound in (1.0, 2.5, 5.0, 10.0)}
        writeSample(self.store, "a", Reading(), Reading(counters), Time.fromPOSIXTimestamp(1))
        [point] = series(self.store, 0, 60, 1)
        self.assertAlmostEqual(0.1, point.median or 0)
        self.assertAlmostEqual(0.235, point.slow or 0)

    def test_forgotten(self) -> None:
        """
        Old samples are forgotten.
        """
        self.sample(10, "a", requests=1)
        self.sample(90, "a", requests=1)
        forgetSamples(self.store, Time.fromPOSIXTimestamp(60))
        self.assertEqual(1, self.store.count(MetricSample))
