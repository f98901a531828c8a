"""
The file that has the keys of a site: C{secrets.key} in the directory of its store.

Each line is one key, 32 bytes in base64. The first seals; the others still open what was sealed with them.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from axiom.database import toDisk
from mantissa_like.vault.errors import BadKeyFile

__all__ = ["KEY_BYTES", "KEY_FILE", "keysIn"]

KEY_FILE = "secrets.key"
KEY_BYTES = 32
_MODE = 0o600


def keysIn(path: Path, unfinished: Path, randomBytes: Callable[[int], bytes]) -> list[bytes]:
    """
    The keys in a file, which is made if it is not there; not empty.

    Any number of processes may do so at once: one of them makes it, and all read the same.

    @param unfinished: a path on the same file system, of nobody else, under which it is made.
    @raise BadKeyFile: there is something else in it.
    """
    if not path.exists():
        _make(path, unfinished, randomBytes(KEY_BYTES))
    try:
        keys = [b64decode(line, validate=True) for line in path.read_bytes().split()]
    except ValueError as e:
        raise BadKeyFile(str(path)) from e
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise BadKeyFile(str(path))
    return keys


def _make(path: Path, unfinished: Path, key: bytes) -> None:
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, _MODE)
    try:
        os.write(descriptor, b64encode(key) + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    # Unlike a rename, a link never takes the place of what another process has made.
    with suppress(FileExistsError):
        os.link(unfinished, path)
    unfinished.unlink()
    toDisk(path.parent)
