"""
The files of a store.
"""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

from twisted.python.filepath import FilePath

from axiom._engine.files import AtomicFile

if TYPE_CHECKING:
    from axiom._engine.directories import StoreDirectory

__all__ = ["FileKeeper"]

_numbers = count(1)


class FileKeeper:
    """
    What has files of its own: the part of a store that gives out their paths.

    @ivar directory: where they are.
    """

    directory: StoreDirectory

    def newFilePath(self, *path: str) -> FilePath[str]:
        """
        A path below the store's files.
        """
        return self.directory.file(*path)

    def newDirectory(self, *path: str) -> FilePath[str]:
        """
        A path below the store's files, where a directory is made.
        """
        found = self.directory.file(*path)
        found.makedirs(ignoreExistingDirectory=True)
        return found

    def newTemporaryFilePath(self, *path: str) -> FilePath[str]:
        """
        A path for a temporary file, from where it can be moved to the store's files.
        """
        return self.directory.temporary(*path)

    def newFile(self, *path: str) -> AtomicFile:
        """
        A file below the store's files that takes its place when it is closed.
        """
        if not path:
            raise ValueError("a file needs a name")
        final = self.directory.file(*path)
        # Unlike that of any other process, and of any other file of this one.
        temporary = self.directory.temporary(f"{os.getpid()}-{next(_numbers)}.tmp")
        return AtomicFile(temporary.path, final)
