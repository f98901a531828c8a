"""
A place for one worker, which is never left empty for long.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.internet.interfaces import IDelayedCall
from twisted.logger import Logger

from axiom.supervision._worker import Worker

__all__ = ["Slot"]

_QUICKLY = 10.0
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0


class Slot:
    """
    Starts another worker when the one that it has ends: at once, or later and later where they end soon after
    they were started.

    @ivar number: from 1.
    @ivar worker: the one that it has, or had last; None before the first.
    """

    _log = Logger()

    def __init__(self, number: int, start: Callable[[int], Worker], clock: Any) -> None:
        """
        @param start: starts a worker with this number.
        """
        self.number, self._start, self._clock = number, start, clock
        self.worker: Worker | None = None
        self._quickEnds = 0
        self._restart: IDelayedCall | None = None
        self._closed = False

    def fill(self) -> Worker:
        """
        Start a worker.
        """
        self._restart = None
        worker = self._start(self.number)
        self.take(worker)
        return worker

    def take(self, worker: Worker) -> None:
        """
        Have a worker that runs instead of the present one, which finishes what it does and ends.
        """
        before, self.worker = self.worker, worker
        if before is not None:
            before.drain()
        self._cancel()
        worker.ended.addCallback(lambda _: self._ended(worker))

    def close(self) -> None:
        """
        Let the worker end, and start no other.
        """
        self._closed = True
        self._cancel()
        if self.worker is not None:
            self.worker.drain()

    def _ended(self, worker: Worker) -> None:
        if self._closed or worker is not self.worker:
            return
        lasted = self._clock.seconds() - worker.began
        self._quickEnds = self._quickEnds + 1 if lasted < _QUICKLY else 0
        wait = 0.0 if self._quickEnds < 2 else min(_FIRST_WAIT * 2 ** (self._quickEnds - 2), _LONGEST_WAIT)
        self._log.info("worker {number} is started again in {wait} s", number=self.number, wait=wait)
        self._restart = self._clock.callLater(wait, self.fill)

    def _cancel(self) -> None:
        if self._restart is not None:
            self._restart.cancel()
            self._restart = None
