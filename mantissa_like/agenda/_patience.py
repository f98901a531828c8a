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


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """
    A context whose code is interrupted if it takes longer, and again and again if it goes on all the same.

    Only Python code in the main thread can be interrupted, where the reactor runs. Elsewhere there is no
    limit.

    @raise TookTooLong: in the middle of the code.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    isOver = False

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
            yield
        finally:
            isOver = True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if outer:
            left = max(outer - (time.monotonic() - began), 0.001)
            signal.setitimer(signal.ITIMER_REAL, left, interval)
