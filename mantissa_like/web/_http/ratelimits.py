"""
How often somebody may ask.
"""

from __future__ import annotations

from twisted.internet.interfaces import IReactorTime

__all__ = ["TokenBuckets"]

_MOST_KEYS = 50_000


class TokenBuckets:
    """
    One bucket for each key: a request takes a token, and tokens come back at a steady rate. Those who asked
    longest ago are forgotten when there are too many.
    """

    def __init__(self, perSecond: float, burst: int, clock: IReactorTime, most: int = _MOST_KEYS) -> None:
        """
        @param perSecond: how many tokens come back.
        @param burst: how many there are in a full bucket.
        @param most: how many keys are remembered.
        """
        self._perSecond, self._burst = perSecond, float(burst)
        self._clock, self._most = clock, most
        # What was in each bucket, and when.
        self._buckets: dict[str, tuple[float, float]] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str) -> float:
        """
        Take a token, if there is one.

        @return: 0 if there was; else how many seconds it takes until there is.
        """
        now = self._clock.seconds()
        left, then = self._buckets.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._perSecond)
        wait = max(0.0, (1 - left) / self._perSecond)
        self._buckets[key] = (left if wait else left - 1, now)
        if len(self._buckets) > self._most:
            del self._buckets[next(iter(self._buckets))]
        return wait
