"""
The directory of a store: its database, its files, its temporary files and what a running server leaves there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

from twisted.python.filepath import FilePath

from axiom.errors import CannotOpenStore

__all__ = ["StoreDirectory"]

_SUBDIRECTORIES = ("files", "temp", "run")


class StoreDirectory:
    """
    Where a store's files are.

    @ivar root: the store's directory; None for a store in memory.
    @ivar files: below which the store's files are; None where there are none.
    """

    def __init__(self, root: FilePath[str] | str | None, files: FilePath[str] | str | None) -> None:
        self.root = _asPath(root)
        self.files = _asPath(files) if self.root is None else self.root.child("files")

    @property
    def database(self) -> Path | None:
        """
        The database file.
        """
        return None if self.root is None else Path(self.root.child("db.sqlite").path)

    def prepare(self) -> None:
        """
        Make the directories, where they are not there.

        @raise CannotOpenStore: something else is in the way.
        """
        if self.root is None:
            return
        if self.root.exists() and (not self.root.isdir() or not _isOurs(self.root.listdir())):
            raise CannotOpenStore(f"{self.root.path} exists and is not a store")
        for name in _SUBDIRECTORIES:
            self.root.child(name).makedirs(ignoreExistingDirectory=True)

    @contextmanager
    def opening(self) -> Iterator[None]:
        """
        A context in which nobody else is in one for this store: who makes it makes it alone.

        SQLite itself gives up at once when two processes change the journal of a database.
        """
        if self.root is None:
            yield
            return
        descriptor = os.open(self.root.path, os.O_RDONLY)
        try:
            flock(descriptor, LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def file(self, *segments: str) -> FilePath[str]:
        """
        A path below the store's files.

        @raise CannotOpenStore: this store has no place for files.
        """
        found: Any = self.files
        if found is None:
            raise CannotOpenStore("a store in memory has files only if it is given a filesdir")
        for segment in segments:
            found = found.child(segment)
        return found  # type: ignore[no-any-return]

    def temporary(self, *segments: str) -> FilePath[str]:
        """
        A path for a temporary file on the same file system, whose directory exists.
        """
        base = self.file("temp") if self.root is None else self.root.child("temp")
        found = base
        for segment in segments:
            found = found.child(segment)
        found.parent().makedirs(ignoreExistingDirectory=True)
        return found


def _isOurs(names: list[str]) -> bool:
    # What else is beside a database is its own affair; without one, there may be what another process made
    # just now.
    return any(name.startswith("db.sqlite") for name in names) or {*names} <= {*_SUBDIRECTORIES}


def _asPath(path: FilePath[str] | str | None) -> FilePath[str] | None:
    return path.asTextMode() if isinstance(path, FilePath) else None if path is None else FilePath(path)
