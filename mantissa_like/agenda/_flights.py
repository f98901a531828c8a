"""
What each process is at while it runs application code: if it does not survive that, its successor knows why.

A record is a file that its process has locked. Nobody waits for the disk, so writing it costs next to
nothing: when the process is killed, the kernel keeps what was written, and drops the lock.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EWOULDBLOCK
from fcntl import LOCK_EX, LOCK_NB, flock

import msgspec
from twisted.python.filepath import FilePath

__all__ = ["FlightRecord", "Flights", "Handling"]

_SUFFIX = ".flight"
_MOST_BYTES = 4096
_LONGEST = 200
_NOTHING = b"\0"


@dataclass(frozen=True)
class Handling:
    """
    What a process is at.

    @ivar subStoreID: the store, as the agenda numbers it.
    @ivar work: the name of the L{IStoreWork<mantissa_like.agenda.IStoreWork>}.
    @ivar what: tells the work what it was; at most 200 characters are kept.
    """

    subStoreID: int
    work: str
    what: str


class FlightRecord:
    """
    The record of one process, which has it locked.
    """

    def __init__(self, path: str | None) -> None:
        """
        @param path: of the file, which is made; None to keep no record.
        """
        self._path, self._descriptor, self._now = path, -1, _NOTHING
        if path is not None:
            # Nobody may find it unlocked, who would take its process for one that is gone.
            making = f"{path}.new"
            self._descriptor = os.open(making, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            flock(self._descriptor, LOCK_EX | LOCK_NB)
            # What is written into it later needs no room on the disk.
            with suppress(OSError):
                os.posix_fallocate(self._descriptor, 0, _MOST_BYTES)
            os.rename(making, path)

    @contextmanager
    def during(self, handling: Handling) -> Iterator[None]:
        """
        A context in which the process is at something.
        """
        before = self._now
        told = msgspec.json.encode([handling.subStoreID, handling.work, handling.what[:_LONGEST]])
        self._write(told + _NOTHING)
        try:
            yield
        finally:
            self._write(before)

    def _write(self, told: bytes) -> None:
        self._now = told
        if self._descriptor >= 0:
            # Nobody is kept from running because his successor could not be told why he died.
            with suppress(OSError):
                os.pwrite(self._descriptor, told, 0)

    def close(self) -> None:
        """
        The process ends in peace, and leaves no record. Repeating it is safe.
        """
        if self._path is not None and self._descriptor >= 0:
            with suppress(OSError):
                os.unlink(self._path)
            os.close(self._descriptor)
            self._descriptor = -1


class Flights:
    """
    The records of the processes that use a store.
    """

    def __init__(self, directory: FilePath[str] | None) -> None:
        """
        @param directory: of the store; None for one in memory.
        """
        self._directory: str | None = None if directory is None else directory.child("run").path

    def begin(self, name: str) -> FlightRecord:
        """
        A record for this process.

        @param name: that no other process has, ever.
        """
        return FlightRecord(None if self._directory is None else f"{self._directory}/{name}{_SUFFIX}")

    def isAlive(self, name: str) -> bool:
        """
        Whether a process is there that has a record of this name.
        """
        try:
            with _unlocked(f"{self._directory}/{name}{_SUFFIX}"):
                return False
        except OSError as e:
            return e.errno == EWOULDBLOCK

    def countDead(self, count: Callable[[Handling], object]) -> None:
        """
        Call C{count} with what each process was at that did not survive it; then forget that, unless it
        raises.
        """
        if self._directory is None:
            return
        for name in os.listdir(self._directory):
            if name.endswith(_SUFFIX):
                with suppress(OSError), _unlocked(f"{self._directory}/{name}") as told:
                    handling = _decoded(told)
                    if handling is not None:
                        count(handling)
                    os.unlink(f"{self._directory}/{name}")


@contextmanager
def _unlocked(path: str) -> Iterator[bytes]:
    """
    A context with the record of a process that is gone, which nobody else has then.

    @raise OSError: its process is not gone.
    """
    with open(path, "rb") as file:
        flock(file, LOCK_EX | LOCK_NB)
        yield file.read(_MOST_BYTES)


def _decoded(told: bytes) -> Handling | None:
    told = told.partition(_NOTHING)[0]
    try:
        subStoreID, work, what = msgspec.json.decode(told, type=tuple[int, str, str])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return Handling(subStoreID, work, what)
