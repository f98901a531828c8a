"""
Timers that go on when the machine's clock is set back.

Twisted calls later at a time of day. So what was to be called in a second would be called in an hour and a
second if the clock is set back by an hour, and until then a server does next to nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

__all__ = ["keepTimers"]


def keepTimers(clock: Any) -> None:
    """
    From now on, have C{clock} call what it calls later after as many seconds, also if it goes back meanwhile.
    It finds that out whenever it is asked for the time, which a reactor is in each of its rounds. Repeating
    it is safe.

    @param clock: an L{IReactorTime<twisted.internet.interfaces.IReactorTime>}, of this thread.
    """
    if not isinstance(clock.seconds, _Seconds):
        clock.seconds = _Seconds(clock, clock.seconds)


class _Seconds:
    """
    Tells the time in place of a clock.
    """

    def __init__(self, clock: Any, tell: Callable[[], float]) -> None:
        self._clock, self._tell, self._thread = clock, tell, threading.get_ident()
        self._last = tell()

    def __call__(self) -> float:
        now = self._tell()
        # Timers are of one thread, and others may ask, too.
        if threading.get_ident() == self._thread:
            back, self._last = now - self._last, now
            if back < 0:
                for call in list(self._clock.getDelayedCalls()):
                    call.delay(back)
        return now
