"""
Backing up a site: every store of one moment, and its files, while they are used.

Files are taken before the database of their store and after it, so that what it names is among them, however
long that was there; if something is not, and the database has changed, all is done again. The stores below it
come after it.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE

import msgspec

from axiom.care._claims import Claims
from axiom.care._generations import BackupDirectory, Generation
from axiom.care._looking import footprint, isSettled
from axiom.care._manifest import SITE, FileEntry, Manifest, StoreEntry
from axiom.care._places import Contents, StorePlace, contentsOf, holdsStore
from axiom.care._taking import Taker
from axiom.care.errors import BackupInStore, BackupRefused
from axiom.errors import AxiomError, DiskFull

__all__ = ["BackupReport", "backUp"]

_ATTEMPTS = 5
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


@dataclass(frozen=True)
class BackupReport:
    """
    What a backup did.

    @ivar generation: the new generation.
    @ivar stores: how many stores are in it.
    @ivar copied: the names of those of which something was copied, since it had changed; sorted.
    @ivar bytes: how many were copied for them.
    @ivar kept: why stores could not be copied, by name, of which the last good copy is in this generation.
    @ivar missing: the same for those of which there is none.
    """

    generation: Generation
    stores: int
    copied: list[str]
    bytes: int
    kept: dict[str, str]
    missing: dict[str, str]


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
    @raise BackupRefused: the store itself could not be copied.
    @raise BackupInStore: C{directory} is in it.
    @raise BackupBusy: another process makes one.
    @raise DiskFull: there is no room for it.
    """
    if directory.resolve().is_relative_to(top.path.resolve()):
        raise BackupInStore(f"{directory} is in {top.path}")
    target = BackupDirectory(directory)
    with target.writing() as unfinished:
        taken = clock()
        backup = _Backup(top, unfinished / SITE, next(reversed(target.generations()), None), clock)
        backup.take(advance)
        stores = sorted(backup.stores.values(), key=lambda store: store.path)
        generation = target.complete(unfinished, Manifest(str(top.path.resolve()), taken, stores))
        if keep is not None and not (backup.kept or backup.missing):
            target.prune(keep)
    return BackupReport(
        generation, len(stores), sorted(backup.copied), backup.bytes, backup.kept, backup.missing
    )


class _Backup:
    """
    The stores of a generation that is being made.

    @ivar stores: those that are in it, by name.
    """

    def __init__(
        self, top: StorePlace, root: Path, last: Generation | None, clock: Callable[[], float]
    ) -> None:
        self._top, self._last, self._clock = top, last, clock
        self._taker = Taker(root, last, self._now)
        self._before = {store.name: store for store in ([] if last is None else last.manifest.stores)}
        self.stores: dict[str, StoreEntry] = {}
        self.copied: set[str] = set()
        self.kept: dict[str, str] = {}
        self.missing: dict[str, str] = {}

    @property
    def bytes(self) -> int:
        """
        How many were copied.
        """
        return self._taker.bytes

    def take(self, advance: Callable[[], object]) -> None:
        """
        Take every store, each before those below it.
        """
        waiting: list[tuple[StorePlace, StorePlace]] = [(self._top, self._top)]
        while waiting:
            place, parent = waiting.pop()
            if place.name in self.stores or place.name in self.missing:
                continue
            below = self._takeOne(place)
            if below is None:
                # It was moved away since: what stands for it must be gone from the copy of its parent, too.
                self.stores.pop(parent.name, None)
                waiting.append((parent, parent))
            else:
                waiting += [(each, place) for each in reversed(below)]
                advance()

    def _takeOne(self, place: StorePlace) -> list[StorePlace] | None:
        """
        @return: the stores below it; None if it is gone.
        """
        bytesBefore = self.bytes
        try:
            self.stores[place.name], below = self._takeSettled(place)
        except (AxiomError, OSError) as e:
            if isinstance(e, DiskFull) or getattr(e, "errno", None) in _NO_ROOM:
                raise
            if place == self._top:
                raise BackupRefused(str(e)) from e
            if not place.holdsStore:
                return None
            self._keepLast(place, str(e))
            return contentsOf(place).substores
        if self.bytes != bytesBefore:
            self.copied.add(place.name)
        return below

    def _takeSettled(self, place: StorePlace) -> tuple[StoreEntry, list[StorePlace]]:
        """
        Take a store until what its database names is taken, or is not in the store either.

        @return: with it, the stores below it.
        """
        attempts = _ATTEMPTS
        while True:
            attempts -= 1
            seen = footprint(place.database)
            source = seen if isSettled(seen, self._now()) else None
            contents = contentsOf(place)
            files = self._takeFiles(place, contents)
            revision, database, named = self._taker.takeDatabase(
                place.database, self._relative(place.database), source, self._before.get(place.name)
            )
            isEnough = footprint(place.database) == seen
            if named is not None:
                claims = Claims(named)
                contents, files = self._joined(place, contents, files, claims)
                isEnough = isEnough or not self._lacks(place, claims)
            if isEnough or not attempts:
                break
        directories = [self._relative(place.path / each) for each in contents.emptyDirectories]
        for directory in directories:
            (self._taker.root / directory).mkdir(parents=True, exist_ok=True)
        path, mode = self._relative(place.path), S_IMODE(place.path.stat().st_mode)
        entry = StoreEntry(
            place.name, path, mode, revision, database, source, list(files.values()), directories
        )
        return entry, contents.substores

    def _takeFiles(self, place: StorePlace, contents: Contents) -> dict[str, FileEntry]:
        """
        Take the files of a store, but those that vanish meanwhile.

        @return: by their paths from its directory.
        """
        found = {}
        for path, status in contents.files.items():
            source = place.path / path
            try:
                found[path] = self._taker.takeFile(source, self._relative(source), status)
            except FileNotFoundError:
                continue
        return found

    def _joined(
        self, place: StorePlace, before: Contents, files: dict[str, FileEntry], claims: Claims
    ) -> tuple[Contents, dict[str, FileEntry]]:
        """
        What belongs to a database that was copied just now: what was there before and is there after it, and
        what its items name.

        @param before: what was there before, of which C{files} were taken.
        """
        after = contentsOf(place)
        taken = {**files, **self._takeFiles(place, after)}
        isThere = before.files.keys() & after.files.keys()
        chosen = {
            path: entry
            for path, entry in taken.items()
            if path in isThere or path.removeprefix("files/") in claims
        }
        for path in taken.keys() - chosen.keys():
            self._taker.dropFile(taken[path].path)
        older = {each.name for each in before.substores}
        after.substores = [
            each
            for each in after.substores
            if each.name in older or str(each.path.relative_to(place.files)) in claims
        ]
        return after, chosen

    def _lacks(self, place: StorePlace, claims: Claims) -> bool:
        # The stores below it are taken later.
        inCopy = self._taker.root / self._relative(place.files)
        return any(not holdsStore(place.files / value) for value in claims.missing(str(inCopy)))

    def _keepLast(self, place: StorePlace, why: str) -> None:
        """
        Take a store from the last generation, since it can't be copied.
        """
        (self._taker.root / self._relative(place.database)).unlink(missing_ok=True)
        before = self._before.get(place.name)
        if before is None or self._last is None:
            self.missing[place.name] = why
            return
        self._taker.keep(before)
        self.kept[place.name] = why
        self.stores[place.name] = msgspec.structs.replace(before, keptFrom=before.keptFrom or self._last.name)

    def _relative(self, path: Path) -> str:
        found = path.relative_to(self._top.path)
        return str(found) if found.parts else ""

    def _now(self) -> int:
        return int(self._clock() * 1_000_000_000)
