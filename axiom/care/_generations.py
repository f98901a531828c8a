"""
The directory that backups are made into: generations, each a whole site, numbered in their order.

What two have in common is one file with two names. A generation gets its name when it is complete and on
disk, and loses it before anything of it is removed: whatever has one is whole.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from functools import cached_property
from pathlib import Path

from axiom.care._manifest import SITE, Manifest, readManifest, writeManifest
from axiom.care.errors import BackupBusy, NoSuchBackup
from axiom.database import toDisk

__all__ = ["BackupDirectory", "Generation"]

_NAME = re.compile(r"(\d{4,})-\d{8}T\d{6}Z")
_UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class Generation:
    """
    One complete backup.
    """

    path: Path

    @property
    def name(self) -> str:
        """
        Its number and when it was taken.
        """
        return self.path.name

    @property
    def site(self) -> Path:
        """
        The copy of the directory of the store that it is of.
        """
        return self.path / SITE

    @cached_property
    def manifest(self) -> Manifest:
        """
        What is in it.

        @raise BackupDamaged: that can't be told.
        """
        return readManifest(self.path)


class BackupDirectory:
    """
    The directory of all generations; not there before the first.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def generations(self) -> list[Generation]:
        """
        All of them, the oldest first.
        """
        found = (
            [path for path in self.path.iterdir() if _NAME.fullmatch(path.name)] if self.path.is_dir() else []
        )
        return [Generation(path) for path in sorted(found, key=_number)]

    def generation(self, name: str | None) -> Generation:
        """
        The one with this name or number; the newest for None.

        @raise NoSuchBackup: it is not there.
        """
        found = self.generations()
        if name is not None:
            found = [each for each in found if name in (each.name, str(_number(each.path)))]
        if not found:
            what = "no backup" if name is None else f"no backup {name}"
            raise NoSuchBackup(f"there is {what} in {self.path}")
        return found[-1]

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """
        A context with a new directory for what becomes a generation; what a dead process left is gone.

        @raise BackupBusy: another process is in one.
        """
        # Everybody's data are in it.
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            try:
                flock(descriptor, LOCK_EX | LOCK_NB)
            except BlockingIOError as e:
                raise BackupBusy(str(self.path)) from e
            unfinished = self.path / _UNFINISHED
            if unfinished.exists():
                shutil.rmtree(unfinished)
            unfinished.mkdir(mode=0o700)
            try:
                yield unfinished
            except BaseException:
                # On a full disk it must not take what room there is.
                shutil.rmtree(unfinished, ignore_errors=True)
                raise
        finally:
            os.close(descriptor)

    def complete(self, unfinished: Path, manifest: Manifest) -> Generation:
        """
        Give a new generation its name, once all of it is on disk; called within L{writing}.
        """
        writeManifest(manifest, unfinished)
        os.sync()
        found = self.generations()
        number = _number(found[-1].path) + 1 if found else 1
        taken = datetime.fromtimestamp(manifest.taken, UTC)
        generation = Generation(self.path / f"{number:04}-{taken:%Y%m%dT%H%M%SZ}")
        unfinished.rename(generation.path)
        toDisk(self.path)
        return generation

    def prune(self, keep: int) -> None:
        """
        Remove the oldest generations until C{keep} are left; called within L{writing}.
        """
        for generation in self.generations()[:-keep]:
            # The next backup would remove it, if this were cut off.
            generation.path.rename(self.path / _UNFINISHED)
            shutil.rmtree(self.path / _UNFINISHED)


def _number(path: Path) -> int:
    return int(path.name.partition("-")[0])
