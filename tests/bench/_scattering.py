"""
Asking many stores at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from mantissa_like.messaging import scatter
from mantissa_like.sharing import Identifier
from tests.bench._counters import Add, share
from tests.bench._measure import Figure
from tests.bench._processes import Process
from tests.bench._workplace import DOMAIN, workplace

__all__ = ["scatterFigures"]

_MOST_STORES = 5_000
_NUMBERS = 100, 1_000, 5_000
_POOL = 100
_FLAT = 16.0
_MEBIBYTE = 2**20


def scatterFigures() -> Iterator[Figure]:
    """
    Measure.
    """
    with TemporaryDirectory() as path, workplace(Path(path) / "site.axiom", _POOL) as place:
        names = [f"user{number}" for number in range(_MOST_STORES)]
        for name in names:
            subStore = place.addUser(name)
            share(subStore.open())
            subStore.close()
        asker = share(place.addUser("asker").open())
        place.start()
        process, sizes = Process.own(), []
        for number in (_NUMBERS[0], *_NUMBERS):
            # The first time, what is made once is made.
            targets = [Identifier("counter", name, DOMAIN) for name in names[:number]]
            started = time.perf_counter()
            asked = scatter(asker, targets, Add, "collate", number=0)
            place.until(lambda: not asked.operation.isPending)  # noqa: B023 (called at once)
            took = time.perf_counter() - started
            if asked.answered != number:
                raise RuntimeError(f"{asked.answered} of {number} stores answered: {asked.lastError}")
            sizes.append(process.memory / _MEBIBYTE)
            if len(sizes) > 1:
                most = 2.0 if number == 1_000 else None
                yield Figure(f"{number:,} stores asked, {_POOL} open at most", took, "s", most=most)
        growth = sizes[-1] - sizes[-2]
        yield Figure(
            f"memory for {_NUMBERS[-1]:,} rather than {_NUMBERS[-2]:,}", growth, "MiB more", most=_FLAT
        )
