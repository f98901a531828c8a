"""
Retries: how often, and when, something that failed is tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec

from mantissa_like.asyncitems._outcomes import OperationError

__all__ = ["Retry"]


class Retry(msgspec.Struct, frozen=True):
    """
    A rule for trying again; after the last attempt the operation is rejected with the error of that.

    @ivar attempts: how often at most, the first one included.
    @ivar first: the time from the first failure to the second attempt.
    @ivar factor: by which each time is longer than the one before.
    @ivar most: the longest time.
    @ivar jitter: the part of a time, from 0 to 1, that chance decides: so much less at most.
    @ivar on: the names of the classes of exceptions, or of their bases, that are worth trying again; empty
        for all.
    """

    attempts: int = 5
    first: timedelta = timedelta(seconds=1)
    factor: float = 2.0
    most: timedelta = timedelta(hours=1)
    jitter: float = 0.5
    on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        isPlausible = self.attempts >= 1 and self.factor >= 1 and 0 <= self.jitter <= 1
        if not isPlausible or self.first < timedelta(0) or self.most < timedelta(0):
            raise ValueError(
                "a rule for trying again has at least one attempt, a factor from 1 on, a jitter from 0 to 1,"
                " and no negative times"
            )

    def delay(self, attempts: int, error: OperationError, random: Callable[[], float]) -> timedelta | None:
        """
        How long to wait after an attempt that failed; None to give up.

        @param attempts: how many there were.
        @param random: gives numbers from 0 to 1.
        """
        if attempts >= self.attempts or (self.on and not error.isOne(*self.on)):
            return None
        # More would overflow; the longest time is reached long before.
        growth = min(self.factor ** min(attempts - 1, 64), 1e9)
        seconds = min(self.first.total_seconds() * growth, self.most.total_seconds())
        return timedelta(seconds=seconds * (1 - self.jitter * random()))
