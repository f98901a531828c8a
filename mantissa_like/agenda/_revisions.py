"""
How far each store had come when something was last made due in it: kept beside the stores, so that one whose
files are replaced by older ones is found out before it tells others anything by the same names as before.

Nobody waits for the disk, so it costs next to nothing. When a process is killed, the kernel keeps what was
written; when the machine fails, all stores are doubtful anyway.
"""

from __future__ import annotations

import os
from contextlib import suppress
from struct import Struct

from twisted.python.filepath import FilePath

__all__ = ["Revisions"]

_NAME = "revisions"
_REVISION = Struct("<q")


class Revisions:
    """
    The revisions of the stores of one site, as one process knows them.
    """

    def __init__(self, directory: FilePath[str] | None) -> None:
        """
        @param directory: of the site store; None for one in memory, of whose stores nothing is known.
        """
        self._path = None if directory is None else directory.child("run").child(_NAME).path
        self._descriptor: int | None = None

    def note(self, subStoreID: int, revision: int) -> None:
        """
        Keep the revision of a store; where that can't be written, nothing is known of it.
        """
        with suppress(OSError):
            os.pwrite(self._open(), _REVISION.pack(revision), _placeOf(subStoreID))

    def find(self, subStoreID: int) -> int:
        """
        The revision that was kept last; 0 if none was.
        """
        with suppress(OSError):
            told = os.pread(self._open(), _REVISION.size, _placeOf(subStoreID))
            if len(told) == _REVISION.size:
                return int(_REVISION.unpack(told)[0])
        return 0

    def close(self) -> None:
        """
        Keep no file open. It may be used again.
        """
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        if self._path is None:
            raise FileNotFoundError(_NAME)
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        return self._descriptor


def _placeOf(subStoreID: int) -> int:
    # The site store's number is negative, and no substore's is 0.
    return _REVISION.size * max(subStoreID, 0)
