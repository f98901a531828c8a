"""
One worker as its supervisor sees it: a process, from its start to its end.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from typing import Any

import msgspec
from twisted.internet.defer import Deferred
from twisted.internet.error import CannotListenError, ProcessExitedAlready
from twisted.internet.interfaces import IDelayedCall
from twisted.internet.protocol import Factory, ProcessProtocol
from twisted.logger import Logger
from twisted.protocols.basic import LineOnlyReceiver
from twisted.python.failure import Failure

from axiom.supervision._borrowing import NUMBER, SUPERVISOR
from axiom.supervision._keeper import PortKeeper
from axiom.supervision._messages import Borrow, GiveBack, Lent, Ready, Refused, asLine

__all__ = ["Worker", "WorkerState"]

_DRAIN_SECONDS = 50.0
_LINK = 3
_MOST_WORDS = 4000
_LONGEST_LINE = 1 << 16
# Twisted reads twice as much at a time, so this was all that there was. A pipe holds what comes in a moment.
_LITTLE = 4096
_MOMENT = 0.02


class WorkerState(Enum):
    """
    Where a worker is in its life.
    """

    STARTING = "starting"
    SERVING = "serving"
    DRAINING = "draining"
    ENDED = "ended"


class Worker(ProcessProtocol):
    """
    One worker.

    @ivar number: of the place among the workers that it takes, from 1.
    @ivar state: where it is.
    @ivar pid: of its process.
    @ivar began: seconds on the clock at which it was started.
    @ivar serving: fires once, with whether it came to serve.
    @ivar ended: fires when its process has ended.
    """

    _log = Logger()
    pid = 0

    def __init__(
        self,
        number: int,
        keeper: PortKeeper,
        clock: Any,
        write: Callable[[str], object],
        changed: Callable[[], None],
    ) -> None:
        """
        @param write: called with lines of its log.
        @param changed: called when its state is another.
        """
        self.number, self._keeper, self._clock = number, keeper, clock
        self._write, self._changed = write, changed
        self.state = WorkerState.STARTING
        self.began = clock.seconds()
        self.serving: Deferred[bool] = Deferred()
        self.ended: Deferred[None] = Deferred()
        self._deadline: IDelayedCall | None = None
        self._logged = _Lines(lambda lines: write("".join(f"{line}\n" for line in lines)))
        self._complaints = _Lines(lambda lines: list(map(self._complain, lines)))
        self._words = ""

    def __repr__(self) -> str:
        return f"<Worker {self.number} with pid {self.pid}, {self.state.value}>"

    @property
    def lastWords(self) -> str:
        """
        The last line that it complained with before it served; may be empty.
        """
        return (self._words.splitlines() or [""])[-1]

    def start(self, reactor: Any, command: Sequence[str]) -> None:
        """
        Start the process; if there can be none, it has ended.
        """
        try:
            self._spawn(reactor, command)
        except OSError as e:
            self._complain(f"it can't be started: {e}")
            self._end()

    def _spawn(self, reactor: Any, command: Sequence[str]) -> None:
        ours, theirs = socket.socketpair()
        environment = {**os.environ, SUPERVISOR: str(_LINK), NUMBER: str(self.number)}
        with ours, theirs:
            ours.setblocking(False)
            factory = Factory.forProtocol(lambda: _Link(self))
            factory.noisy = False
            # The connection has a descriptor of its own, and ends with the process.
            reactor.adoptStreamConnection(ours.fileno(), socket.AF_UNIX, factory)
            process = reactor.spawnProcess(
                self,
                command[0],
                command,
                env=environment,
                path=None,
                childFDs={0: 0, 1: "r", 2: "r", _LINK: theirs.fileno()},
            )
            self.pid = process.pid

    def drain(self) -> None:
        """
        Let it finish what it does and end, after a while by force. Repeating it is safe.
        """
        if self.state in (WorkerState.DRAINING, WorkerState.ENDED):
            return
        self._signal("TERM")
        self._deadline = self._clock.callLater(_DRAIN_SECONDS, self._signal, "KILL")
        self._become(WorkerState.DRAINING)

    def told(self, message: Borrow | GiveBack | Ready, link: _Link) -> None:
        """
        Do what the worker asks for.
        """
        if isinstance(message, Borrow):
            try:
                descriptor = self._keeper.lend(message.place, self)
            except CannotListenError as e:
                error = e.socketError
                link.answer(
                    Refused(
                        getattr(error, "errno", None) or 0, getattr(error, "strerror", None) or str(error)
                    )
                )
            else:
                link.answer(Lent(), descriptor)
        elif isinstance(message, GiveBack):
            self._keeper.takeBack(message.place, self)
            self._changed()
        elif self.state is WorkerState.STARTING:
            self._become(WorkerState.SERVING)

    def outReceived(self, data: bytes) -> None:
        """
        It logs something. If that is all that there is, more is left to gather for a moment: to be woken by
        each line of a busy worker takes a tenth of a processor.
        """
        self._logged.feed(data)
        if len(data) < _LITTLE:
            process: Any = self.transport
            process.pauseProducing()
            self._clock.callLater(_MOMENT, process.resumeProducing)

    def errReceived(self, data: bytes) -> None:
        """
        It complains.
        """
        self._complaints.feed(data)

    def processEnded(self, reason: Failure) -> None:
        """
        Its sockets are free.
        """
        self._logged.end()
        self._complaints.end()
        if self._deadline is not None and self._deadline.active():
            self._deadline.cancel()
        self._keeper.forget(self)
        status: Any = reason.value
        if self.state is not WorkerState.DRAINING:
            end = f"signal {status.signal}" if status.signal else f"status {status.exitCode}"
            self._log.error("{worker!r} ended with {end}", worker=self, end=end)
        self._end()

    def _end(self) -> None:
        self._become(WorkerState.ENDED)
        self.ended.callback(None)

    def _become(self, state: WorkerState) -> None:
        self.state = state
        if not self.serving.called:
            self.serving.callback(state is WorkerState.SERVING)
        self._changed()

    def _complain(self, line: str) -> None:
        if self.state is WorkerState.STARTING:
            self._words = (self._words + line + "\n")[-_MOST_WORDS:]
        self._log.error("worker {number}: {line}", number=self.number, line=line)

    def _signal(self, name: str) -> None:
        with suppress(ProcessExitedAlready):
            process: Any = self.transport
            process.signalProcess(name)


class _Link(LineOnlyReceiver):
    """
    The supervisor's end of the socket between it and a worker.
    """

    delimiter = b"\n"

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def lineReceived(self, line: bytes) -> None:
        """
        The worker tells something.
        """
        self._worker.told(msgspec.json.decode(line, type=Borrow | GiveBack | Ready), self)

    def answer(self, message: Lent | Refused, descriptor: int | None = None) -> None:
        """
        Answer the worker.

        @param descriptor: goes with the answer.
        """
        transport: Any = self.transport
        if descriptor is not None:
            transport.sendFileDescriptor(descriptor)
        transport.write(asLine(message))


class _Lines:
    """
    Complete lines of what a process writes.
    """

    def __init__(self, take: Callable[[list[str]], object]) -> None:
        self._take = take
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """
        Take the lines that C{data} completes, and what is too long for one in pieces.
        """
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > _LONGEST_LINE:
            lines, self._rest = [*lines, self._rest], b""
        if lines:
            self._take([line.decode("utf-8", "replace") for line in lines])

    def end(self) -> None:
        """
        Take the rest as a line, if there is any.
        """
        if self._rest:
            self.feed(b"\n")
