"""
Backing up the whole site at the push of a button.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from axiom.care import BackupReport, StorePlace, backUp, storesBelow
from mantissa_like.web._console.acts import audited
from mantissa_like.web._console.databases import topOf
from mantissa_like.web._console.jobs import Progress, startJob
from mantissa_like.web._markup.page import Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.wording import bytesInWords
from mantissa_like.web.errors import BadInput

__all__ = ["BackUpSite"]


class BackUpSite:
    """
    Makes backups into the directory that C{site.toml} names.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context, self._settings = context, context.config.backups

    @property
    def isPossible(self) -> bool:
        """
        Whether there is a directory for it.
        """
        return bool(self._settings.directory)

    def start(self, visit: SiteVisit) -> Redirect:
        """
        Begin one.

        @raise BadInput: no directory is named, or the site is in memory.
        """
        top = topOf(self._context.siteStore)
        if not self.isPossible or top is None:
            raise BadInput("Name a directory for backups in the settings, under backups, first.")
        audited(visit, "site.backed-up", self._settings.directory, lambda: None)
        inThread = self._context.siteStore.runtime.inThread

        async def work(progress: Progress) -> list[str]:
            return await inThread(self._backUp, top, progress)

        return startJob(visit, "Stores", "Backup of the site", work)

    def _backUp(self, top: StorePlace, progress: Progress) -> list[str]:
        progress.steps = sum(1 for _ in storesBelow(top))
        advance: Callable[[], object] = progress.advance
        report = backUp(top, Path(self._settings.directory), self._settings.keep or None, advance)
        return [_summary(report), *_troubles(report)]


def _summary(report: BackupReport) -> str:
    return (
        f"The backup {report.generation.name} has {report.stores:,} stores, of which {len(report.copied):,} "
        f"had changed; {bytesInWords(report.bytes)} were copied."
    )


def _troubles(report: BackupReport) -> list[str]:
    failed = "could not be copied, and is"
    return [
        *(f"{name} {failed} as in the last backup: {why}." for name, why in report.kept.items()),
        *(f"{name} {failed} in no backup: {why}." for name, why in report.missing.items()),
    ]
