"""
The batch process, seen from the process that has it.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from twisted.internet.error import ConnectionDone, ConnectionLost, ProcessTerminated
from twisted.internet.protocol import ProcessProtocol
from twisted.internet.task import Clock
from twisted.internet.testing import StringTransport
from twisted.logger import capturedLogs
from twisted.python.failure import Failure
from twisted.trial.unittest import SynchronousTestCase

from axiom._batches import process
from axiom._batches.commands import Pipe, Ready, Work
from axiom._batches.process import batchProcessOf
from axiom.batch import ProcessController, ProcessUnavailable


class Transport(StringTransport):
    """
    The pipes to a process.
    """

    def __init__(self) -> None:
        super().__init__()
        self.signals: list[str] = []

    def signalProcess(self, signalID: str) -> None:
        """
        Note it.
        """
        self.signals.append(signalID)


class Processes:
    """
    Starts processes that do nothing.

    @ivar started: all of them.
    @ivar error: why none can be started, or None.
    """

    def __init__(self) -> None:
        self.started: list[ProcessProtocol] = []
        self.error: Exception | None = None

    def spawn(self, process: ProcessProtocol) -> None:
        """
        Start one.
        """
        if self.error is not None:
            raise self.error
        self.started.append(process)
        process.makeConnection(Transport())

    def begin(self) -> None:
        """
        Let the last one be ready.
        """
        child, output = Pipe(), StringTransport()
        child.makeConnection(output)
        child.callRemote(Ready)
        self.started[-1].outReceived(output.value())

    def end(self, reason: Exception | None = None) -> None:
        """
        Let the last one die.
        """
        self.started[-1].processEnded(Failure(reason or ProcessTerminated(signal=9)))


class ProcessControllerTests(SynchronousTestCase):
    """
    One process, over its life.
    """

    def setUp(self) -> None:
        """
        It is not started.
        """
        self.clock, self.processes = Clock(), Processes()
        self.controller = ProcessController(self.processes.spawn, self.clock)

    def ready(self) -> Any:
        """
        Start it.
        """
        got = self.controller.getProcess()
        self.processes.begin()
        return self.successResultOf(got)

    def test_started(self) -> None:
        """
        The process is started when somebody wants it, and had by all when it is ready.
        """
        self.assertEqual(("stopped", 0), (self.controller.mode, len(self.processes.started)))
        wanted = [self.controller.getProcess() for _ in range(2)]
        self.assertEqual(("starting", 1), (self.controller.mode, len(self.processes.started)))
        self.assertNoResult(wanted[0])
        self.processes.begin()
        wanted.append(self.controller.getProcess())
        self.assertEqual("<ProcessController ready>", repr(self.controller))
        [connection] = {self.successResultOf(each) for each in wanted}
        self.assertIdentical(self.processes.started[0].transport, connection.transport)

    def test_stopped(self) -> None:
        """
        It is told to end, and has ended when it has; then it can be started again.
        """
        transport = self.ready().transport
        stopped = [self.controller.stopProcess(), self.controller.stopProcess()]
        self.assertEqual("stopping", self.controller.mode)
        self.assertTrue(transport.disconnecting)
        self.failureResultOf(self.controller.getProcess(), ProcessUnavailable)
        self.assertNoResult(stopped[0])
        self.processes.end(ConnectionDone())
        for each in stopped:
            self.successResultOf(each)
        self.assertEqual(("stopped", []), (self.controller.mode, self.clock.getDelayedCalls()))
        self.ready()
        self.assertEqual(2, len(self.processes.started))

    def test_stoppedBefore(self) -> None:
        """
        Stopping what does not run is done at once.
        """
        self.successResultOf(self.controller.stopProcess())
        self.assertEqual("stopped", self.controller.mode)

    def test_stoppedWhileStarting(self) -> None:
        """
        Who waits for a process that is stopped learns that there will be none.
        """
        wanted = self.controller.getProcess()
        stopped = self.controller.stopProcess()
        self.processes.begin()
        self.assertEqual("stopping", self.controller.mode)
        self.processes.end()
        self.failureResultOf(wanted, ProcessUnavailable)
        self.successResultOf(stopped)

    def test_killed(self) -> None:
        """
        One that does not end is killed.
        """
        transport = self.ready().transport
        stopped = self.controller.stopProcess()
        self.clock.advance(9)
        self.assertEqual([], transport.signals)
        self.clock.advance(1)
        self.assertEqual(["KILL"], transport.signals)
        self.processes.end()
        self.successResultOf(stopped)

    def test_startedAgain(self) -> None:
        """
        One that dies is started again, after a wait; what was asked of it fails, and who asks then gets the
        next one.
        """
        first = self.ready()
        answer = first.callRemote(Work, storepath="x")
        wanted: list[Any] = []

        def askAgain(failure: Failure) -> Failure:
            wanted.append(self.controller.getProcess())
            return failure

        answer.addErrback(askAgain)
        self.processes.end()
        self.failureResultOf(answer, ConnectionLost)
        self.assertEqual(("waiting", 1), (self.controller.mode, len(self.processes.started)))
        self.clock.advance(1)
        self.assertEqual(("starting", 2), (self.controller.mode, len(self.processes.started)))
        self.processes.begin()
        self.assertNotIdentical(first, self.successResultOf(wanted[0]))

    def test_backoff(self) -> None:
        """
        The wait becomes longer, up to a minute, while they die soon, and short again when one lived for long.
        """
        self.controller.getProcess()
        waits = []
        for _ in range(8):
            self.processes.end()
            [call] = self.clock.getDelayedCalls()
            waits.append(call.getTime() - self.clock.seconds())
            self.clock.advance(waits[-1])
        self.assertEqual([1, 2, 4, 8, 16, 32, 60, 60], waits)
        self.clock.advance(60)
        self.processes.end()
        [call] = self.clock.getDelayedCalls()
        self.assertEqual(1, call.getTime() - self.clock.seconds())

    def test_stoppedWhileWaiting(self) -> None:
        """
        What is stopped is not started again.
        """
        wanted = self.controller.getProcess()
        self.processes.end()
        self.successResultOf(self.controller.stopProcess())
        self.failureResultOf(wanted, ProcessUnavailable)
        self.assertEqual([], self.clock.getDelayedCalls())

    def test_notStarted(self) -> None:
        """
        Where none can be started it is tried again.
        """
        self.processes.error = OSError("no more processes")
        wanted = self.controller.getProcess()
        self.assertEqual("waiting", self.controller.mode)
        self.processes.error = None
        self.clock.advance(1)
        self.processes.begin()
        self.successResultOf(wanted)


class ProcessTests(SynchronousTestCase):
    """
    How a process is started, and what it writes.
    """

    def test_environment(self) -> None:
        """
        It finds what this process finds, by absolute paths, and has its environment.
        """
        self.patch(sys, "path", ["", "lib", "/opt/lib"])
        self.patch(os, "environ", {"HOME": "/home/x", "PYTHONPATH": "old"})
        reactor = MemoryProcessReactor()
        self.patch(process, "installedReactor", lambda: reactor)
        batchProcessOf("site.axiom")(ProcessProtocol())
        here = os.getcwd()
        [(executable, words, environment)] = reactor.spawned
        self.assertEqual(
            {"HOME": "/home/x", "PYTHONPATH": f"{here}:{os.path.join(here, 'lib')}:/opt/lib"}, environment
        )
        self.assertEqual((sys.executable, os.path.join(here, "site.axiom")), (executable, words[-1]))

    def test_log(self) -> None:
        """
        Each line that it writes to its standard error is logged, also one that does not end.
        """
        processes = Processes()
        ProcessController(processes.spawn, Clock()).getProcess()
        [process] = processes.started
        with capturedLogs() as events:
            for data in (b"one\ntw", b"o\nth\xff"):
                process.errReceived(data)
            processes.end()
        self.assertEqual(["one", "two", "th\\xff"], [each["line"] for each in events if "line" in each])


class MemoryProcessReactor:
    """
    Starts nothing.

    @ivar spawned: what would have been started.
    """

    def __init__(self) -> None:
        self.spawned: list[Any] = []

    def spawnProcess(self, process: Any, executable: str, args: list[str], env: dict[str, str]) -> None:
        """
        Note it.
        """
        self.spawned.append((executable, args, env))
