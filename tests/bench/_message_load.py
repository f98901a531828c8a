"""
Two hundred senders to two hundred targets: how many messages a second, and how long one takes while they come
as fast as that is to be borne.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from tests.bench._counters import Counter, answered, share
from tests.bench._measure import Figure
from tests.bench._workplace import Workplace, workplace

__all__ = ["loadFigures"]

_USERS = 200
_EACH = 10
_RATE = 1000
_SECONDS = 5.0
_PERCENTILES = 100


class _Users:
    """
    The senders, each with its target.
    """

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._pairs = [self._pair(number) for number in range(_USERS)]
        place.start()
        self.queued(1)

    def _pair(self, number: int) -> tuple[Counter, str, str]:
        sender, target = f"sender{number}", f"target{number}"
        share(self._place.addUser(target).open())
        return share(self._place.addUser(sender).open()), sender, target

    def queued(self, each: int) -> float:
        """
        How many messages a second are answered, if so many of each sender wait.
        """
        answered.clear()
        started = time.perf_counter()
        for _ in range(each):
            for sender, *names in self._pairs:
                sender.send(*names)
        self._place.until(lambda: len(answered) >= each * _USERS)
        return each * _USERS / (time.perf_counter() - started)

    def offered(self) -> list[float]:
        """
        Let L{_RATE} messages a second come, whatever becomes of them.

        @return: the seconds from each one's time to be sent until it was concluded.
        """
        began = time.perf_counter() + 0.1
        # One after the other, each has its turn every fifth of a second.
        coming = [(began + number / _RATE, number % _USERS) for number in range(int(_RATE * _SECONDS))]
        waiting: list[list[float]] = [[] for _ in self._pairs]
        indexes = {sender: index for index, (sender, *_) in enumerate(self._pairs)}
        answered.clear()
        took: list[float] = []
        sent = 0
        while len(took) < len(coming):
            now = time.perf_counter()
            while sent < len(coming) and coming[sent][0] <= now:
                moment, index = coming[sent]
                sender, *names = self._pairs[index]
                sender.send(*names)
                waiting[index].append(moment)
                sent += 1
            self._place.turn(0.001)
            now = time.perf_counter()
            took += [now - waiting[indexes[each]].pop(0) for each in answered]
            answered.clear()
        return took


def loadFigures() -> Iterator[Figure]:
    """
    Measure.
    """
    for isFull in (False, True):
        also = ", on the disk" if isFull else ""
        least, most = (None, None) if isFull else (1000.0, 100.0)
        with TemporaryDirectory() as path, workplace(Path(path) / "site.axiom", waitForDisk=isFull) as place:
            users = _Users(place)
            rate = max(users.queued(_EACH) for _ in range(3))
            yield Figure(
                f"{_USERS} senders to {_USERS} targets, all queued{also}", rate, "a second", least=least
            )
            cuts = quantiles(users.offered(), n=_PERCENTILES)
            yield Figure(f"{_RATE:,} a second offered: half are answered within{also}", 1e3 * cuts[49], "ms")
            yield Figure(f"the same, 99 of 100{also}", 1e3 * cuts[98], "ms", most=most)
