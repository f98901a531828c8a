"""
The command C{check}.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, cast

import axiom.plugins
from axiom.care import TOP, Problem, StorePlace, checkStore
from axiom.errors import AxiomError
from axiom.iaxiom import IStoreCheck
from axiom.pluginfinder import findPlugins
from axiom.scripts._care import CareMixin
from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._counting import counted
from axiom.scripts._exits import ExitStatus
from axiom.scripts._terminal import printable

__all__ = ["Check"]

# What the administrator puts below the files of a site needs no item.
_UNCLAIMED = ("static",)


class Check(CareMixin, AxiomaticCommand):
    """
    Say what is wrong with the store and those below it, while they are used. Nothing is changed.
    """

    name = "check"
    description = "Look for damage in the store and its substores; change nothing."
    longdesc = "The exit status is 0 if nothing is wrong, and 1 if something is."
    optFlags = (
        ("quick", "q", "Leave out rows, references and files, and whether indexes agree with their tables."),
        ("json", None, "Print one JSON object."),
    )

    def execute(self) -> int:
        """
        Write a line for each problem, and one for each harmless fact, with the stores that share it.
        """
        found: dict[str, list[Problem]] = {}
        places = []
        for place in self.each("checking"):
            unclaimed = _UNCLAIMED if place.name == TOP else ()
            found[place.name] = checkStore(place, bool(self["quick"]), unclaimed)
            places.append(place)
        if not self["quick"]:
            self._checkTogether(places, found)
        isIll = any(not each.isHarmless for problems in found.values() for each in problems)
        if self["json"]:
            problems = [{"store": name, **asdict(each)} for name in found for each in found[name]]
            self.root.terminal.out.write(f"{json.dumps({'stores': len(found), 'problems': problems})}\n")
        else:
            self._writeLines(found)
        return ExitStatus.FAILED if isIll else ExitStatus.DONE

    def _checkTogether(self, places: list[StorePlace], found: dict[str, list[Problem]]) -> None:
        """
        Look further into the stores in which nothing is wrong so far, unless something is with the first.
        """
        sound = [place for place in places if all(each.isHarmless for each in found[place.name])]
        if sound[:1] != places[:1]:
            return
        complaints: list[str] = []
        for check in findPlugins(IStoreCheck, axiom.plugins, complaints.append):
            try:
                for name, problem in cast(Any, check).problemsIn(sound):
                    found[name].append(problem)
            except AxiomError as e:
                # It was changed meanwhile.
                self.root.terminal.err.write(f"{printable(f'{type(check).__name__}: {e}')}\n")
        for complaint in complaints:
            self.root.terminal.err.write(f"{printable(complaint)}\n")

    def _writeLines(self, found: dict[str, list[Problem]]) -> None:
        out = self.root.terminal.out
        ill: set[str] = set()
        harmless: dict[Problem, list[str]] = {}
        for name, problems in found.items():
            for each in problems:
                if each.isHarmless:
                    harmless.setdefault(each, []).append(name)
                else:
                    ill.add(name)
                    out.write(f"{printable(f'{name}: {each.what}')}. {each.remedy}\n")
        for each, names in harmless.items():
            where = names[0] if len(names) == 1 else counted(len(names), "store")
            out.write(f"{printable(f'{where}: harmless: {each.what}')}. {each.remedy}\n")
        out.write(f"{counted(len(found), 'store')}, {len(ill):,} with problems\n")
