"""
Going on without a terminal, in a process of its own.

The terminal stays until the daemon is ready, so that what goes wrong before can be read there.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import NoReturn

from axiom.scripts._exits import ExitStatus
from axiom.scripts.errors import DiedStarting

__all__ = ["detached"]

_STANDARD_STREAMS = (0, 1, 2)


def detached(work: Callable[[Callable[[], None]], int]) -> int:
    """
    Do C{work} in a daemon, and wait until it is ready or has failed. No thread may run.

    @param work: given a function to call once it is ready; returns the exit status.

    @return: L{ExitStatus.DONE} if it is ready, else its exit status.
    @raise DiedStarting: a signal ended it before.
    """
    reading, writing = os.pipe()
    daemon = os.fork()
    if daemon == 0:
        os.close(reading)
        _daemon(work, writing)
    os.close(writing)
    try:
        return ExitStatus.DONE if os.read(reading, 1) else _exitStatus(daemon)
    except KeyboardInterrupt:
        os.kill(daemon, signal.SIGTERM)
        raise
    finally:
        os.close(reading)


def _daemon(work: Callable[[Callable[[], None]], int], writing: int) -> NoReturn:
    status: int = ExitStatus.BUG
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)

        def ready() -> None:
            for descriptor in _STANDARD_STREAMS:
                os.dup2(null, descriptor)
            os.write(writing, b"\n")
            os.close(writing)

        status = work(ready)
    finally:
        os._exit(status)


def _exitStatus(daemon: int) -> int:
    status = os.waitstatus_to_exitcode(os.waitpid(daemon, 0)[1])
    if status < 0:
        raise DiedStarting(-status)
    return status or ExitStatus.FAILED
