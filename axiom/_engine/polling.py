"""
Looking for what nobody tells: one timer for all that is to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.internet.interfaces import IReactorTime
from twisted.internet.task import LoopingCall
from twisted.logger import Logger

__all__ = ["Polling"]

_INTERVAL = 0.02

Look = Callable[[], object]


class Polling:
    """
    Calls what was added fifty times a second, while there is anything.
    """

    _log = Logger()

    def __init__(self, clock: Callable[[], IReactorTime]) -> None:
        """
        @param clock: asked for when the first is added.
        """
        self._clock = clock
        self._looks: list[Look] = []
        self._failing: set[Look] = set()
        self._timer = LoopingCall(self._lookAtAll)

    def add(self, look: Look) -> None:
        """
        Call C{look} from now on. What it raises is logged, once until it succeeds again.
        """
        if not self._timer.running:
            self._timer.clock = self._clock()
            self._timer.start(_INTERVAL, now=False)
        self._looks.append(look)

    def remove(self, look: Look) -> None:
        """
        Undo L{add}.
        """
        self._looks.remove(look)
        self.forget(look)
        if not self._looks:
            self._timer.stop()

    def call(self, look: Look) -> None:
        """
        Call C{look} now; what it raises is logged, once until it succeeds again.
        """
        try:
            look()
        except Exception:
            if look not in self._failing:
                self._failing.add(look)
                self._log.failure("{look} failed; it is tried again, in silence", look=look)
        else:
            self._failing.discard(look)

    def forget(self, look: Look) -> None:
        """
        Remember no more whether C{look} failed.
        """
        self._failing.discard(look)

    def _lookAtAll(self) -> None:
        for look in list(self._looks):
            self.call(look)
