"""
Files that a store owns.
"""

from __future__ import annotations

import os
from typing import IO

from twisted.internet.defer import Deferred, succeed
from twisted.python.filepath import FilePath
from zope.interface import implementer

from axiom.iaxiom import IAtomicFile

__all__ = ["AtomicFile"]


@implementer(IAtomicFile)
class AtomicFile:
    """
    A file under a temporary name that takes its place when it is closed.

    @ivar finalpath: its place.
    """

    def __init__(self, tempname: str, destpath: FilePath[str]) -> None:
        self._temporary, self.finalpath = FilePath(tempname), destpath
        self._file: IO[bytes] | None = open(tempname, "wb")  # noqa: SIM115 (kept open on purpose)

    @property
    def name(self) -> str:
        """
        The temporary path.
        """
        return self._temporary.path

    def write(self, data: bytes) -> int:
        """
        Append C{data}.
        """
        return self._opened().write(data)

    def flush(self) -> None:
        """
        Hand what was written to the operating system.
        """
        self._opened().flush()

    def close(self) -> Deferred[FilePath[str]]:
        """
        Put the file on disk and into its place, whose directories are made.
        """
        file = self._opened()
        file.flush()
        os.fsync(file.fileno())
        file.close()
        self._file = None
        self.finalpath.parent().makedirs(ignoreExistingDirectory=True)
        self._temporary.moveTo(self.finalpath)
        return succeed(self.finalpath)

    def abort(self) -> None:
        """
        Forget what was written. Repeating it is safe, also after L{close}.
        """
        if self._file is not None:
            self._file.close()
            self._file = None
            self._temporary.remove()

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            raise ValueError("the file is closed")
        return self._file
