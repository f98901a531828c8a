"""
The command C{backup}.
"""

from __future__ import annotations

import json
from pathlib import Path

from axiom.care import BackupReport, backUp, storesBelow
from axiom.scripts._care import CareMixin, atLeastOne
from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._counting import counted
from axiom.scripts._exits import ExitStatus
from axiom.scripts._progress import Progress

__all__ = ["Backup"]


class Backup(CareMixin, AxiomaticCommand):
    """
    Back up the store and those below it, with their files, while they are used.
    """

    name = "backup"
    description = "Back up the store, its substores and their files, while they are used."
    synopsis = "[options] DIRECTORY"
    longdesc = (
        "DIRECTORY gets one more generation, in which only what has changed since the last one takes room."
        " The exit status is 1 if a store could not be copied; the others were."
    )
    optParameters = (("keep", "k", None, "How many generations are left; the oldest go.", atLeastOne),)
    optFlags = (("json", None, "Print one JSON object."),)
    directory: Path

    def parseArgs(self, directory: str) -> None:  # type: ignore[override]
        """
        Take the directory.
        """
        self.directory = Path(directory).absolute()

    def execute(self) -> int:
        """
        Back up, and write what became of it.
        """
        top = self.place
        with Progress(self.root.terminal, sum(1 for _ in storesBelow(top)), "backing up") as progress:
            report = backUp(top, self.directory, self["keep"], progress.advance)
        self.write(json.dumps(_plain(report)) if self["json"] else _sentence(report))
        if not self["json"]:
            for name, why in report.kept.items():
                self.write(f"{name}: could not be copied, and is as in the last backup: {why}")
            for name, why in report.missing.items():
                self.write(f"{name}: could not be copied, and is in no backup: {why}")
        return ExitStatus.FAILED if report.kept or report.missing else ExitStatus.DONE


def _sentence(report: BackupReport) -> str:
    stores, copied = counted(report.stores, "store"), counted(report.bytes, "byte")
    return f"{report.generation.name}: {stores}, {len(report.copied):,} changed, {copied} copied"


def _plain(report: BackupReport) -> dict[str, object]:
    return {
        "generation": report.generation.name,
        "path": str(report.generation.path),
        "stores": report.stores,
        "copied": report.copied,
        "bytes": report.bytes,
        "kept": report.kept,
        "missing": report.missing,
    }
