"""
How long application code may hold up its process.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from mantissa_like.agenda.errors import TookTooLong

__all__ = ["patience"]

_MORE = 1.0


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """
    A context whose code is interrupted if it takes longer, and again and again if it goes on all the same.
    The process is ended if it has used the processor for more than twice that time all the same, as code in C
    does that does not return.

    Only in the main thread, where the reactor runs. Elsewhere there is no limit.

    @raise TookTooLong: in the middle of the code.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    isOver, last = False, (0.0, 0.0)

    def interrupt(number: int, frame: FrameType | None) -> None:
        if not isOver:
            raise TookTooLong(seconds)

    began = time.monotonic()
    outer, interval = signal.getitimer(signal.ITIMER_REAL)
    handler = signal.signal(signal.SIGALRM, interrupt)
    try:
        # Wherever between these lines it is interrupted, the last ones are run in peace.
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
            # Nobody handles SIGPROF, so the system ends the process.
            last = signal.setitimer(signal.ITIMER_PROF, 2 * seconds + _MORE)
            yield
        finally:
            isOver = True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, *last)
        signal.signal(signal.SIGALRM, handler)
        if outer:
            left = max(outer - (time.monotonic() - began), 0.001)
            signal.setitimer(signal.ITIMER_REAL, left, interval)
