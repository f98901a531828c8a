"""
What happened minute by minute, kept for some days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from epsilon.extime import Time

from axiom.attributes import AND, json, text, timestamp
from axiom.item import Item
from axiom.store import Store
from mantissa_like.observing._metrics import BOUNDS, Family

__all__ = ["MetricSample", "Point", "Reading", "forgetSamples", "readingOf", "series", "writeSample"]

_HISTOGRAM = "http_request_seconds"
_GAUGES = {"open_stores": "stores", "live_connections": "connections", "process_memory_bytes": "memory"}
_COUNTERS = {
    "http_requests": "requests",
    "store_commits": "commits",
    "page_cache_hits": "hits",
    "page_cache_misses": "misses",
}
_MAIL = "mail"


class MetricSample(Item):
    """
    What one process did between two readings.

    @ivar when: the later of them.
    @ivar process: which process.
    @ivar values: by names: C{requests}, C{failures} (answered with 500 and above), C{commits}, C{hits} and
        C{misses} of the cache of pages, C{stores}, C{connections}, C{memory} (bytes), C{mail} (waiting, of
        the whole site), and C{le:} with a number of seconds: requests that did not take longer.
    """

    typeName = "observing_sample"

    when = timestamp(allowNone=False, indexed=True)
    process = text(allowNone=False, caseSensitive=True)
    values = json(allowNone=False, type=dict[str, float])


@dataclass(frozen=True)
class Reading:
    """
    What the counters and gauges of a process said at one moment, by the names of L{MetricSample.values}.
    """

    counters: Mapping[str, float] = field(default_factory=dict)
    gauges: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """
    What a site did in one span of time, all processes together.

    @ivar when: the end of the span, seconds since 1970.
    @ivar requests: a second.
    @ivar failures: requests a second answered with 500 and above.
    @ivar median: seconds in which half of the requests were answered; None without requests.
    @ivar slow: seconds in which 95 of 100 were; likewise.
    @ivar commits: a second.
    @ivar hits: shared pages a second that were shown from memory.
    @ivar misses: those a second that were made.
    @ivar stores: open at once.
    @ivar connections: live ones at once.
    @ivar memory: bytes.
    @ivar mail: waiting to be sent.
    """

    when: float
    requests: float
    failures: float
    median: float | None
    slow: float | None
    commits: float
    hits: float
    misses: float
    stores: float
    connections: float
    memory: float
    mail: float


def readingOf(families: Iterable[Family]) -> Reading:
    """
    What is kept of the metrics of a process.
    """
    counters = {"failures": 0.0, **dict.fromkeys(_COUNTERS.values(), 0.0)}
    gauges: dict[str, float] = {}
    for family in families:
        for name, labels, value in family.samples:
            if family.name in _COUNTERS:
                counters[_COUNTERS[family.name]] += value
                if labels.get("status") == "5xx":
                    counters["failures"] += value
            elif family.name in _GAUGES:
                gauges[_GAUGES[family.name]] = value
            elif family.name == _MAIL and labels["state"] == "waiting":
                gauges[_MAIL] = value
            elif family.name == _HISTOGRAM and name.endswith("_bucket"):
                key = f"le:{labels['le']}"
                counters[key] = counters.get(key, 0.0) + value
    return Reading(counters, gauges)


def writeSample(store: Store, process: str, before: Reading, after: Reading, now: Time) -> None:
    """
    Write what a process did between two readings.
    """
    values = {name: value - before.counters.get(name, 0.0) for name, value in after.counters.items()}
    values = {name: value for name, value in values.items() if value}
    store.transact(MetricSample, store=store, when=now, process=process, values={**values, **after.gauges})


def forgetSamples(store: Store, before: Time) -> None:
    """
    Forget what was that long ago.
    """
    store.query(MetricSample, MetricSample.when < before).deleteFromStore()


def series(store: Store, start: float, end: float, spans: int) -> list[Point]:
    """
    What happened between two moments, in spans of the same length; those without samples are left out.

    @param start: seconds since 1970.
    @param end: likewise.
    """
    length = (end - start) / spans
    grouped: dict[int, list[MetricSample]] = {}
    since, until = Time.fromPOSIXTimestamp(start), Time.fromPOSIXTimestamp(end)
    with store.snapshot():
        for sample in store.query(MetricSample, AND(MetricSample.when >= since, MetricSample.when < until)):
            span = min(int((sample.when.asPOSIXTimestamp() - start) / length), spans - 1)
            grouped.setdefault(span, []).append(sample)
        return [_point(grouped[span], start + (span + 1) * length, length) for span in sorted(grouped)]


def _point(samples: list[MetricSample], when: float, length: float) -> Point:
    counted: dict[str, float] = {}
    # A gauge is the mean of one process's values, and the sum of those of all processes, unless each tells of
    # the whole site.
    measured: dict[tuple[str, str], list[float]] = {}
    for sample in samples:
        for name, value in sample.values.items():
            if name in _GAUGES.values() or name == _MAIL:
                process = "" if name == _MAIL else sample.process
                measured.setdefault((process, name), []).append(value)
            else:
                counted[name] = counted.get(name, 0.0) + value
    gauges = dict.fromkeys((*_GAUGES.values(), _MAIL), 0.0)
    for (_, name), values in measured.items():
        gauges[name] += sum(values) / len(values)
    return Point(
        when=when,
        requests=counted.get("requests", 0.0) / length,
        failures=counted.get("failures", 0.0) / length,
        median=_quantile(counted, 0.5),
        slow=_quantile(counted, 0.95),
        commits=counted.get("commits", 0.0) / length,
        hits=counted.get("hits", 0.0) / length,
        misses=counted.get("misses", 0.0) / length,
        **gauges,
    )


def _quantile(counted: Mapping[str, float], part: float) -> float | None:
    """
    The seconds in which this part of the requests was answered, as far as the bounds tell.
    """
    wanted = counted.get("le:+Inf", 0.0) * part
    if not wanted:
        return None
    below, lower = 0.0, 0.0
    for bound in BOUNDS:
        within = counted.get(f"le:{bound}", 0.0)
        if within >= wanted:
            return lower + (bound - lower) * (wanted - below) / (within - below)
        below, lower = within, bound
    return lower
