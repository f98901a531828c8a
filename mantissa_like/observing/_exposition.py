"""
Metrics as Prometheus reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from mantissa_like.observing._metrics import Family

__all__ = ["exposed"]


@dataclass(frozen=True, eq=False)
class _Families(Collector):
    """
    Values that somebody has collected already.
    """

    families: Sequence[Family]

    def collect(self) -> Iterable[Metric]:
        """
        The values.
        """
        for family in self.families:
            metric = Metric(family.name, family.about, family.kind)
            for name, labels, value in family.samples:
                metric.add_sample(name, labels, value)
            yield metric


def exposed(families: Sequence[Family]) -> tuple[str, bytes]:
    """
    Write values down in Prometheus' text format.

    @return: the content type, and the text.
    """
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Families(families))
    return CONTENT_TYPE_LATEST, generate_latest(registry)
