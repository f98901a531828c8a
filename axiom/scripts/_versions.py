"""
The command C{list-version}.
"""

from __future__ import annotations

import json
from typing import TextIO

from axiom.listversions import SystemVersion
from axiom.scripts._commands import AxiomaticCommand
from axiom.store import Store

__all__ = ["ListVersions"]


class ListVersions(AxiomaticCommand):
    """
    List the sets of software that have served the store, the newest first.
    """

    name = "list-version"
    description = "List the software that has served the store."
    optFlags = (("json", None, "Print one JSON array."),)

    def perform(self, store: Store, out: TextIO) -> None:
        """
        Write one line for each time at which a server found other versions than before.
        """
        records = list(store.query(SystemVersion, sort=SystemVersion.creation.descending))
        if self["json"]:
            history = [
                {
                    "creation": record.creation.asISO8601TimeAndDate(),
                    "versions": {software.package: software.version for software in record.software()},
                }
                for record in records
            ]
            out.write(f"{json.dumps(history)}\n")
        else:
            out.writelines(f"{record.longWindedRepr()}\n" for record in records)
