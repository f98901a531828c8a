"""
The directory of a store: its database, its files, its temporary files and what a running server leaves there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from twisted.python.filepath import FilePath

from axiom._engine.todisk import toDisk
from axiom.errors import CannotOpenStore, NoPlaceForFiles

__all__ = ["StoreDirectory"]

_SUBDIRECTORIES = ("files", "temp", "run")
_LONGEST_PATH = 504


class StoreDirectory:
    """
    Where a store's files are.

    @ivar root: the store's directory; None for a store in memory.
    @ivar files: below which the store's files are; None where there are none.
    @ivar database: the database file; None for a store in memory.
    """

    def __init__(self, root: FilePath[str] | str | None, files: FilePath[str] | str | None) -> None:
        self.root, self.files, self.database = _asPath(root), _asPath(files), None
        if self.root is not None:
            self.files, self.database = self.root.child("files"), Path(self.root.path, "db.sqlite")

    @property
    def hasDatabase(self) -> bool:
        """
        Whether there is a file that is more than empty.
        """
        return self.database is not None and _hasContent(self.database)

    def prepare(self, makeDatabase: Callable[[], bytes]) -> None:
        """
        Where no store is: make the directories, then the database, which is there as a whole or not at all.

        @param makeDatabase: returns the content of its file.
        @raise CannotOpenStore: something else is in the way, or the file system refuses.
        """
        if self.root is None or self.database is None:
            return
        try:
            if not self.hasDatabase:
                self._make(self.root, self.database, makeDatabase)
        except OSError as e:
            raise CannotOpenStore(f"can't open or make a store in {self.root.path}: {e.strerror}") from e

    def _make(self, root: FilePath[str], database: Path, makeDatabase: Callable[[], bytes]) -> None:
        if root.exists() and (not root.isdir() or not _isOurs(root.listdir())):
            raise CannotOpenStore(f"{root.path} exists and is not a store")
        length = len(os.fsencode(database))
        if length > _LONGEST_PATH:
            raise CannotOpenStore(f"SQLite takes paths of {_LONGEST_PATH} bytes, not of {length}: {database}")
        made = [each for each in database.parents if not each.exists()]
        root.makedirs(ignoreExistingDirectory=True)
        with self.opening():
            if not self.hasDatabase:
                _layOut(database, makeDatabase())
        for each in made:
            toDisk(each.parent)

    @contextmanager
    def opening(self) -> Iterator[None]:
        """
        A context in which nobody else is in one for this store: who makes it makes it alone.

        SQLite itself gives up at once when two processes change the journal of a database.
        """
        if self.root is None:
            yield
            return
        try:
            descriptor = os.open(self.root.path, os.O_RDONLY)
        except OSError as e:
            raise CannotOpenStore(f"can't look into {self.root.path}: {e.strerror}") from e
        try:
            flock(descriptor, LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def file(self, *segments: str) -> FilePath[str]:
        """
        A path below the store's files.

        @raise NoPlaceForFiles: this store has no place for files.
        """
        if self.files is None:
            raise NoPlaceForFiles("a store in memory has no files of its own")
        return self.files.descendant(segments)

    def temporary(self, *segments: str) -> FilePath[str]:
        """
        A path for a temporary file on the same file system, whose directory exists.
        """
        base = self.file("temp") if self.root is None else self.root.child("temp")
        found = base.descendant(segments)
        found.parent().makedirs(ignoreExistingDirectory=True)
        return found


def _hasContent(file: Path) -> bool:
    try:
        return os.stat(file).st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False


def _layOut(database: Path, content: bytes) -> None:
    root = database.parent
    for name in _SUBDIRECTORIES:
        os.makedirs(root / name, exist_ok=True)
    # SQLite would take a journal for the new database's.
    left = [name for name in ("db.sqlite-wal", "db.sqlite-journal") if _hasContent(root / name)]
    left += [f"files/{name}" for name in os.listdir(root / "files")]
    if left:
        raise CannotOpenStore(f"{root} has {left[0]}, but not its database: bring back {database.name}")
    unfinished = database.with_suffix(".sqlite-unfinished")
    with open(unfinished, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, database)
    toDisk(root)


def _isOurs(names: list[str]) -> bool:
    # What else is beside a database is its own affair; without one, there may be what another process made
    # just now.
    return any(name.startswith("db.sqlite") for name in names) or {*names} <= {*_SUBDIRECTORIES}


def _asPath(path: FilePath[str] | str | None) -> FilePath[str] | None:
    return path.asTextMode() if isinstance(path, FilePath) else None if path is None else FilePath(path)
