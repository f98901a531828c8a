"""
Measuring two ways to do one thing, turn about, so that a noisy machine troubles both alike.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

__all__ = ["Row", "Timed", "measure", "table"]

Timed = Callable[[], int]


@dataclass(frozen=True)
class Row:
    """
    One comparison.

    @ivar baseline: microseconds per operation, the median of the rounds.
    @ivar ours: the same of ours.
    @ivar ratio: ours to the baseline, the median of the rounds' ratios.
    @ivar target: the greatest ratio that is good enough; None where there is none.
    """

    name: str
    baseline: float
    ours: float
    ratio: float
    target: float | None

    @property
    def isMet(self) -> bool:
        """
        Whether the target was met, if there is one.
        """
        return self.target is None or self.ratio <= self.target


def measure(name: str, baseline: Timed, ours: Timed, target: float | None, rounds: int = 7) -> Row:
    """
    Run both in turn and compare.

    @param baseline: does the work once and returns how many operations it was.
    """
    pairs = [(_microseconds(baseline), _microseconds(ours)) for _ in range(rounds)]
    return Row(
        name,
        median(first for first, _ in pairs),
        median(second for _, second in pairs),
        median(second / first for first, second in pairs),
        target,
    )


def _microseconds(work: Timed) -> float:
    gc.collect()
    started = perf_counter()
    operations = work()
    return (perf_counter() - started) * 1e6 / operations


def table(rows: Sequence[Row], baseline: str) -> str:
    """
    The rows as text, one a line.
    """
    width = max(len(row.name) for row in rows)
    lines = [f"{'':{width}}  {baseline:>12}  {'ours':>9}  {'ratio':>6}  target"]
    for row in rows:
        target = "" if row.target is None else f"<= {row.target:g}{'' if row.isMet else '  MISSED'}"
        figures = f"{row.baseline:9.1f} µs  {row.ours:6.1f} µs  {row.ratio:6.2f}  {target}"
        lines.append(f"{row.name:{width}}  {figures}")
    return "\n".join(lines)
