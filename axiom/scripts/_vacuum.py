"""
The command C{vacuum}.
"""

from __future__ import annotations

import json

from axiom.care import StorePlace, vacuumStore
from axiom.errors import AxiomError, StoreBusy
from axiom.scripts._care import CareMixin
from axiom.scripts._commands import AxiomaticCommand
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
        failures = 0
        for place in self.each("vacuuming"):
            try:
                self._report(place, vacuumStore(place))
            except StoreBusy:
                busy.append(place)
            except AxiomError as e:
                failures += 1
                self._report(place, error=e)
        for place in busy:
            try:
                self._report(place, vacuumStore(place))
            except AxiomError as e:
                failures += 1
                self._report(place, error=e)
        return ExitStatus.FAILED if failures else ExitStatus.DONE

    def _report(
        self, place: StorePlace, sizes: tuple[int, int] | None = None, error: AxiomError | None = None
    ) -> None:
        before, after = sizes or (None, None)
        if self["json"]:
            told = {"store": place.label, "before": before, "after": after, "error": error and str(error)}
            line = json.dumps(told)
        elif error is None:
            line = f"{place.label}: {before} bytes, now {after}"
        else:
            line = f"{place.label}: skipped: {error}. {error.hint}"
        self.write(line)
