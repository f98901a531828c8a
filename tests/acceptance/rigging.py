"""
A server that dies at chosen points, whose clock can be set, and whose disk can be full.

Nothing is prepared for that in the server: when Python starts, a C{sitecustomize} of ours wraps what
is to be disturbed. What is to happen is told by files in one directory, to all processes of the site.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any

import apsw
from twisted.internet.defer import Deferred
from twisted.python.reflect import namedAny

from tests.acceptance.rigged_clock import DIFFERENCE

__all__ = ["LABELS", "SIDES", "Rig", "rig"]

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "sending": "mantissa_like.messaging._queue.MessageQueue.queueMessage",
        "routing": "mantissa_like.messaging._localrouter.LocalRouter.route",
        # In the transaction of the target's store, and around it.
        "receiving": "mantissa_like.messaging._reception._receive",
        "answering": "mantissa_like.messaging._localrouter.receive",
        # In the transaction of the sender's store, and around it.
        "consequence": "mantissa_like.messaging._conclusions._conclude",
        "concluding": "mantissa_like.messaging._outbox.conclude",
        # In the transaction of a handler, and around it.
        "handler": "mantissa_like.asyncitems._work.runHandler",
        "handling": "mantissa_like.asyncitems._work.AsyncWork._handle",
        "settling": "mantissa_like.asyncitems._asynchronousitem.AsynchronousItem._settle",
    }
)
"""The points at which a server can be killed, and the functions before and after which they are."""

SIDES = ("before", "after")

_VARIABLE = "RELAY_RIG"
_CUSTOMIZE = """
from tests.acceptance import rigged_clock
rigged_clock.rig({clock!r})
# Whoever imports the time from now on has that of this clock.
from tests.acceptance import rigging
rigging.rig()
"""
_CHECKOUT = Path(__file__).parents[2]


class Rig:
    """
    What disturbs the servers that are started with its environment.

    @ivar environment: theirs.
    """

    def __init__(self, directory: Path) -> None:
        """
        @param directory: made if it is not there.
        """
        self._directory = directory.absolute()
        self._directory.mkdir(parents=True, exist_ok=True)
        self._clock = self._directory / "clock"
        self._clock.write_bytes(DIFFERENCE.pack(0.0))
        (self._directory / "sitecustomize.py").write_text(_CUSTOMIZE.format(clock=str(self._clock)))
        path = os.pathsep.join((str(self._directory), str(_CHECKOUT)))
        self.environment = {_VARIABLE: str(self._directory), "PYTHONPATH": path}

    def setTrap(self, label: str, side: str, number: int) -> None:
        """
        Kill the first process that comes to a point so many times from now on.
        """
        trap = self._trap(label, side)
        trap.with_suffix(".new").write_text(str(number))
        trap.with_suffix(".new").rename(trap)

    def isSet(self, label: str, side: str) -> bool:
        """
        Whether no process was killed there yet.
        """
        return self._trap(label, side).exists()

    def turnClock(self, seconds: float) -> None:
        """
        Let the clocks of the servers differ from that of the machine, at once.
        """
        with open(self._clock, "r+b") as file:
            file.write(DIFFERENCE.pack(seconds))

    def fillDisk(self, part: str) -> None:
        """
        Let there be no room for what is in directories with this in their path.
        """
        (self._directory / "full").write_text(part)

    def emptyDisk(self) -> None:
        """
        Let there be room again.
        """
        (self._directory / "full").unlink()

    def _trap(self, label: str, side: str) -> Path:
        return self._directory / f"{label}-{side}.trap"


_disks: list[apsw.VFS] = []


def rig() -> None:
    """
    Disturb this process as its environment says; its clock is already.
    """
    directory = Path(os.environ[_VARIABLE])
    # It is there for as long as the process lives.
    _disks.append(_Disk(directory / "full"))
    for label, name in LABELS.items():
        _rigPoint(directory, label, name)


def _rigPoint(directory: Path, label: str, name: str) -> None:
    owner, _, attribute = name.rpartition(".")
    wrapped: Callable[..., Any] = namedAny(name)
    before, after = (_Trap(directory / f"{label}-{side}.trap") for side in SIDES)

    @wraps(wrapped)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        before.step()
        result = wrapped(*args, **kwargs)
        if isinstance(result, Deferred):
            return result.addCallback(after.stepWith)
        return after.stepWith(result)

    setattr(namedAny(owner), attribute, wrapper)


class _Trap:
    """
    What kills a process that comes to a point several times, and is not there for the others then.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._came = path, Counter[int]()

    def step(self) -> None:
        """
        The process is at the point.
        """
        try:
            with open(self._path) as file:
                wanted, trap = int(file.read()), os.fstat(file.fileno()).st_ino
        except FileNotFoundError:
            return
        self._came[trap] += 1
        if self._came[trap] >= wanted:
            try:
                os.unlink(self._path)
            except FileNotFoundError:
                return
            os.kill(os.getpid(), signal.SIGKILL)

    def stepWith(self, result: Any) -> Any:
        """
        The process is at the point, with this.
        """
        self.step()
        return result


class _Disk(apsw.VFS):
    """
    The disk of all databases that are opened from now on.
    """

    def __init__(self, file: Path) -> None:
        """
        @param file: says where it is full, if it is there.
        """
        self._file, self._below = file, apsw.vfs_names()[0]
        super().__init__("rigged", self._below, makedefault=True)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        """
        Called by SQLite.
        """
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        return _File(self, path, self._below, name, flags)

    def isFull(self, path: str) -> bool:
        """
        Whether there is no room for this file.
        """
        try:
            return self._file.read_text() in path
        except FileNotFoundError:
            return False


class _File(apsw.VFSFile):
    """
    An open file of the disk.
    """

    def __init__(
        self, disk: _Disk, path: str, below: str, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        super().__init__(below, name, flags)
        self._disk, self._path = disk, path

    def xWrite(self, data: bytes, offset: int) -> None:
        """
        Called by SQLite.
        """
        if self._disk.isFull(self._path):
            raise apsw.FullError("there is no room")
        super().xWrite(data, offset)
