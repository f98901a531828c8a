"""
Backing up a site: every store of one moment, and its files, while they are used.

A store's database is copied before its files, and before the stores below it. Where an item names what is
gone by then, and the database has changed, it is copied again. What is as it was in the last generation is
not copied at all.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_IMODE, S_ISLNK

import msgspec

from axiom.care._copying import copyDatabase, copyFile, link, sha256Of, verifyDatabase
from axiom.care._generations import BackupDirectory, Generation
from axiom.care._looking import Footprint, footprint, isSettled
from axiom.care._manifest import SITE, FileEntry, Manifest, StoreEntry
from axiom.care._places import Contents, StorePlace, contentsOf, holdsStore
from axiom.care.errors import BackupRefused
from axiom.errors import AxiomError, DiskFull

__all__ = ["BackupReport", "backUp"]

_ATTEMPTS = 5
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


@dataclass
class BackupReport:
    """
    What a backup did.

    @ivar generation: the new generation.
    @ivar stores: how many stores are in it.
    @ivar copied: the names of those whose database or files were copied, since they had changed.
    @ivar bytes: how many were copied for them.
    @ivar kept: why stores could not be copied, by name, of which the last good copy is in this generation.
    @ivar missing: the same for those of which there is none.
    """

    generation: Generation
    stores: int
    copied: list[str] = field(default_factory=list)
    bytes: int = 0
    kept: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


def backUp(
    top: StorePlace,
    directory: Path,
    keep: int | None = None,
    advance: Callable[[], object] = lambda: None,
    clock: Callable[[], float] = time.time,
) -> BackupReport:
    """
    Make a new generation of a store and all those below it.

    @param keep: how many generations are left after it, at least 1; None for all. All are left if a store
        could not be copied.
    @param advance: called after each store.
    @param clock: seconds since the epoch.
    @raise BackupRefused: the store itself could not be copied, or the backup would be in it.
    @raise BackupBusy: another process makes one.
    """
    if directory.resolve().is_relative_to(top.path.resolve()):
        raise BackupRefused(f"{directory} is in {top.path}")
    target = BackupDirectory(directory)
    with target.writing() as unfinished:
        last = next(reversed(target.generations()), None)
        taken = clock()
        backup = _Backup(top, unfinished / SITE, last, clock)
        backup.take(advance)
        stores = sorted(backup.stores.values(), key=lambda store: store.path)
        generation = target.complete(unfinished, Manifest(str(top.path.resolve()), taken, stores))
        if keep is not None and not (backup.kept or backup.missing):
            target.prune(keep)
    report = BackupReport(generation, len(stores), backup.copied, backup.bytes, backup.kept, backup.missing)
    report.copied.sort()
    return report


class _Backup:
    """
    A generation that is being made.

    @ivar stores: those that are in it, by name.
    """

    def __init__(
        self, top: StorePlace, root: Path, last: Generation | None, clock: Callable[[], float]
    ) -> None:
        self._top, self._root, self._last, self._clock = top, root, last, clock
        before = [] if last is None else last.manifest.stores
        self._storesBefore = {store.name: store for store in before}
        self._filesBefore = {file.path: file for store in before for file in store.files}
        self._files: dict[str, FileEntry] = {}
        self.stores: dict[str, StoreEntry] = {}
        self.copied: list[str] = []
        self.bytes = 0
        self.kept: dict[str, str] = {}
        self.missing: dict[str, str] = {}

    def take(self, advance: Callable[[], object]) -> None:
        """
        Take every store, each before those below it.
        """
        waiting: list[tuple[StorePlace, StorePlace]] = [(self._top, self._top)]
        while waiting:
            place, parent = waiting.pop()
            if place.name in self.stores or place.name in self.missing:
                continue
            contents = self._takeOne(place)
            if contents is None:
                # It was moved away since: what stands for it must be gone from the copy of its parent, too.
                del self.stores[parent.name]
                waiting.append((parent, parent))
            else:
                waiting += [(each, place) for each in reversed(contents.substores)]
                advance()

    def _takeOne(self, place: StorePlace) -> Contents | None:
        """
        @return: what is in it; None if it is gone.
        """
        copiedBefore = self.bytes
        try:
            self.stores[place.name], contents = self._takeSettled(place)
        except (AxiomError, OSError) as e:
            if isinstance(e, DiskFull) or getattr(e, "errno", None) in _NO_ROOM:
                raise
            if place.name == self._top.name:
                raise BackupRefused(str(e)) from e
            if not place.holdsStore:
                return None
            self._keepLast(place, str(e))
            return contentsOf(place)
        if self.bytes != copiedBefore and place.label not in self.copied:
            self.copied.append(place.label)
        return contents

    def _takeSettled(self, place: StorePlace) -> tuple[StoreEntry, Contents]:
        """
        Copy a store until what its database names is in the copy, or in the store neither.
        """
        attempts = _ATTEMPTS
        while True:
            attempts -= 1
            seen = footprint(place.database)
            isSure = isSettled(seen, self._now())
            revision, database, named = self._takeDatabase(place, seen if isSure else None)
            contents = contentsOf(place)
            files = self._takeFiles(place, contents)
            if not attempts or footprint(place.database) == seen or self._hasAll(place, named):
                break
        directories = [self._relative(place.path / each) for each in contents.emptyDirectories]
        for directory in directories:
            (self._root / directory).mkdir(parents=True, exist_ok=True)
        path, source = self._relative(place.path), seen if isSure else None
        mode = S_IMODE(place.path.stat().st_mode)
        return StoreEntry(place.name, path, mode, revision, database, source, files, directories), contents

    def _takeDatabase(
        self, place: StorePlace, seen: Footprint | None
    ) -> tuple[int | None, FileEntry, list[str] | None]:
        """
        @return: the revision, the copy, and what its items name; None for that if it is the copy of the last
            generation.
        """
        path = self._relative(place.database)
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        before = self._storesBefore.get(place.name)
        isSame = before is not None and seen is not None and before.footprint == seen
        if before is not None and isSame and self._link(before.database):
            return before.revision, before.database, None
        revision = copyDatabase(place.database, target)
        named = verifyDatabase(target, revision)
        mode = S_IMODE(place.database.stat().st_mode)
        size, sha256 = target.stat().st_size, sha256Of(target)
        database = FileEntry(path, size, sha256, mode)
        isSame = before is not None and before.database.sha256 == sha256
        if before is None or not isSame or not self._link(before.database):
            self.bytes += size
        return revision, database, named

    def _takeFiles(self, place: StorePlace, contents: Contents) -> list[FileEntry]:
        found = []
        for path, status in contents.files.items():
            try:
                entry = self._takeFile(place.path / path, status)
            except FileNotFoundError:
                continue
            self._files[entry.path] = entry
            found.append(entry)
        return found

    def _takeFile(self, source: Path, status: os.stat_result) -> FileEntry:
        path = self._relative(source)
        identity = (status.st_ino, status.st_size, status.st_mtime_ns)
        done, before = self._files.get(path), self._filesBefore.get(path)
        if done is not None and done.identity == identity:
            return done
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = S_IMODE(status.st_mode)
        if S_ISLNK(status.st_mode):
            target.unlink(missing_ok=True)
            os.symlink(leadsTo := os.readlink(source), target)
            return FileEntry(path, 0, "", mode, link=leadsTo)
        if before is not None and before.identity == identity and self._link(before):
            return msgspec.structs.replace(before, mode=mode)
        sha256 = copyFile(source, target)
        size = target.stat().st_size
        isSure = isSettled((("", *identity),), self._now())
        if before is None or before.sha256 != sha256 or not self._link(before):
            self.bytes += size
        return FileEntry(path, size, sha256, mode, identity if isSure else None)

    def _link(self, entry: FileEntry) -> bool:
        if self._last is None:
            return False
        return link(self._last.path / SITE / entry.path, self._root / entry.path, entry.size)

    def _hasAll(self, place: StorePlace, named: list[str] | None) -> bool:
        inCopy = self._root / self._relative(place.files)
        return named is not None and all(
            value.startswith("/") or os.path.lexists(inCopy / value) or holdsStore(place.files / value)
            for value in named
        )

    def _keepLast(self, place: StorePlace, why: str) -> None:
        """
        Take a store from the last generation, since it can't be copied.
        """
        (self._root / self._relative(place.database)).unlink(missing_ok=True)
        before = self._storesBefore.get(place.name)
        if before is None or self._last is None:
            self.missing[place.name] = why
            return
        for directory in before.directories:
            (self._root / directory).mkdir(parents=True, exist_ok=True)
        for entry in (before.database, *before.files):
            target = self._root / entry.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if entry.link is not None:
                target.unlink(missing_ok=True)
                os.symlink(entry.link, target)
            elif not self._link(entry):
                copyFile(self._last.path / SITE / entry.path, target)
        self.kept[place.name] = why
        self.stores[place.name] = msgspec.structs.replace(before, keptFrom=before.keptFrom or self._last.name)

    def _relative(self, path: Path) -> str:
        found = path.relative_to(self._top.path)
        return str(found) if found.parts else ""

    def _now(self) -> int:
        return int(self._clock() * 1_000_000_000)
