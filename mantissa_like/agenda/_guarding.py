"""
Running application code, which may take too long, and of which a process may die.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from mantissa_like.agenda._flights import FlightRecord, Handling
from mantissa_like.agenda._patience import patience

__all__ = ["Guard"]


@dataclass(frozen=True)
class Guard:
    """
    What a process runs application code with.

    @ivar record: tells its successor what it was at.
    @ivar seconds: how long the code may take.
    @ivar limit: makes a context whose code may take so many seconds.
    """

    record: FlightRecord
    seconds: float
    limit: Callable[[float], AbstractContextManager[None]] = patience

    @contextmanager
    def guarding(self, handling: Handling) -> Iterator[None]:
        """
        A context for the code.

        @raise TookTooLong: in the middle of it.
        """
        with self.record.during(handling), self.limit(self.seconds):
            yield
