"""
The command C{vacuum}.
"""

from __future__ import annotations

import json
from itertools import chain

from axiom.care import StorePlace, vacuumStore
from axiom.errors import AxiomError, StoreBusy
from axiom.scripts._care import CareMixin
from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._counting import counted
from axiom.scripts._exits import ExitStatus

__all__ = ["Vacuum"]


class Vacuum(CareMixin, AxiomaticCommand):
    """
    Make the databases of the store and those below it as small as they can be, while they are used. No item
    changes its identity.
    """

    name = "vacuum"
    description = "Give back the room that deleted items took, in the store and its substores."
    optFlags = (("json", None, "Print one JSON object a line: one for each store."),)

    def execute(self) -> int:
        """
        Vacuum, and write a line for each store. One that is busy has a second turn after all others.
        """
        busy: list[StorePlace] = []
        done: list[tuple[int, int]] = []
        failures = 0
        for place in chain(self.each("vacuuming"), busy):
            try:
                done.append(sizes := vacuumStore(place))
                self._report(place, sizes)
            except AxiomError as e:
                if isinstance(e, StoreBusy) and place not in busy:
                    busy.append(place)
                    continue
                failures += 1
                self._report(place, e)
        if not self["json"]:
            before, after = map(sum, zip((0, 0), *done, strict=True))
            skipped = f"; {failures:,} skipped" if failures else ""
            self.write(f"{counted(len(done), 'store')}: {_change(before, after)}{skipped}")
        return ExitStatus.FAILED if failures else ExitStatus.DONE

    def _report(self, place: StorePlace, outcome: tuple[int, int] | AxiomError) -> None:
        sizes: tuple[int | None, int | None]
        if isinstance(outcome, AxiomError):
            sizes, error = (None, None), str(outcome)
            line = f"{place.name}: skipped: {outcome}. {outcome.hint}"
        else:
            sizes, error = outcome, None
            line = f"{place.name}: {_change(*outcome)}"
        told = {"store": place.name, "before": sizes[0], "after": sizes[1], "error": error}
        self.write(json.dumps(told) if self["json"] else line)


def _change(before: int, after: int) -> str:
    return f"{counted(before, 'byte')}, now {after:,}"
