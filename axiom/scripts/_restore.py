"""
The command C{restore}.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from twisted.python.usage import UsageError

from axiom.care import TOP, BackupDirectory, Generation, restore, storesIn
from axiom.scripts._care import CareMixin
from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._counting import counted
from axiom.scripts._progress import Progress
from axiom.scripts._table import tableLines

__all__ = ["Restore"]

_HEADER = ("generation", "taken (UTC)", "stores", "bytes", "site")


class Restore(CareMixin, AxiomaticCommand):
    """
    Make a site, or one store of it, from a backup.
    """

    name = "restore"
    description = "Make a site, or one store of it, from a backup."
    synopsis = "[options] BACKUP DIRECTORY"
    longdesc = (
        "DIRECTORY is made; nothing may be there. Everything is checked before it gets its name. With --list,"
        " the generations of the backup are listed instead."
    )
    optParameters = (
        ("generation", "g", None, "The name or number of a generation. [default: the newest]"),
        ("store", "s", TOP, "The name of a store of the site, such as account/example.org/alice.axiom."),
    )
    optFlags = (("list", "l", "List the generations of BACKUP."), ("json", None, "Print JSON."))
    backup: Path
    target: Path | None = None

    def parseArgs(  # type: ignore[override]
        self, backup: str, target: str | None = None
    ) -> None:
        """
        Take both directories.
        """
        self.backup = Path(backup).absolute()
        self.target = None if target is None else Path(target).absolute()

    def execute(self) -> None:
        """
        Restore and say what came; or list.
        """
        found = BackupDirectory(self.backup)
        generation = found.generation(self["generation"])
        if self["list"]:
            self._list(found.generations())
            return
        if self.target is None:
            raise UsageError("name the directory that is to be made")
        total = len(storesIn(generation, self["store"]))
        with Progress(self.root.terminal, total, "restoring") as progress:
            came = restore(self.backup, self.target, generation.name, self["store"], progress.advance)
        if self["json"]:
            self.write(json.dumps(asdict(came)))
        else:
            stores, files = counted(len(came.stores), "store"), counted(came.files, "file")
            self.write(f"{stores} and {files}, {counted(came.bytes, 'byte')}, came from {came.generation}")

    def _list(self, generations: list[Generation]) -> None:
        facts = [_facts(generation) for generation in generations]
        if self["json"]:
            self.write(json.dumps(facts))
        else:
            for line in tableLines(_HEADER, map(_row, facts)):
                self.write(line)


def _facts(generation: Generation) -> dict[str, Any]:
    manifest = generation.manifest
    files = [file for store in manifest.stores for file in (store.database, *store.files)]
    return {
        "generation": generation.name,
        "taken": manifest.taken,
        "stores": len(manifest.stores),
        "bytes": sum(file.size for file in files),
        "site": manifest.site,
    }


def _row(facts: dict[str, Any]) -> list[object]:
    taken = datetime.fromtimestamp(facts["taken"], UTC).strftime("%Y-%m-%d %H:%M:%S")
    return list({**facts, "taken": taken}.values())
