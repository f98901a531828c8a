"""
The command C{stores}.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any

from axiom.care import Summary, summarize
from axiom.scripts._care import CareMixin
from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._table import tableLines

__all__ = ["Stores"]

_HEADER = ("store", "bytes", "files", "items", "revision", "opened (UTC)", "waits for upgrade")

# Numbers fall, names rise.
_ORDERS: dict[str, Callable[[Summary], Any]] = {
    "store": lambda summary: summary.store,
    "bytes": lambda summary: -summary.bytes,
    "files": lambda summary: -summary.files,
    "items": lambda summary: -(summary.items or 0),
    "revision": lambda summary: -(summary.revision or 0),
    "opened": lambda summary: -summary.opened,
}


def _order(word: str) -> str:
    if word not in _ORDERS:
        raise ValueError(f"{word} is none of {', '.join(_ORDERS)}")
    return word


class Stores(CareMixin, AxiomaticCommand):
    """
    List the store and those below it. Nothing is changed or upgraded.
    """

    name = "stores"
    description = "List the store and its substores, with what is in them."
    optParameters = (
        ("sort", "s", "store", f"By what: {', '.join(_ORDERS)}.", _order),
        ("match", "m", "*", "Only stores with names like this, such as 'account/example.org/*'."),
    )
    optFlags = (
        ("pending", "p", "Only stores with items that wait for an upgrade, or that can't be read."),
        ("json", None, "Print one JSON array."),
    )

    def execute(self) -> None:
        """
        Write a line for each store.
        """
        found = [summarize(place) for place in self.each("reading") if fnmatchcase(place.name, self["match"])]
        if self["pending"]:
            found = [summary for summary in found if summary.pending or summary.error]
        found.sort(key=_ORDERS[self["sort"]])
        out = self.root.terminal.out
        if self["json"]:
            out.write(f"{json.dumps([asdict(summary) for summary in found])}\n")
        else:
            out.writelines(f"{line}\n" for line in tableLines(_HEADER, map(_row, found)))


def _row(summary: Summary) -> tuple[object, ...]:
    opened = datetime.fromtimestamp(summary.opened, UTC).strftime("%Y-%m-%d %H:%M")
    waiting = ", ".join(f"{count} {label}" for label, count in summary.pending.items())
    return (
        summary.store,
        summary.bytes,
        summary.files,
        summary.items,
        summary.revision,
        opened,
        summary.error or waiting,
    )
