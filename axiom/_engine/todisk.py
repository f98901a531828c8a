"""
Getting what was written onto the disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

__all__ = ["makeDirectories", "toDisk"]


def toDisk(path: Path, synchronize: Callable[[int], None] = os.fsync) -> None:
    """
    Return when the content of a file, or the names in a directory, are on the disk.

    @param synchronize: C{os.fdatasync}, where a file's length and content are enough.
    @raise OSError: the disk refuses, or nothing is there.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        synchronize(descriptor)
    finally:
        os.close(descriptor)


def makeDirectories(path: Path) -> None:
    """
    Make a directory and those that it is in, as far as they are not there; return when their names are on the
    disk.
    """
    missing = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for each in missing:
        toDisk(each.parent)
