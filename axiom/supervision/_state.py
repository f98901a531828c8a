"""
What the commands about a server may know of its workers: a file beside the supervisor's pid.
"""

from __future__ import annotations

import os
from contextlib import suppress

import msgspec

__all__ = ["StateFile", "SupervisedState", "WorkerReport"]


class WorkerReport(msgspec.Struct, frozen=True):
    """
    One worker.

    @ivar number: of the place that it takes, from 1; while one takes the place of another, two have it.
    @ivar pid: of its process.
    @ivar state: C{starting}, C{serving} or C{draining}.
    """

    number: int
    pid: int
    state: str


class SupervisedState(msgspec.Struct, frozen=True):
    """
    What a supervisor has done, and has.

    @ivar reloads: how often it was asked for new workers and is done with that.
    @ivar reloadProblem: why the last time came to nothing; empty if it did not.
    @ivar isReloading: whether it starts new ones now.
    @ivar workers: those that live.
    """

    reloads: int
    reloadProblem: str
    isReloading: bool
    workers: list[WorkerReport]


class StateFile:
    """
    Where a supervisor tells this. Of one that was killed it remains, so whoever reads it looks first whether
    the supervisor lives.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def write(self, state: SupervisedState) -> None:
        """
        Take C{state} for what was there.
        """
        new = f"{self._path}.new"
        with open(new, "wb") as file:
            file.write(msgspec.json.encode(state))
        os.replace(new, self._path)

    def read(self) -> SupervisedState | None:
        """
        What was written last; None if nothing was, or it was removed.
        """
        try:
            with open(self._path, "rb") as file:
                return msgspec.json.decode(file.read(), type=SupervisedState)
        except FileNotFoundError:
            return None

    def remove(self) -> None:
        """
        Nobody supervises. Repeating it is safe.
        """
        with suppress(FileNotFoundError):
            os.unlink(self._path)
