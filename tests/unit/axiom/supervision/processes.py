"""
A reactor whose processes and ports are objects in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from twisted.internet.error import CannotListenError, ProcessDone, ProcessTerminated
from twisted.internet.task import Clock
from twisted.python.failure import Failure

from axiom.supervision._messages import Ready
from axiom.supervision._worker import Worker

__all__ = ["FakePort", "FakeProcess", "ProcessReactor"]


class FakePort:
    """
    A socket that listens.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.isReading = self.isListening = True

    def fileno(self) -> int:
        return self.number

    def stopReading(self) -> None:
        self.isReading = False

    def stopListening(self) -> None:
        self.isListening = False


class FakeProcess:
    """
    A process which does as it is told.
    """

    def __init__(self, worker: Worker, pid: int, command: Sequence[str]) -> None:
        self.worker, self.pid, self.command = worker, pid, command
        self.signals: list[str] = []
        self.isPaused = False

    def signalProcess(self, name: str) -> None:
        self.signals.append(name)

    def pauseProducing(self) -> None:
        self.isPaused = True

    def resumeProducing(self) -> None:
        self.isPaused = False

    def serve(self) -> None:
        """
        It tells that it serves.
        """
        link: Any = None
        self.worker.told(Ready(), link)

    def end(self, status: int = 0) -> None:
        """
        It has ended.
        """
        self.worker.processEnded(Failure(ProcessTerminated(status) if status else ProcessDone(0)))


class ProcessReactor(Clock):
    """
    A clock that starts processes and listens.

    @ivar processes: those that were started.
    @ivar ports: by their place.
    @ivar taken: where nothing can listen.
    @ivar isExhausted: whether no process can be started.
    """

    def __init__(self) -> None:
        super().__init__()
        self.processes: list[FakeProcess] = []
        self.ports: dict[object, FakePort] = {}
        self.taken: set[object] = set()
        self.isStopped = self.isExhausted = False

    def callWhenRunning(self, call: Callable[[], object]) -> None:
        call()

    def stop(self) -> None:
        self.isStopped = True

    def spawnProcess(
        self, worker: Worker, executable: str, command: Sequence[str], **how: Any
    ) -> FakeProcess:
        if self.isExhausted:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        process = FakeProcess(worker, 100 + len(self.processes), command)
        self.processes.append(process)
        connected: Any = process
        worker.makeConnection(connected)
        return process

    def adoptStreamConnection(self, descriptor: int, family: int, factory: object) -> None:
        pass

    def listenTCP(self, port: int, factory: object, backlog: int, interface: str) -> FakePort:
        return self._listen((interface, port))

    def listenUNIX(self, address: str, factory: object, *how: object) -> FakePort:
        return self._listen(address)

    def _listen(self, place: object) -> FakePort:
        if place in self.taken:
            raise CannotListenError(None, place, OSError(98, "Address already in use"))
        port = self.ports[place] = FakePort(50 + len(self.ports))
        return port
