"""
The one server process of a store: a file with its pid, locked as long as it lives.

The kernel drops the lock with the process, however that ends, so the lock is the truth and not the file. A
server's file is written and locked before it gets its name; hence whoever finds a locked one can trust the
number in it. Starters take turns by a lock on the directory.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from axiom.scripts.errors import AlreadyRunning

__all__ = ["PIDFile"]


class PIDFile:
    """
    The pid file of one store.

    @ivar path: its absolute path; its directory is made when needed.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._descriptor: int | None = None

    def __repr__(self) -> str:
        return f"<PIDFile {self.path} {'free' if self._descriptor is None else 'acquired'}>"

    def acquire(self) -> None:
        """
        Make this process the store's server until L{release} or its end.

        @raise AlreadyRunning: another one is.
        """
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        with _turn(os.path.dirname(self.path)):
            if (pid := self.holder()) is not None:
                raise AlreadyRunning(pid)
            new = f"{self.path}.new"
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            os.write(descriptor, b"%d\n" % os.getpid())
            os.replace(new, self.path)
        self._descriptor = descriptor

    def release(self) -> None:
        """
        Remove the file, if this process is the server. Repeating it is safe.
        """
        if self._descriptor is not None:
            with suppress(FileNotFoundError):
                os.unlink(self.path)
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> int | None:
        """
        The pid of the server that runs now, or None. A file that a dead one left counts for nothing.
        """
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(os.read(descriptor, 32))
        else:
            return None
        finally:
            os.close(descriptor)


@contextmanager
def _turn(directory: str) -> Iterator[None]:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
