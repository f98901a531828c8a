"""
Disks that are full or broken.
"""

from __future__ import annotations

from itertools import count
from typing import Self

import apsw

__all__ = ["FailingDisk"]

_numbers = count(1)


class FailingDisk(apsw.VFS):
    """
    The disk of every store that is opened while its context is entered; it works until it is told not to.

    Mend it before you close the stores, and close them before you leave the context.
    """

    def __init__(self) -> None:
        self._below = apsw.vfs_names()[0]
        self._room: int | None = None
        self._error: type[apsw.Error] = apsw.FullError

    def __enter__(self) -> Self:
        super().__init__(f"failing-{next(_numbers)}", self._below, makedefault=True)
        return self

    def __exit__(self, *exc: object) -> None:
        self.unregister()

    def fill(self, after: int = 0) -> None:
        """
        From now on C{after} bytes can be written; then the disk is full.
        """
        self._room, self._error = after, apsw.FullError

    def fail(self, after: int = 0) -> None:
        """
        From now on C{after} bytes can be written; then writing fails as on a broken disk.
        """
        self._room, self._error = after, apsw.IOError

    def mend(self) -> None:
        """
        From now on the disk works.
        """
        self._room = None

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        """
        Called by SQLite.
        """
        return _File(self, self._below, name, flags)

    def take(self, amount: int) -> int:
        """
        Called before C{amount} bytes are written.

        @return: how many of them there is room for.
        """
        if self._room is None:
            return amount
        taken = min(amount, self._room)
        self._room -= taken
        return taken

    def refuse(self) -> None:
        """
        Called when there was no room for all bytes, and those that there was room for are written.
        """
        raise self._error("there is no room" if self._error is apsw.FullError else "the disk is broken")


class _File(apsw.VFSFile):
    """
    An open file of a disk.
    """

    def __init__(
        self, disk: FailingDisk, below: str, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        super().__init__(below, name, flags)
        self._disk = disk

    def xWrite(self, data: bytes, offset: int) -> None:
        taken = self._disk.take(len(data))
        super().xWrite(data[:taken], offset)
        if taken < len(data):
            self._disk.refuse()

    def xSync(self, flags: int) -> None:
        if self._disk.take(1):
            super().xSync(flags)
        else:
            self._disk.refuse()
