"""
Processes that die at a chosen point, so that a test can see what they leave.

Nothing is prepared for that in the code that is tested: SQLite's own hooks, and Python's for the audit of
system calls, say when the point is reached.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from enum import StrEnum

__all__ = ["CrashPoint", "NotCrashed", "crash"]

_SECONDS = 60


class CrashPoint(StrEnum):
    """
    Where a process is killed.

    @cvar BEFORE_COMMIT: all that a transaction does is done, and nothing of it is on disk for others.
    @cvar IN_COMMIT: the first page that the commit writes is written half.
    @cvar AFTER_COMMIT: the transaction is committed, and nothing that follows from it was done.
    @cvar BEFORE_FILE: a file is complete under its temporary name, and not in its place.
    """

    BEFORE_COMMIT = "before commit"
    IN_COMMIT = "in commit"
    AFTER_COMMIT = "after commit"
    BEFORE_FILE = "before file"


class NotCrashed(AssertionError):
    """
    The process ended, well or with an error, before it came to the point.
    """


def crash(
    f: Callable[..., object],
    *arguments: object,
    at: CrashPoint,
    store: str | os.PathLike[str] | None = None,
    number: int = 1,
) -> None:
    """
    Call C{f} in a process of its own, which is killed with SIGKILL when it comes to a point. Its current
    directory and its modules are those of this process.

    @param f: a function of a module that can be imported.
    @param arguments: what JSON can say.
    @param store: the directory of the only store that counts; None if all do. Before the commit of a parent
        is after that of a substore that it makes.
    @param number: how many times the point is reached; the last time is the end.
    @raise NotCrashed: it is not reached so often.
    """
    task = {
        "f": f"{f.__module__}.{f.__qualname__}",
        "arguments": arguments,
        "at": at,
        "store": None if store is None else os.path.realpath(store),
        "number": number,
    }
    ended = subprocess.run(
        [sys.executable, "-m", "axiom.testing._dying"],
        input=json.dumps(task),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    if ended.returncode != -signal.SIGKILL:
        raise NotCrashed(f"{task['f']} ended with {ended.returncode}, not {at}: {ended.stderr}")
