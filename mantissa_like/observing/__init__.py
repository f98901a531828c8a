"""
What a site tells about itself while it runs: what it counts, and what failed.
"""

from mantissa_like.observing._collector import FailureCollector
from mantissa_like.observing._exposition import exposed
from mantissa_like.observing._failures import CollectedFailure
from mantissa_like.observing._metrics import Metrics
from mantissa_like.observing._observatory import Observatory
from mantissa_like.observing._operations import operationsStore
from mantissa_like.observing._samples import Point, series

__all__ = [
    "CollectedFailure",
    "FailureCollector",
    "Metrics",
    "Observatory",
    "Point",
    "exposed",
    "operationsStore",
    "series",
]
