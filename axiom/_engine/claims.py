"""
Claims: what one process at a time does for a store, and in it one holder at a time.

The kernel drops a claim with the process, however that ends.
"""

from __future__ import annotations

import os
from fcntl import LOCK_EX, LOCK_NB, flock

from twisted.python.filepath import FilePath

__all__ = ["Claim"]


class Claim:
    """
    One claim of this process.

    @ivar path: the file whose lock is the claim; None if there is no other process to have it.
    """

    def __init__(self, path: FilePath[str] | None) -> None:
        self.path = path
        self._descriptor: int | None = None

    @classmethod
    def of(cls, directory: FilePath[str] | None, work: str) -> Claim:
        """
        The claim to one kind of work for a store.

        @param directory: of the store; None if it is in memory.
        @param work: names the file of the claim.
        """
        return cls(None if directory is None else directory.child("run").child(f"{work}.lock"))

    @property
    def isHeld(self) -> bool:
        """
        Whether this process has it.
        """
        return self.path is None or self._descriptor is not None

    def acquire(self) -> bool:
        """
        Claim it until L{release}, unless another process has. Repeating it is safe.

        @return: whether this process has it.
        """
        if self.path is None or self._descriptor is not None:
            return True
        descriptor = os.open(self.path.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            flock(descriptor, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """
        Let others have it. Repeating it is safe.
        """
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
