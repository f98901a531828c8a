"""
The service of the process that supervises workers: it starts, restarts, replaces and stops them.

It opens no store and imports nothing of an application, so that it can outlive any number of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from twisted.application.service import Service
from twisted.internet.defer import Deferred
from twisted.logger import Logger

from axiom.supervision._keeper import PortKeeper
from axiom.supervision._slot import Slot
from axiom.supervision._state import SupervisedState, WorkerReport
from axiom.supervision._worker import Worker, WorkerState

__all__ = ["Supervisor"]


class Supervisor(Service):
    """
    Keeps a number of workers running.

    @ivar problem: why no worker could start at first; None if one did, or while that is open.
    """

    _log = Logger()

    def __init__(
        self,
        number: int,
        command: Sequence[str],
        reactor: Any,
        *,
        write: Callable[[str], object],
        report: Callable[[SupervisedState], object],
        ready: Callable[[], object],
    ) -> None:
        """
        @param number: of workers, at least 1.
        @param command: the program of a worker and its arguments.
        @param write: called with lines of their logs.
        @param report: called with what there is, when it has changed.
        @param ready: called when the first workers were started, and some serve.
        """
        self._command, self._reactor = command, reactor
        self._write, self._report, self._ready = write, report, ready
        self._keeper = PortKeeper(reactor)
        self._slots = [Slot(1 + index, self._start, reactor) for index in range(number)]
        self._living: list[Worker] = []
        self._reloading = self._askedAgain = False
        self._reloads, self._reloadProblem = 0, ""
        self.problem: str | None = None

    def startService(self) -> None:
        """
        Start the workers.
        """
        super().startService()
        self._reactor.callWhenRunning(lambda: Deferred.fromCoroutine(self._begin()))

    def stopService(self) -> Deferred[None]:
        """
        Listen nowhere, and let the workers finish what they do.

        @return: fires when all have ended.
        """
        super().stopService()
        self._keeper.close()
        for slot in self._slots:
            slot.close()
        for worker in self._living:
            worker.drain()
        return Deferred.fromCoroutine(self._stopped())

    def reload(self) -> None:
        """
        Have new workers take the places of those that there are, once all of the new ones serve; if one of
        them can't, everything stays as it is.
        """
        # Who asks while it is under way wants what was changed since.
        self._askedAgain = True
        if not self._reloading:
            Deferred.fromCoroutine(self._reload())

    async def _begin(self) -> None:
        workers = [slot.fill() for slot in self._slots]
        served = [await worker.serving for worker in workers]
        if not self.running:
            return
        if any(served):
            self._ready()
        else:
            self.problem = workers[0].lastWords
            self._reactor.stop()

    async def _reload(self) -> None:
        self._reloading = True
        while self._askedAgain and self.running:
            self._askedAgain = False
            fresh = [self._start(slot.number) for slot in self._slots]
            served = [await worker.serving for worker in fresh]
            if all(served) and self.running:
                self._reloadProblem = ""
                for slot, worker in zip(self._slots, fresh, strict=True):
                    slot.take(worker)
            else:
                failed = fresh[served.index(False)] if False in served else fresh[0]
                self._reloadProblem = failed.lastWords or "a new worker ended before it served"
                for worker in fresh:
                    worker.drain()
                self._log.error("not reloaded: {problem}", problem=self._reloadProblem)
            self._reloads += 1
        self._reloading = False
        self._changed()

    async def _stopped(self) -> None:
        for worker in list(self._living):
            await worker.ended

    def _start(self, number: int) -> Worker:
        worker = Worker(number, self._keeper, self._reactor, self._write, self._changed)
        self._living.append(worker)
        worker.ended.addCallback(lambda _: self._gone(worker))
        worker.start(self._reactor, self._command)
        return worker

    def _gone(self, worker: Worker) -> None:
        self._living.remove(worker)
        self._changed()

    def _changed(self) -> None:
        settled = all(slot.worker and slot.worker.state is WorkerState.SERVING for slot in self._slots)
        if self.running and settled and not self._reloading:
            self._keeper.closeUnused()
        state = SupervisedState(
            self._reloads,
            self._reloadProblem,
            self._reloading,
            [WorkerReport(each.number, each.pid, each.state.value) for each in self._living],
        )
        try:
            self._report(state)
        except OSError as e:
            # The workers are looked after whether or not that can be told.
            self._log.error("{state} can't be reported: {error}", state=state, error=e)
