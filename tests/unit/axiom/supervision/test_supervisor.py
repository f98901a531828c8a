"""
Tests for L{axiom.supervision._supervisor}, and for the slots and workers that it has.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred
from twisted.trial.unittest import SynchronousTestCase

from axiom.supervision._messages import Borrow, Lent, Refused, TCPPlace
from axiom.supervision._state import SupervisedState
from axiom.supervision._supervisor import Supervisor
from tests.unit.axiom.supervision.processes import FakeProcess, ProcessReactor

WEB = TCPPlace(80, 50, "")


class RecordingLink:
    """
    Keeps the answers to a worker.
    """

    def __init__(self) -> None:
        self.answers: list[tuple[object, int | None]] = []

    def answer(self, message: object, descriptor: int | None = None) -> None:
        self.answers.append((message, descriptor))


class SupervisorTests(SynchronousTestCase):
    """
    Tests for L{Supervisor}.
    """

    def setUp(self) -> None:
        """
        A supervisor of two workers, which start.
        """
        self.reactor = ProcessReactor()
        self.lines: list[str] = []
        self.states: list[SupervisedState] = []
        self.readies: list[None] = []
        self.supervisor = Supervisor(
            2,
            ["python", "serve"],
            self.reactor,
            write=self.lines.append,
            report=self.states.append,
            ready=lambda: self.readies.append(None),
        )
        self.supervisor.startService()
        self.first, self.second = self.reactor.processes

    def serving(self) -> list[int]:
        """
        The pids of the workers that serve, as it is reported.
        """
        return [worker.pid for worker in self.states[-1].workers if worker.state == "serving"]

    def new(self) -> list[FakeProcess]:
        """
        The processes that were started later than the first two.
        """
        return self.reactor.processes[2:]

    def serve(self, *processes: FakeProcess) -> None:
        for process in processes:
            process.serve()

    def test_ready(self) -> None:
        """
        It is ready when all workers are: those that serve, and those that are tried again later.
        """
        self.assertEqual(["python", "serve"], self.first.command)
        self.first.serve()
        self.assertEqual([], self.readies)
        self.second.end(1)
        self.assertEqual([None], self.readies)
        self.assertFalse(self.reactor.isStopped)

    def test_noneStarts(self) -> None:
        """
        Where no worker comes to serve, everything ends, with what one of them said last.
        """
        self.first.worker.errReceived(b"Traceback:\naxiomatic: no pla")
        self.first.worker.errReceived(b"ce to listen")
        self.first.end(1)
        self.second.end(1)
        self.assertEqual("axiomatic: no place to listen", self.supervisor.problem)
        self.assertTrue(self.reactor.isStopped)
        self.assertEqual([], self.readies)

    def test_restarted(self) -> None:
        """
        A worker that dies has a successor at once, and the others are not troubled.
        """
        self.serve(self.first, self.second)
        self.reactor.advance(60)
        self.first.end(9)
        self.reactor.advance(0)
        (successor,) = self.new()
        successor.serve()
        self.assertEqual([successor.pid, self.second.pid], sorted(self.serving(), reverse=True))
        self.assertEqual([], self.second.signals)

    def test_backoff(self) -> None:
        """
        Workers that die at once are started later and later, and soon again once one has lasted.
        """
        self.serve(self.first, self.second)
        waits = []
        victim = self.first
        for _ in range(10):
            started = len(self.reactor.processes)
            before = self.reactor.seconds()
            victim.end(1)
            self.reactor.advance(0)
            while len(self.reactor.processes) == started:
                self.reactor.advance(0.5)
            waits.append(self.reactor.seconds() - before)
            victim = self.reactor.processes[-1]
        self.assertEqual([0, 0.5, 1, 2, 4, 8, 16, 30, 30, 30], waits)
        self.reactor.advance(60)
        victim.end(1)
        self.reactor.advance(0)
        self.assertIsNot(victim, self.reactor.processes[-1])

    def test_noProcess(self) -> None:
        """
        Where the system has no process for a worker, it is tried again later.
        """
        self.serve(self.first, self.second)
        self.reactor.advance(60)
        self.reactor.isExhausted = True
        self.first.end(9)
        self.reactor.pump([0.0, 0.0, 0.5])
        self.assertEqual(([], 1), (self.new(), len(self.states[-1].workers)))
        self.reactor.isExhausted = False
        self.reactor.advance(1)
        self.assertEqual(1, len(self.new()))

    def test_notReported(self) -> None:
        """
        Workers are looked after also while nothing can be reported, as where a disk is full.
        """

        def fail(state: SupervisedState) -> None:
            raise OSError(28, "No space left on device")

        self.patch(self.supervisor, "_report", fail)
        self.first.end(9)
        self.reactor.advance(0)
        self.assertEqual(1, len(self.new()))

    def test_reloaded(self) -> None:
        """
        The old workers go on until all the new ones serve, and then finish what they do.
        """
        self.serve(self.first, self.second)
        self.supervisor.reload()
        third, fourth = self.new()
        third.serve()
        self.assertEqual(([], []), (self.first.signals, self.second.signals))
        fourth.serve()
        self.assertEqual((["TERM"], ["TERM"]), (self.first.signals, self.second.signals))
        self.first.end()
        self.second.end()
        self.assertEqual((1, "", False), self.outcome())
        self.assertEqual([third.pid, fourth.pid], self.serving())
        self.reactor.advance(100)
        self.assertEqual(2, len(self.new()))

    def test_reloadedWithoutProcesses(self) -> None:
        """
        If the system has no processes for the new workers, the old ones stay, and it is reported why.
        """
        self.serve(self.first, self.second)
        self.reactor.isExhausted = True
        self.supervisor.reload()
        problem = "it can't be started: [Errno 11] Resource temporarily unavailable"
        self.assertEqual((1, problem, False), self.outcome())
        self.assertEqual([self.first.pid, self.second.pid], self.serving())

    def outcome(self) -> tuple[int, str, bool]:
        """
        What is reported of reloading.
        """
        state = self.states[-1]
        return state.reloads, state.reloadProblem, state.isReloading

    def test_notReloaded(self) -> None:
        """
        If one of the new workers can't start, the old ones stay, and it is reported why.
        """
        self.serve(self.first, self.second)
        self.supervisor.reload()
        third, fourth = self.new()
        third.serve()
        fourth.worker.errReceived(b"axiomatic: bad\n")
        fourth.end(1)
        self.assertEqual(["TERM"], third.signals)
        third.end()
        self.assertEqual((1, "axiomatic: bad", False), self.outcome())
        self.assertEqual([self.first.pid, self.second.pid], self.serving())

    def test_reloadedTwice(self) -> None:
        """
        Who asks for new workers while there are some on the way gets others afterwards: it may have been
        changed what they read.
        """
        self.serve(self.first, self.second)
        for _ in range(3):
            self.supervisor.reload()
        self.serve(*self.new())
        self.assertEqual(4, len(self.new()))
        self.serve(*self.new()[2:])
        self.assertEqual(4, len(self.new()))
        self.assertEqual((2, "", False), self.outcome())

    def test_stopped(self) -> None:
        """
        Stopping lets all finish, kills who takes too long, and is done when all have ended.
        """
        self.serve(self.first, self.second)
        stopped: Deferred[None] = self.supervisor.stopService()
        self.assertEqual((["TERM"], ["TERM"]), (self.first.signals, self.second.signals))
        self.first.end()
        self.assertNoResult(stopped)
        self.reactor.advance(50)
        self.assertEqual(["TERM", "KILL"], self.second.signals)
        self.second.end(9)
        self.successResultOf(stopped)
        self.reactor.advance(100)
        self.assertEqual([], self.new())

    def test_stoppedWhileReloading(self) -> None:
        """
        New workers that do not serve yet are stopped with the others.
        """
        self.serve(self.first, self.second)
        self.supervisor.reload()
        stopped = self.supervisor.stopService()
        for process in self.reactor.processes:
            self.assertEqual(["TERM"], process.signals)
            process.end()
        self.successResultOf(stopped)

    def test_borrowed(self) -> None:
        """
        A worker gets the socket that it asks for, or the reason why there is none; that outlives it.
        """
        link: Any = RecordingLink()
        self.first.worker.told(Borrow(WEB), link)
        self.assertEqual([(Lent(), 50)], link.answers)
        self.reactor.taken.add(("", 81))
        self.first.worker.told(Borrow(TCPPlace(81, 50, "")), link)
        self.assertEqual((Refused(98, "Address already in use"), None), link.answers[-1])
        self.serve(self.first, self.second)
        self.first.end(9)
        self.assertTrue(self.reactor.ports["", 80].isListening)
        self.reactor.advance(0)
        self.new()[0].serve()
        self.assertFalse(self.reactor.ports["", 80].isListening)

    def test_log(self) -> None:
        """
        What workers log is copied line by line.
        """
        self.first.worker.outReceived(b"one\ntw")
        self.second.worker.outReceived(b"three\n")
        self.first.worker.outReceived(b"o\nend")
        self.assertEqual(["one\n", "three\n", "two\n"], self.lines)
        self.first.end()
        self.assertEqual("end\n", self.lines[-1])
        self.second.worker.outReceived(b"x" * 100_000)
        self.assertEqual(100_001, len(self.lines[-1]))

    def test_logGathers(self) -> None:
        """
        What a worker logs bit by bit is looked for fifty times a second; much is taken as it comes.
        """
        self.first.worker.outReceived(b"one\ntwo\n")
        self.assertEqual(["one\ntwo\n"], self.lines)
        self.assertTrue(self.first.isPaused)
        self.reactor.advance(0.02)
        self.assertFalse(self.first.isPaused)
        self.first.worker.outReceived(b"a line\n" * 1000)
        self.assertFalse(self.first.isPaused)
