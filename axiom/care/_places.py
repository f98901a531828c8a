"""
Where the stores of a site are on disk, and what belongs to each: found by walking, so that a damaged
database hides nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from stat import S_ISLNK, S_ISREG

__all__ = ["TOP", "Contents", "StorePlace", "contentsOf", "holdsStore", "storesBelow"]

TOP = "."
"""The name of the store that was asked for."""

_DATABASE = "db.sqlite"
# In a store's own directory, what it can do without; and the key to what is sealed in its database, beside a
# copy of which it must not lie.
_LEFT_OUT = frozenset({"backups", "run", "secrets.key", "temp"})


@dataclass(frozen=True)
class StorePlace:
    """
    The directory of one store.

    @ivar path: the directory.
    @ivar name: how it is called: the path of the directory from the files of the store that was asked for,
        and from those of each store in between; L{TOP} for that one itself.
    """

    path: Path
    name: str = TOP

    @property
    def database(self) -> Path:
        """
        Its database.
        """
        return self.path / _DATABASE

    @property
    def holdsStore(self) -> bool:
        """
        Whether there is a database, or the rest of one.
        """
        return holdsStore(self.path)

    @property
    def files(self) -> Path:
        """
        Below which its files are.
        """
        return self.path / "files"


@dataclass
class Contents:
    """
    What is in a store's directory beside the database and what is left out, without the stores below it.

    @ivar files: their paths from the directory, symbolic links among them, with what the file system says.
    @ivar emptyDirectories: the paths of those with nothing in them.
    @ivar substores: the stores below it; not those below these.
    """

    files: dict[str, os.stat_result] = field(default_factory=dict)
    emptyDirectories: list[str] = field(default_factory=list)
    substores: list[StorePlace] = field(default_factory=list)


def holdsStore(directory: str | Path) -> bool:
    """
    Whether a directory has a database, or the rest of one.
    """
    return any(os.path.exists(os.path.join(directory, _DATABASE + suffix)) for suffix in ("", "-wal"))


def storesBelow(top: StorePlace) -> Iterator[StorePlace]:
    """
    C{top} and all stores below it, each before those below it, by name.
    """
    waiting = [top]
    while waiting:
        place = waiting.pop()
        yield place
        below = [_substore(place, path) for path, kind, _ in _walk(place) if kind is _Kind.STORE]
        waiting += sorted(below, key=lambda each: each.path, reverse=True)


def contentsOf(place: StorePlace) -> Contents:
    """
    What is in a store's directory now; files that vanish meanwhile are left out.
    """
    found = Contents()
    for path, kind, entry in _walk(place):
        if kind is _Kind.EMPTY:
            found.emptyDirectories.append(path)
        elif kind is _Kind.STORE:
            found.substores.append(_substore(place, path))
        else:
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if S_ISREG(status.st_mode) or S_ISLNK(status.st_mode):
                found.files[path] = status
    return found


class _Kind(Enum):
    FILE, STORE, EMPTY = range(3)


def _walk(place: StorePlace) -> Iterator[tuple[str, _Kind, os.DirEntry[str]]]:
    waiting: list[tuple[str, os.DirEntry[str] | None]] = [("", None)]
    while waiting:
        inside, directory = waiting.pop()
        try:
            with os.scandir(place.path / inside) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        if directory is not None and not entries:
            yield inside, _Kind.EMPTY, directory
        for entry in entries:
            path = os.path.join(inside, entry.name)
            if not inside and (entry.name in _LEFT_OUT or entry.name.startswith(_DATABASE)):
                continue
            if path.startswith("files/") and _isStore(entry):
                yield path, _Kind.STORE, entry
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((path, entry))
            else:
                yield path, _Kind.FILE, entry


def _isStore(entry: os.DirEntry[str]) -> bool:
    if not entry.is_symlink():
        return entry.is_dir() and holdsStore(entry.path)
    # A store may be on another disk, where a link leads; one in which the link itself is, is not below it.
    try:
        return holdsStore(entry.path) and not any(
            os.path.samefile(above, entry.path) for above in Path(entry.path).parents
        )
    except FileNotFoundError:
        return False


def _substore(place: StorePlace, path: str) -> StorePlace:
    name = path.removeprefix("files/")
    return StorePlace(place.path / path, name if place.name == TOP else f"{place.name}/{name}")
