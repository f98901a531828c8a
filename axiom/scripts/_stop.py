"""
The command C{stop}.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

from axiom.scripts._commands import AxiomaticCommand
from axiom.scripts._pidfile import PIDFile
from axiom.scripts._pidmixin import PIDMixin
from axiom.scripts.errors import StillRunning

__all__ = ["Stop", "numberOfSeconds", "waitUntilGone"]

_INTERVAL = 0.05


def waitUntilGone(pidFile: PIDFile, pid: int, seconds: float, sleep: Callable[[float], None]) -> None:
    """
    Return once C{pid} is not the server any more.

    @param seconds: how long it may take.
    @param sleep: waits for so many seconds.

    @raise StillRunning: it took longer.
    """
    for _ in range(int(seconds / _INTERVAL)):
        if pidFile.holder() != pid:
            return
        sleep(_INTERVAL)
    raise StillRunning(pid, seconds)


def numberOfSeconds(word: str) -> float:
    """
    What a word of the command line says.

    @raise ValueError: it is no number.
    """
    if not word.replace(".", "", 1).isdecimal():
        raise ValueError(f"{word} is no number of seconds")
    return float(word)


class Stop(PIDMixin, AxiomaticCommand):
    """
    Stop the server, and wait until it is gone. It is no error if none runs.
    """

    name = "stop"
    description = "Stop the server of the store."
    optParameters = (("timeout", "t", 60.0, "How many seconds it may take.", numberOfSeconds),)

    def execute(self) -> None:
        """
        Ask the server to stop.

        @raise StillRunning: it did not in its time.
        """
        pid = self.signalServer(signal.SIGTERM)
        if pid is not None:
            waitUntilGone(self.pidFile, pid, self["timeout"], time.sleep)
        self.root.terminal.out.write("not running\n" if pid is None else f"stopped, pid was {pid}\n")
