"""
Tests for what the processes of a site count together.
"""

from __future__ import annotations

from epsilon.extime import Time
from prometheus_client.parser import text_string_to_metric_families
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.observing import Metrics, exposed
from mantissa_like.observing._processes import ProcessValues, allFamilies, foldGone, writeValues


class ProcessesTests(SynchronousTestCase):
    """
    Two processes, that write what they counted into one store.
    """

    def setUp(self) -> None:
        """
        Two processes.
        """
        self.store = Store()
        self.addCleanup(self.store.close)
        self.first, self.second = Metrics(), Metrics()
        for metrics in (self.first, self.second):
            metrics.addGauge("open_stores", "Open.", lambda: 3)

    def write(self, seconds: float = 0.0) -> None:
        """
        Both write.
        """
        now = Time.fromPOSIXTimestamp(seconds)
        writeValues(self.store, "a", self.first.families(), now)
        writeValues(self.store, "b", self.second.families(), now)

    def read(self, seconds: float) -> dict[tuple[str, str], float]:
        """
        The values as Prometheus reads them, by name and one of the labels.
        """
        contentType, body = exposed(allFamilies(self.store, Time.fromPOSIXTimestamp(seconds)))
        self.assertIn("text/plain", contentType)
        return {
            (sample.name, sample.labels.get("process") or sample.labels.get("le") or sample.labels["status"]):
            sample.value
            for family in text_string_to_metric_families(body.decode())
            for sample in family.samples
            if sample.labels.get("kind") in ("page", None) and (sample.labels or None)
            and not sample.name.endswith(("_sum", "_count"))
        }  # fmt: skip

    def test_addedUp(self) -> None:
        """
        Counters are those of all processes together, gauges those of each.
        """
        self.first.answered("page", 200, 0.002)
        self.second.answered("page", 204, 0.2)
        self.second.answered("page", 500, 20.0)
        self.write()
        values = self.read(0)
        self.assertEqual((2.0, 1.0), tuple(values["http_requests_total", each] for each in ("2xx", "5xx")))
        self.assertEqual(
            [1.0, 2.0, 3.0], [values["http_request_seconds_bucket", le] for le in ("0.0025", "0.25", "+Inf")]
        )
        self.assertEqual((3.0, 3.0), (values["open_stores", "a"], values["open_stores", "b"]))

    def test_gone(self) -> None:
        """
        What a process counted stays counted when it is gone, and long after; its gauges do not.
        """
        self.first.answered("page", 200, 0.1)
        self.write()
        for later in (100, 10_000):
            values = self.read(later)
            self.assertEqual(1.0, values["http_requests_total", "2xx"])
            self.assertNotIn(("open_stores", "a"), values)
            foldGone(self.store, Time.fromPOSIXTimestamp(later))
        self.assertEqual(["gone"], list(self.store.query(ProcessValues).getColumn("process")))
        self.write(10_001)
        foldGone(self.store, Time.fromPOSIXTimestamp(20_000))
        self.assertEqual(2.0, self.read(20_000)["http_requests_total", "2xx"])
