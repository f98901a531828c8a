"""
Taking single files and databases into a new generation: linked where the last generation has the same, else
copied.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from stat import S_IMODE, S_ISLNK

import msgspec

from axiom.care._copying import copyDatabase, copyFile, link, sha256Of, verifyDatabase
from axiom.care._generations import Generation
from axiom.care._looking import Footprint, isSettled
from axiom.care._manifest import SITE, FileEntry, Identity, StoreEntry

__all__ = ["Taker"]


class Taker:
    """
    Makes the tree of one generation.

    @ivar root: its directory, which is like the site's.
    @ivar bytes: how many were copied and are not in the last generation.
    """

    def __init__(self, root: Path, last: Generation | None, now: Callable[[], int]) -> None:
        """
        @param now: nanoseconds since the epoch.
        """
        self.root, self._last, self._now = root, last, now
        stores = [] if last is None else last.manifest.stores
        self._before = {file.path: file for store in stores for file in store.files}
        self._taken: dict[str, tuple[Identity, FileEntry]] = {}
        self.bytes = 0

    def takeFile(self, source: Path, path: str, status: os.stat_result) -> FileEntry:
        """
        Take a file, if it is not taken as it is.

        @param path: from the site's directory.
        @raise FileNotFoundError: it is gone; what was taken before is left.
        """
        identity = (status.st_ino, status.st_size, status.st_mtime_ns)
        taken = self._taken.get(path)
        if taken is None or taken[0] != identity:
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            take = self._takeLink if S_ISLNK(status.st_mode) else self._takeContent
            taken = self._taken[path] = (identity, take(source, path, S_IMODE(status.st_mode), identity))
        return taken[1]

    def _takeLink(self, source: Path, path: str, mode: int, identity: Identity) -> FileEntry:
        leadsTo = os.readlink(source)
        self._makeLink(path, leadsTo)
        return FileEntry(path, 0, "", mode, link=leadsTo)

    def _makeLink(self, path: str, leadsTo: str) -> None:
        (self.root / path).unlink(missing_ok=True)
        os.symlink(leadsTo, self.root / path)

    def _takeContent(self, source: Path, path: str, mode: int, identity: Identity) -> FileEntry:
        before = self._before.get(path)
        if before is not None and before.identity == identity and self._link(before):
            return msgspec.structs.replace(before, mode=mode)
        isSure = isSettled((("", *identity),), self._now())
        sha256 = copyFile(source, self.root / path)
        entry = FileEntry(path, (self.root / path).stat().st_size, sha256, mode, identity if isSure else None)
        self._count(entry, before)
        return entry

    def dropFile(self, path: str) -> None:
        """
        Undo L{takeFile}.
        """
        del self._taken[path]
        (self.root / path).unlink()

    def takeDatabase(
        self, source: Path, path: str, footprint: Footprint | None, before: StoreEntry | None
    ) -> tuple[int | None, FileEntry, list[str] | None]:
        """
        Take a database.

        @param footprint: of the source, if it is settled.
        @param before: the store in the last generation.
        @return: the revision, the copy, and what its items name; None for that if it is that of the last
            generation.
        @raise StoreDamaged: the source or the copy is damaged.
        """
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        isSame = before is not None and footprint is not None and before.footprint == footprint
        if before is not None and isSame and self._link(before.database):
            return before.revision, before.database, None
        revision = copyDatabase(source, target)
        named = verifyDatabase(target, revision)
        entry = FileEntry(path, target.stat().st_size, sha256Of(target), S_IMODE(source.stat().st_mode))
        self._count(entry, None if before is None else before.database)
        return revision, entry, named

    def keep(self, store: StoreEntry) -> None:
        """
        Take all of a store from the last generation, which has it.
        """
        for directory in store.directories:
            (self.root / directory).mkdir(parents=True, exist_ok=True)
        for entry in (store.database, *store.files):
            (self.root / entry.path).parent.mkdir(parents=True, exist_ok=True)
            if entry.link is not None:
                self._makeLink(entry.path, entry.link)
            elif not self._link(entry) and self._last is not None:
                copyFile(self._last.path / SITE / entry.path, self.root / entry.path)

    def _count(self, entry: FileEntry, before: FileEntry | None) -> None:
        # What was copied in vain takes no room.
        if before is None or before.sha256 != entry.sha256 or not self._link(before):
            self.bytes += entry.size

    def _link(self, entry: FileEntry) -> bool:
        if self._last is None:
            return False
        return link(self._last.path / SITE / entry.path, self.root / entry.path, entry.size)
