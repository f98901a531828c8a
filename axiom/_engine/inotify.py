"""
What Linux tells of the files that are written to in a directory.

Twisted's own of this name gives up all directories when one of them is removed, as the store of a person who
has gone is, and does not say when the kernel has dropped notices.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Callable
from functools import partial

from twisted.internet.interfaces import IReactorFDSet, IReadDescriptor
from twisted.logger import Logger
from twisted.python.failure import Failure
from zope.interface import implementer

__all__ = ["Inotify"]

_MODIFY, _OVERFLOW, _IGNORED = 0x2, 0x4000, 0x8000
_HEADER = struct.Struct("=iIII")
_READ_BYTES = 65536


@implementer(IReadDescriptor)
class Inotify:
    """
    The directories that one process follows.
    """

    _log = Logger()

    def __init__(self, reactor: IReactorFDSet) -> None:
        """
        @raise OSError: there is nothing of the kind here, or this user has too many.
        """
        self._reactor = reactor
        library = ctypes.CDLL(None, use_errno=True)
        try:
            self._addWatch, self._removeWatch = library.inotify_add_watch, library.inotify_rm_watch
            start = library.inotify_init1
        except AttributeError as e:
            raise OSError("this system has no inotify") from e
        self._descriptor: int = start(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._descriptor < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        self._told: dict[int, list[Callable[[], object]]] = {}
        reactor.addReader(self)

    def __repr__(self) -> str:
        return f"<Inotify {len(self._told)} directories>"

    def add(self, path: str, f: Callable[[], object]) -> Callable[[], object]:
        """
        Call C{f} whenever a file in a directory was written to, once for several writes that come together.

        @param path: of the directory.
        @return: ends that; repeating it is safe.
        @raise OSError: it is gone, or this user follows as many as the system allows.
        """
        watch: int = self._addWatch(self._descriptor, os.fsencode(path), ctypes.c_uint32(_MODIFY))
        if watch < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), path)
        self._told.setdefault(watch, []).append(f)
        return partial(self._remove, watch, f)

    def _remove(self, watch: int, f: Callable[[], object]) -> None:
        # One whose directory was removed is gone already.
        told = self._told.get(watch, [])
        if f in told:
            told.remove(f)
            if not told:
                del self._told[watch]
                self._removeWatch(self._descriptor, watch)

    def close(self) -> None:
        """
        Follow nothing any more. Repeating it is safe.
        """
        if self._descriptor >= 0:
            self._told.clear()
            self._reactor.removeReader(self)
            os.close(self._descriptor)
            self._descriptor = -1

    def fileno(self) -> int:
        """
        See L{IReadDescriptor}.
        """
        return self._descriptor

    def logPrefix(self) -> str:
        """
        See L{IReadDescriptor}.
        """
        return "inotify"

    def doRead(self) -> None:
        """
        Tell who follows what was written to.
        """
        try:
            data = os.read(self._descriptor, _READ_BYTES)
        except BlockingIOError:
            return
        written: dict[int, None] = {}
        position = 0
        while position < len(data):
            watch, mask, _, length = _HEADER.unpack_from(data, position)
            position += _HEADER.size + length
            if mask & _OVERFLOW:
                # Whatever was dropped, it was of one of these.
                written.update(dict.fromkeys(self._told))
            elif mask & _IGNORED:
                self._told.pop(watch, None)
            else:
                written[watch] = None
        for watch in written:
            self._tell(watch)

    def connectionLost(self, reason: Failure) -> None:
        """
        Called by a reactor that stops.
        """
        self.close()

    def _tell(self, watch: int) -> None:
        for told in list(self._told.get(watch, ())):
            try:
                told()
            except Exception:
                self._log.failure("{told} failed when told of a change", told=told)
