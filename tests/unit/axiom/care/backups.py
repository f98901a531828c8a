"""
A small site with backups.
"""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import Any

from axiom.care import BackupReport, Restored, StorePlace, backUp, restore
from tests.unit.axiom.care.sites import Note, SiteTestCase

__all__ = ["BackupTestCase"]


class BackupTestCase(SiteTestCase):
    """
    Tests with a directory for backups, at a time when everything on disk is settled.
    """

    def setUp(self) -> None:
        """
        No backup yet.
        """
        super().setUp()
        self.backups = self.directory / "backups"

    def backUp(self, **options: Any) -> BackupReport:
        """
        A new generation.
        """
        return backUp(self.top, self.backups, clock=lambda: time.time() + 10, **options)

    def restore(self, name: str = "again", **options: Any) -> Restored:
        """
        Restore into this directory.
        """
        return restore(self.backups, self.directory / name, **options)

    def generations(self) -> list[str]:
        """
        The numbers of the generations.
        """
        return sorted(path.name[:4] for path in self.backups.iterdir())

    def inBackup(self, report: BackupReport, name: str) -> Path:
        """
        Where the database of a store is in a generation.
        """
        return report.generation.path / "site" / self.place(name).database.relative_to(self.top.path)

    def titles(self, site: Path, name: str) -> list[str | None]:
        """
        Those of all notes in a store of a restored site.
        """
        self.top, before = StorePlace(site), self.top
        try:
            with closing(self.open(name)) as store:
                return list(store.query(Note, sort=Note.storeID).getColumn("title"))
        finally:
            self.top = before
