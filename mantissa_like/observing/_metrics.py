"""
What one process counts and measures.

Counting a request is on the way of every request, so what it takes is looked up before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

__all__ = ["BOUNDS", "Family", "Metrics"]

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: requests are counted by the first of these that they did not exceed."""

_KINDS = ("page", "share", "static", "live", "other")
_CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")


@dataclass(frozen=True)
class Family:
    """
    The values of one metric.

    @ivar name: as Prometheus has it, without the C{_total} of a counter.
    @ivar about: one sentence for people.
    @ivar kind: C{counter}, C{gauge} or C{histogram}.
    @ivar samples: names, labels and values.
    """

    name: str
    about: str
    kind: str
    samples: tuple[tuple[str, dict[str, str], float], ...]


_MetricFamily = type[CounterMetricFamily] | type[GaugeMetricFamily]


class Metrics:
    """
    The counters and gauges of this process.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._readings: dict[str, _Read] = {}
        requests = Counter("http_requests", "Requests answered.", ["kind", "status"], registry=self._registry)
        seconds = Histogram(
            "http_request_seconds",
            "How long it took to answer.",
            ["kind"],
            registry=self._registry,
            buckets=BOUNDS,
        )
        self._answered = {kind: [requests.labels(kind, status).inc for status in _CLASSES] for kind in _KINDS}
        self._took = {kind: seconds.labels(kind).observe for kind in _KINDS}

    def answered(self, kind: str, status: int, seconds: float) -> None:
        """
        Count a request.

        @param kind: what answered: C{page}, C{share}, C{static}, C{live} or C{other}.
        @param status: of the response, from 100 to 599.
        @param seconds: from its first line to its last byte.
        """
        self._answered[kind][status // 100 - 1]()
        self._took[kind](seconds)

    def addCounter(self, name: str, about: str, read: Callable[[], float]) -> None:
        """
        Show something that is counted elsewhere; what is added under one name is added up.

        @param name: such as C{store_commits}.
        @param about: one sentence for people.
        @param read: returns how many there were since the process began.
        """
        self._add(CounterMetricFamily, name, about, read)

    def addGauge(self, name: str, about: str, read: Callable[[], float]) -> None:
        """
        Show something that goes up and down; see L{addCounter}.
        """
        self._add(GaugeMetricFamily, name, about, read)

    def _add(self, family: _MetricFamily, name: str, about: str, read: Callable[[], float]) -> None:
        found = self._readings.get(name)
        if found is None:
            found = self._readings[name] = _Read(family, name, about)
            self._registry.register(found)
        found.readers.append(read)

    def families(self) -> Iterator[Family]:
        """
        What there is to show now.
        """
        for metric in self._registry.collect():
            samples = tuple(
                (sample.name, dict(sample.labels), float(sample.value))
                for sample in metric.samples
                if not sample.name.endswith("_created")
            )
            yield Family(metric.name, metric.documentation, metric.type, samples)


class _Read(Collector):
    """
    One metric whose value is asked for when it is shown.

    @ivar readers: return the values that it is the sum of.
    """

    def __init__(self, family: _MetricFamily, name: str, about: str) -> None:
        self._family, self._name, self._about = family, name, about
        self.readers: list[Callable[[], float]] = []

    def describe(self) -> Iterable[Metric]:
        """
        Its name, so that no other metric takes it.
        """
        return [self._family(self._name, self._about)]

    def collect(self) -> Iterable[Metric]:
        """
        Its value.
        """
        return [self._family(self._name, self._about, value=sum(read() for read in self.readers))]
