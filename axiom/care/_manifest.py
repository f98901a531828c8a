"""
What a backup says of itself.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from axiom.care._looking import Footprint
from axiom.care.errors import BackupDamaged

__all__ = [
    "MANIFEST",
    "SITE",
    "FileEntry",
    "Identity",
    "Manifest",
    "StoreEntry",
    "readManifest",
    "writeManifest",
]

MANIFEST = "manifest.json"
"""The file in a generation that describes it."""

SITE = "site"
"""The directory in a generation that is like the site's."""

_FORMAT = 1

Identity = tuple[int, int, int]
"""
Inode, bytes and time of the last change in nanoseconds of a file that was copied.
"""


class FileEntry(msgspec.Struct, frozen=True):
    """
    One file.

    @ivar path: from the site's directory.
    @ivar size: in bytes.
    @ivar sha256: of its content, in hexadecimal digits; empty for a symbolic link.
    @ivar mode: its rights.
    @ivar identity: what it was copied from; None if that might have changed without showing it.
    @ivar link: where a symbolic link leads.
    """

    path: str
    size: int
    sha256: str
    mode: int
    identity: Identity | None = None
    link: str | None = None


class StoreEntry(msgspec.Struct, frozen=True):
    """
    One store, without those below it.

    @ivar name: that of its place.
    @ivar path: its directory, from the site's; empty for the site itself.
    @ivar mode: the rights of that.
    @ivar revision: of the copy; None for a store of an old release.
    @ivar database: its copy.
    @ivar footprint: what it was copied from; None if that might have changed without showing it.
    @ivar files: its other files.
    @ivar directories: its empty directories, from the site's.
    @ivar keptFrom: the name of the generation that this was taken from, since the store itself could not be
        copied.
    """

    name: str
    path: str
    mode: int
    revision: int | None
    database: FileEntry
    footprint: Footprint | None
    files: list[FileEntry]
    directories: list[str]
    keptFrom: str | None = None


class Manifest(msgspec.Struct, frozen=True):
    """
    One generation of a backup.

    @ivar site: the absolute path of what was copied.
    @ivar taken: when, in seconds since the epoch.
    @ivar stores: each before those below it; the first is the site itself.
    """

    site: str
    taken: float
    stores: list[StoreEntry]
    format: int = _FORMAT


def writeManifest(manifest: Manifest, generation: Path) -> None:
    """
    Put a manifest into the directory that it describes.
    """
    # Names of files need not be text; only this encoder escapes what stands for their bytes.
    (generation / MANIFEST).write_text(json.dumps(msgspec.to_builtins(manifest)), encoding="ascii")


def readManifest(generation: Path) -> Manifest:
    """
    The manifest of a generation.

    @raise BackupDamaged: it is none, or names files that are outside.
    """
    path = generation / MANIFEST
    try:
        manifest = msgspec.convert(json.loads(path.read_bytes()), Manifest)
    except (OSError, ValueError, RecursionError) as e:
        raise BackupDamaged(str(path), f"is no manifest: {e}") from e
    if manifest.format != _FORMAT or not manifest.stores:
        raise BackupDamaged(str(path), f"has the format {manifest.format}, which this release does not know")
    for store in manifest.stores:
        entries = [store.database, *store.files]
        for name in [store.path, *(entry.path for entry in entries), *store.directories]:
            if name.startswith("/") or ".." in name.split("/"):
                raise BackupDamaged(str(path), f"names {name}, which is outside")
    return manifest
