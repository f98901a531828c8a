"""
The bell: by it the processes of a site tell each other that a store has work to do.

It only wakes. Whoever missed it finds the store on the agenda later.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any, Self

from twisted.internet.interfaces import IReadDescriptor
from twisted.python.failure import Failure
from twisted.python.filepath import FilePath
from zope.interface import implementer

__all__ = ["Bell"]

_SUFFIX = ".bell"
_LONGEST = 32
_MOST_AT_ONCE = 200


@implementer(IReadDescriptor)
class Bell:
    """
    The bell of one process, and those of the others that are in the same directory.

    @ivar name: of the process, which no other has.
    """

    def __init__(self, directory: str | None) -> None:
        """
        @param directory: None if there are no other processes.
        """
        self._directory = directory
        self.name = f"work-{os.getpid()}-{os.urandom(4).hex()}"
        self._socket: socket.socket | None = None

    @classmethod
    def of(cls, storeDirectory: FilePath[str] | None) -> Self:
        """
        The bell for the processes that use a store.
        """
        return cls(None if storeDirectory is None else storeDirectory.child("run").path)

    def ring(self, subStoreID: int) -> None:
        """
        Wake the others.
        """
        if self._directory is None:
            return
        with suppress(OSError), _shortPath(self._directory) as directory:
            own = self.name + _SUFFIX
            names = [each for each in os.listdir(directory) if each.endswith(_SUFFIX) and each != own]
            if names:
                with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as ringing:
                    ringing.setblocking(False)
                    for name in names:
                        _send(ringing, f"{directory}/{name}", b"%d" % subStoreID)

    def listen(self, reactor: Any, heard: Callable[[int], object]) -> None:
        """
        Call C{heard} with the number of each store for which somebody rings.

        @raise OSError: the system refuses.
        """
        if self._directory is None:
            return
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listening.setblocking(False)
        try:
            with _shortPath(self._directory) as directory:
                listening.bind(f"{directory}/{self.name}{_SUFFIX}")
        except OSError:
            listening.close()
            raise
        self._socket, self._reactor, self._heard = listening, reactor, heard
        reactor.addReader(self)

    def close(self) -> None:
        """
        Hear nothing any more. Repeating it is safe.
        """
        if self._socket is not None and self._directory is not None:
            self._reactor.removeReader(self)
            self._socket.close()
            self._socket = None
            with suppress(OSError):
                os.unlink(os.path.join(self._directory, self.name + _SUFFIX))

    def fileno(self) -> int:
        """
        See L{IReadDescriptor}.
        """
        return -1 if self._socket is None else self._socket.fileno()

    def logPrefix(self) -> str:
        """
        See L{IReadDescriptor}.
        """
        return "bell"

    def doRead(self) -> None:
        """
        Pass on what was rung, each store once.
        """
        rung: dict[int, None] = {}
        with suppress(BlockingIOError):
            for _ in range(_MOST_AT_ONCE):
                if self._socket is None:
                    return
                with suppress(ValueError):
                    rung[int(self._socket.recv(_LONGEST))] = None
        for subStoreID in rung:
            self._heard(subStoreID)

    def connectionLost(self, reason: Failure) -> None:
        """
        Called by a reactor that stops.
        """
        self.close()


@contextmanager
def _shortPath(directory: str) -> Iterator[str]:
    """
    A context with a short name for a directory, since that of a socket may have some hundred characters only.
    """
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        short = f"/proc/self/fd/{descriptor}"
        yield short if os.path.isdir(short) else directory
    finally:
        os.close(descriptor)


def _send(ringing: socket.socket, path: str, message: bytes) -> None:
    try:
        ringing.sendto(message, path)
    except ConnectionRefusedError:
        # Its process is gone.
        with suppress(OSError):
            os.unlink(path)
    except OSError:
        # It has much to hear already, or went away just now.
        pass
