"""
Measuring two ways to do one thing, turn about, so that a noisy machine troubles both alike.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

__all__ = ["Cost", "Figure", "Row", "Target", "Timed", "figures", "measure", "table"]

Timed = Callable[[], int]


@dataclass(frozen=True)
class Cost:
    """
    What one operation takes.

    @ivar wall: microseconds by the clock on the wall.
    @ivar cpu: microseconds of this process; None where others do the work.
    """

    wall: float
    cpu: float | None = None

    def __str__(self) -> str:
        return f"{_figure(self.wall)} µs" + ("" if self.cpu is None else f" ({_figure(self.cpu)})")


@dataclass(frozen=True)
class Target:
    """
    What is good enough; None where that does not matter.

    @ivar ratio: at most so many times the baseline, by the clock on the wall.
    @ivar wall: at most so many microseconds.
    @ivar cpu: at most so many microseconds of this process.
    """

    ratio: float | None = None
    wall: float | None = None
    cpu: float | None = None

    def __str__(self) -> str:
        parts = (
            None if self.ratio is None else f"{self.ratio:g} x",
            None if self.wall is None else f"{self.wall:,g} µs",
            None if self.cpu is None else f"{self.cpu:,g} µs CPU",
        )
        return ", ".join(part for part in parts if part is not None)


@dataclass(frozen=True)
class Row:
    """
    One comparison.

    @ivar baseline: the median of the rounds.
    @ivar ours: the same of ours.
    @ivar ratio: ours to the baseline, the median of the rounds' ratios.
    """

    name: str
    baseline: Cost
    ours: Cost
    ratio: float
    target: Target

    @property
    def isMet(self) -> bool:
        """
        Whether ours is as good as the target.
        """
        pairs = (
            (self.ratio, self.target.ratio),
            (self.ours.wall, self.target.wall),
            (self.ours.cpu, self.target.cpu),
        )
        return all(most is None or (found is not None and found <= most) for found, most in pairs)


@dataclass(frozen=True)
class Figure:
    """
    One figure that is compared with nothing but its target.

    @ivar unit: what it counts.
    @ivar most: at most so many are good enough; None where that does not matter.
    @ivar least: at least so many are; the same.
    """

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def isMet(self) -> bool:
        """
        Whether it is as good as the target.
        """
        return (self.most is None or self.value <= self.most) and (
            self.least is None or self.value >= self.least
        )

    @property
    def target(self) -> str:
        """
        The target as text; empty if there is none.
        """
        parts = ("at most", self.most), ("at least", self.least)
        return ", ".join(f"{words} {limit:,g}" for words, limit in parts if limit is not None)


def measure(name: str, baseline: Timed, ours: Timed, target: Target, rounds: int = 7) -> Row:
    """
    Run both in turn and compare.

    @param baseline: does the work once and returns how many operations it was.
    """
    pairs = [(_cost(baseline), _cost(ours)) for _ in range(rounds)]
    return Row(
        name,
        _median([first for first, _ in pairs]),
        _median([second for _, second in pairs]),
        median(second.wall / first.wall for first, second in pairs),
        target,
    )


def _cost(work: Timed) -> Cost:
    gc.collect()
    started, startedCPU = perf_counter(), process_time()
    operations = work()
    wall, cpu = perf_counter() - started, process_time() - startedCPU
    return Cost(wall * 1e6 / operations, cpu * 1e6 / operations)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(cost.wall for cost in costs), median(cost.cpu or 0 for cost in costs))


def table(rows: Sequence[Row], baseline: str) -> str:
    """
    The rows as text, one a line; in brackets the microseconds of this process.
    """
    width = max(len(row.name) for row in rows)
    lines = [f"{'':{width}}  {baseline:>20}  {'ours':>20}  {'ratio':>5}  at most"]
    for row in rows:
        figures = f"{row.baseline!s:>20}  {row.ours!s:>20}  {row.ratio:5.2f}  {row.target}"
        lines.append(f"{row.name:{width}}  {figures}{'' if row.isMet else '  MISSED'}".rstrip())
    return "\n".join(lines)


def figures(found: Sequence[Figure]) -> str:
    """
    Figures as text, one a line.
    """
    width = max(len(each.name) for each in found)
    lines = []
    for each in found:
        value = f"{each.value:,.3g}" if each.value < 100 else f"{each.value:,.0f}"
        line = f"{each.name:{width}}  {value:>8} {each.unit:10}  {each.target}"
        lines.append(f"{line}{'' if each.isMet else '  MISSED'}".rstrip())
    return "\n".join(lines)


def _figure(number: float) -> str:
    return f"{number:.1f}" if number < 100 else f"{number:,.0f}"
