"""
What the processes of a site have counted together.

Each writes its values into the operations store; counters are added up, and those of processes that are gone
stay in the sum, so that no total ever goes down. What goes up and down is told for each process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from epsilon.extime import Time

from axiom.attributes import json, text, timestamp
from axiom.item import Item
from axiom.store import Store
from mantissa_like.observing._metrics import Family

__all__ = ["ProcessValues", "allFamilies", "foldGone", "writeValues"]

_GONE = "gone"
_ALIVE = timedelta(seconds=90)
_FORGOTTEN = timedelta(hours=1)

_Samples = list[tuple[str, dict[str, str], float]]


class ProcessValues(Item):
    """
    The values of one process, or the sum of those that are gone.

    @ivar process: tells it from others; C{gone} for the sum.
    @ivar seen: when it wrote them.
    @ivar families: name, sentence, kind and samples of each metric.
    """

    typeName = "observing_process_values"

    process = text(allowNone=False, caseSensitive=True, unique=True)
    seen = timestamp(allowNone=False, indexed=True)
    families = json(allowNone=False, type=list[tuple[str, str, str, _Samples]])


def writeValues(store: Store, process: str, families: Iterable[Family], now: Time) -> None:
    """
    Write what a process has counted.
    """
    values = [(each.name, each.about, each.kind, list(each.samples)) for each in families]

    def write() -> None:
        known: ProcessValues | None = store.findFirst(ProcessValues, ProcessValues.process == process)
        if known is None:
            ProcessValues(store=store, process=process, seen=now, families=values)
        else:
            known.seen, known.families = now, values

    store.transact(write)


def allFamilies(store: Store, now: Time) -> list[Family]:
    """
    The values of all processes: counters added up, gauges of those that run with the label C{process}.
    """
    with store.snapshot():
        rows = list(store.query(ProcessValues, sort=ProcessValues.storeID.ascending))
        return _sum(rows, now)


def foldGone(store: Store, now: Time) -> None:
    """
    Add the counters of processes that have long been gone to those of all that are.
    """

    def fold() -> None:
        old = list(
            store.query(
                ProcessValues,
                (ProcessValues.seen < now - _FORGOTTEN),
                sort=ProcessValues.storeID.ascending,
            )
        )
        if not [row for row in old if row.process != _GONE]:
            return
        summed = [each for each in _sum(old, now) if each.kind != "gauge"]
        for row in old:
            row.deleteFromStore()
        ProcessValues(
            store=store,
            process=_GONE,
            seen=now - _FORGOTTEN - _ALIVE,
            families=[(each.name, each.about, each.kind, list(each.samples)) for each in summed],
        )

    store.transact(fold)


def _sum(rows: Iterable[ProcessValues], now: Time) -> list[Family]:
    about: dict[str, tuple[str, str]] = {}
    sums: dict[str, dict[tuple[str, tuple[tuple[str, str], ...]], float]] = {}
    for row in rows:
        isAlive = (now - row.seen) < _ALIVE
        for name, sentence, kind, samples in row.families:
            if kind == "gauge" and not isAlive:
                continue
            about.setdefault(name, (sentence, kind))
            values = sums.setdefault(name, {})
            for sample, labels, value in samples:
                more = {"process": row.process} if kind == "gauge" else {}
                key = (sample, tuple({**labels, **more}.items()))
                values[key] = values.get(key, 0.0) + value
    return [Family(name, *about[name], tuple(_samples(values))) for name, values in sums.items()]


def _samples(
    values: dict[tuple[str, tuple[tuple[str, str], ...]], float],
) -> Iterator[tuple[str, dict[str, str], float]]:
    for (name, labels), value in values.items():
        yield name, dict(labels), value
