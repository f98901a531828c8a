"""
Making a site, or one store of it, from a backup.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from axiom.care._copying import copyFile, verifyDatabase
from axiom.care._generations import BackupDirectory, Generation
from axiom.care._manifest import SITE, FileEntry, StoreEntry
from axiom.care._places import TOP
from axiom.care.errors import BackupDamaged, StoreNotBackedUp, TargetExists
from axiom.database import renewIncarnation
from axiom.errors import AxiomError

__all__ = ["Restored", "restore", "storesIn"]

_MADE = ("files", "run", "temp")


@dataclass(frozen=True)
class Restored:
    """
    What came from a backup.

    @ivar generation: its name.
    @ivar stores: the names that the stores have in the site.
    @ivar files: how many there are beside the databases.
    @ivar bytes: of all of it.
    """

    generation: str
    stores: list[str]
    files: int
    bytes: int


def storesIn(generation: Generation, name: str = TOP) -> list[StoreEntry]:
    """
    The store with this name in the backup, and all those below it.

    @raise StoreNotBackedUp: there is none.
    """
    stores = generation.manifest.stores
    top = next((store for store in stores if store.name == name), None)
    if top is None:
        raise StoreNotBackedUp(f"{generation.path} has no store {name}")
    below = f"{top.path}/" if top.path else ""
    return [top, *(store for store in stores if store is not top and store.path.startswith(below))]


def restore(
    directory: Path,
    target: Path,
    generation: str | None = None,
    store: str = TOP,
    advance: Callable[[], object] = lambda: None,
) -> Restored:
    """
    Make C{target} from a backup, whole or not at all.

    @param generation: the name or number of one; None for the newest.
    @param store: the name of a store of the site.
    @param advance: called after each store.
    @raise TargetExists: something is there.
    @raise NoSuchBackup: there is no such generation.
    @raise StoreNotBackedUp: it has no such store.
    @raise BackupDamaged: what is in the backup is not what was once written.
    """
    if os.path.lexists(target):
        raise TargetExists(str(target))
    found = BackupDirectory(directory).generation(generation)
    stores = storesIn(found, store)
    top = stores[0].path
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for entry in stores:
            _restoreStore(entry, found.path / SITE, unfinished, top)
            advance()
        os.sync()
        unfinished.rename(target)
    except BaseException:
        shutil.rmtree(unfinished)
        raise
    size = sum(file.size for entry in stores for file in (entry.database, *entry.files))
    return Restored(
        found.name, [entry.name for entry in stores], sum(len(entry.files) for entry in stores), size
    )


def _restoreStore(entry: StoreEntry, source: Path, target: Path, top: str) -> None:
    root = target / os.path.relpath(entry.path or ".", top or ".")
    for name in _MADE:
        (root / name).mkdir(parents=True, exist_ok=True)
    for directory in entry.directories:
        (target / os.path.relpath(directory, top or ".")).mkdir(parents=True, exist_ok=True)
    for file in (entry.database, *entry.files):
        _restoreFile(file, source / file.path, target / os.path.relpath(file.path, top or "."))
    root.chmod(entry.mode)
    database = root / os.path.basename(entry.database.path)
    try:
        verifyDatabase(database, entry.revision)
        renewIncarnation(database)
    except AxiomError as e:
        raise BackupDamaged(str(source / entry.database.path), f"is damaged: {e}") from e


def _restoreFile(file: FileEntry, source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.link is not None:
        os.symlink(file.link, target)
        return
    try:
        sha256 = copyFile(source, target)
    except FileNotFoundError as e:
        raise BackupDamaged(str(source), "is missing") from e
    if sha256 != file.sha256:
        raise BackupDamaged(str(source), "is not what was written: its checksum differs")
    target.chmod(file.mode)
