"""
Copies of a store's database, kept beside it from before something was done to it for good.

They are numbered; each says in its name what came after it. A database says in its C{user_version} to which
of them it was last brought back.
"""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import apsw

from axiom._engine.copying import copyInto
from axiom._engine.todisk import toDisk
from axiom._engine.translation import databaseError
from axiom.errors import CannotOpenStore

__all__ = ["BACK", "FORMAT", "UPGRADE", "SafetyCopies", "SafetyCopy"]

FORMAT, UPGRADE, BACK = "format", "upgrade", "going-back"

_DIRECTORY = "backups"
_NAME = re.compile(rf"(\d+)-before-({FORMAT}|{UPGRADE}|{BACK})\.sqlite")
_KEPT = 3


class SafetyCopy(NamedTuple):
    """
    One copy.

    @ivar number: from 1; the newer, the higher.
    @ivar before: what came after it: L{FORMAT}, the tables of an older release became ours; L{UPGRADE}, items
        were upgraded; or L{BACK}, an older copy took the place of the database.
    @ivar path: its file.
    """

    number: int
    before: str
    path: Path


class SafetyCopies:
    """
    The copies of one database: the newest three, and the one to which it can be brought back.
    """

    def __init__(self, database: Path | None) -> None:
        """
        @param database: None for a store in memory, of which nothing is kept.
        """
        self._database = database

    def all(self) -> list[SafetyCopy]:
        """
        Those that there are, the oldest first.
        """
        directory = None if self._database is None else self._database.with_name(_DIRECTORY)
        if directory is None or not directory.is_dir():
            return []
        found = [(_NAME.fullmatch(path.name), path) for path in directory.iterdir()]
        return sorted(SafetyCopy(int(name[1]), name[2], path) for name, path in found if name)

    def wayBack(self) -> SafetyCopy | None:
        """
        The newest one from before an upgrade or a change of the tables.
        """
        return next((copy for copy in reversed(self.all()) if copy.before != BACK), None)

    def keep(self, before: str, source: apsw.Connection | None = None) -> None:
        """
        Keep a copy of what is committed now. Called by whoever holds the write lock, before the first change.

        @param source: a connection that reads the database; None for one made for this.
        @raise DiskFull: there is no room for the copy.
        @raise CannotOpenStore: it can't be made for another reason.
        """
        if self._database is None:
            return
        try:
            if source is None:
                with closing(apsw.Connection(str(self._database), apsw.SQLITE_OPEN_READONLY)) as reading:
                    self._keep(self._database.with_name(_DIRECTORY), before, reading)
            else:
                self._keep(self._database.with_name(_DIRECTORY), before, source)
        except apsw.Error as e:
            raise databaseError(e, f"the copy of {self._database}") from e
        except OSError as e:
            raise CannotOpenStore(f"no copy of {self._database} can be kept: {e.strerror}") from e

    def _keep(self, directory: Path, before: str, source: apsw.Connection) -> None:
        copies, wayBack = self.all(), self.wayBack() if before == BACK else None
        number = copies[-1].number + 1 if copies else 1
        directory.mkdir(exist_ok=True)
        unfinished = directory / "unfinished"
        unfinished.unlink(missing_ok=True)
        copyInto(unfinished, source)
        toDisk(unfinished)
        unfinished.rename(directory / f"{number:04}-before-{before}.sqlite")
        toDisk(directory)
        for copy in [each for each in copies if each != wayBack][: 1 - _KEPT]:
            copy.path.unlink()
