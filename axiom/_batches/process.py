"""
The batch process, seen from the process that has it: it is started when it is wanted, and started again when
it dies.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from twisted.internet.defer import Deferred, fail, succeed
from twisted.internet.error import ConnectionLost
from twisted.internet.interfaces import IDelayedCall, IReactorTime
from twisted.internet.protocol import ProcessProtocol, connectionDone
from twisted.logger import Logger
from twisted.python.failure import Failure

from axiom._batches.commands import Pipe, Ready
from axiom.errors import ProcessUnavailable
from axiom.runtime import installedReactor

__all__ = ["ProcessController", "batchProcessOf"]

_SHORTEST_WAIT = 1.0
_LONGEST_WAIT = 60.0
_GRACE = 10.0


Spawn = Callable[[ProcessProtocol], object]


def batchProcessOf(directory: str) -> Spawn:
    """
    What starts a batch process for the site store in C{directory}.

    It finds the modules that this process finds, wherever each was started.
    """
    directories = [os.path.abspath(each) for each in sys.path]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(directories)}
    words = [sys.executable, "-P", "-m", "axiom._batchworker", os.path.abspath(directory)]
    return lambda process: installedReactor().spawnProcess(process, sys.executable, words, env=environment)


class _Parent(Pipe):
    """
    This process's end of the connection.
    """

    def __init__(self, controller: ProcessController) -> None:
        super().__init__()
        self._controller = controller

    @Ready.responder
    def ready(self) -> dict[str, Any]:
        """
        The batch process has begun.
        """
        self._controller.began(self)
        return {}

    def connectionLost(self, reason: Failure = connectionDone) -> None:
        """
        The batch process has ended. Whoever waits for its answer learns it when the controller knows.
        """
        self._controller.ended(reason)
        super().connectionLost(Failure(ConnectionLost()))


class _Process(ProcessProtocol):
    """
    A batch process: its standard output is the connection's, what it writes to standard error is logged.
    """

    _log = Logger()

    def __init__(self, connection: Pipe) -> None:
        self._connection = connection
        self._line = b""

    def connectionMade(self) -> None:
        """
        It was started.
        """
        self._connection.makeConnection(self.transport)

    def outReceived(self, data: bytes) -> None:
        """
        It says something.
        """
        self._connection.dataReceived(data)

    def errReceived(self, data: bytes) -> None:
        """
        It logs something.
        """
        *lines, self._line = (self._line + data).split(b"\n")
        for line in lines:
            self._log.info("batch process: {line}", line=line.decode("utf-8", "backslashreplace"))

    def processEnded(self, reason: Failure) -> None:
        """
        It has ended.
        """
        self.errReceived(b"\n" * bool(self._line))
        self._connection.connectionLost(reason)


class ProcessController:
    """
    Keeps one batch process.

    @ivar mode: C{"stopped"}, C{"starting"}, C{"ready"}, C{"waiting"} to be started again, or C{"stopping"}.
    """

    _log = Logger()

    def __init__(self, spawn: Spawn, clock: IReactorTime) -> None:
        """
        @param spawn: starts a process.
        """
        self._spawn, self._clock = spawn, clock
        self.mode = "stopped"
        self._connection: Any = None
        self._wanted: list[Deferred[Pipe]] = []
        self._stopped: list[Deferred[None]] = []
        self._timer: IDelayedCall | None = None
        self._wait, self._since = _SHORTEST_WAIT, 0.0

    def __repr__(self) -> str:
        return f"<ProcessController {self.mode}>"

    def getProcess(self) -> Deferred[Pipe]:
        """
        The connection to the batch process, which is started if there is none.

        @return: fires when it is ready; fails with L{ProcessUnavailable} if it is stopped before.
        """
        if self.mode == "ready":
            return succeed(self._connection)
        if self.mode == "stopping":
            return fail(ProcessUnavailable("the batch process is being stopped"))
        wanted: Deferred[Pipe] = Deferred()
        self._wanted.append(wanted)
        if self.mode == "stopped":
            self._start()
        return wanted

    def stopProcess(self) -> Deferred[None]:
        """
        Let the batch process do what it is at, for ten seconds, and end.

        @return: fires when there is none.
        """
        if self.mode in ("stopped", "waiting"):
            self._cancel()
            self._end()
            return succeed(None)
        stopped: Deferred[None] = Deferred()
        self._stopped.append(stopped)
        if self.mode != "stopping":
            self.mode = "stopping"
            self._timer = self._clock.callLater(_GRACE, self._kill)
            self._connection.transport.loseConnection()
        return stopped

    def _start(self) -> None:
        self.mode, self._timer = "starting", None
        self._since = self._clock.seconds()
        self._connection = _Parent(self)
        try:
            self._spawn(_Process(self._connection))
        except OSError:
            self.ended(Failure())

    def began(self, connection: Pipe) -> None:
        """
        Called when the batch process is ready.
        """
        if self.mode != "starting":
            return
        self.mode = "ready"
        wanted, self._wanted = self._wanted, []
        for each in wanted:
            each.callback(connection)

    def ended(self, reason: Failure) -> None:
        """
        Called when the batch process has ended, or could not be started.
        """
        self._cancel()
        if self.mode == "stopping":
            self._end()
            return
        if self._clock.seconds() - self._since >= _LONGEST_WAIT:
            self._wait = _SHORTEST_WAIT
        self._log.error(
            "the batch process ended: {reason}; it is started again in {seconds} s",
            reason=reason.getErrorMessage(),
            seconds=self._wait,
        )
        self.mode = "waiting"
        self._timer = self._clock.callLater(self._wait, self._start)
        self._wait = min(2 * self._wait, _LONGEST_WAIT)

    def _kill(self) -> None:
        self._timer = None
        self._log.warn("the batch process does not end, and is killed")
        self._connection.transport.signalProcess("KILL")

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        self.mode, self._connection = "stopped", None
        wanted, self._wanted = self._wanted, []
        for each in wanted:
            each.errback(ProcessUnavailable("the batch process was stopped"))
        stopped, self._stopped = self._stopped, []
        for done in stopped:
            done.callback(None)
