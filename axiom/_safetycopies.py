"""
Copies of a store's database, kept beside it from before something was done to it that it can't undo itself.

They are numbered; each says in its name what came after it. A database knows in its C{user_version} the
number of the copy from which it was last restored.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import apsw

from axiom._engineerrors import unopenable

__all__ = ["SafetyCopies", "copyDatabase", "openUntouched"]

_DIRECTORY = "backups"
_NAME = re.compile(r"(\d+)-before-([a-z-]+)\.sqlite")
_KEPT = 3


@contextmanager
def openUntouched(database: Path) -> Iterator[apsw.Connection]:
    """
    A context with a connection to a database that is only read: its bytes stay as they are, also those that
    a crash left in its write-ahead log.

    @raise CannotOpenStore: it can't be read.
    """
    log = Path(f"{database}-wal")
    try:
        with closing(apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
            if log.exists() and log.stat().st_size:
                connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            connection.pragma("query_only", True)
            yield connection
    except apsw.Error as e:
        raise unopenable(e, str(database)) from e


def copyDatabase(database: Path, target: Path) -> None:
    """
    Copy what is committed in a database, whoever has it open; the copy is on disk when it gets its name.

    @raise CannotOpenStore: it can't be read.
    @raise DiskFull: there is no room for the copy.
    """
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with openUntouched(database) as source, closing(apsw.Connection(str(unfinished))) as copy:
        # Nobody needs a copy that is cut off.
        copy.pragma("journal_mode", "OFF")
        copy.pragma("synchronous", "OFF")
        with copy.backup("main", source, "main") as backup:
            backup.step()
        # One file, whatever the other has.
        copy.pragma("journal_mode", "DELETE")
    _toDisk(unfinished)
    unfinished.rename(target)
    _toDisk(target.parent)


def _toDisk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class SafetyCopies:
    """
    The copies beside one database: the newest three.
    """

    def __init__(self, database: Path | None) -> None:
        """
        @param database: None for a store in memory, of which nothing is kept.
        """
        self._database = database

    def all(self) -> list[tuple[int, str, Path]]:
        """
        The number of each, what came after it, and where it is; in the order of the numbers.
        """
        if self._database is None or not (directory := self._database.parent / _DIRECTORY).is_dir():
            return []
        found = ((_NAME.fullmatch(path.name), path) for path in directory.iterdir())
        return sorted((int(name[1]), name[2], path) for name, path in found if name)

    def keep(self, what: str) -> None:
        """
        Keep a copy of what is committed now; called by whoever holds the write lock, before the first change.

        @param what: comes now; lower case, with hyphens.
        @raise DiskFull: there is no room for the copy.
        """
        if self._database is None:
            return
        directory = self._database.parent / _DIRECTORY
        directory.mkdir(exist_ok=True)
        copies = self.all()
        number = copies[-1][0] + 1 if copies else 1
        copyDatabase(self._database, directory / f"{number:04}-before-{what}.sqlite")
        for *_, path in copies[: 1 - _KEPT]:
            path.unlink()
