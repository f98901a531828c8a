"""
Child processes that work through orders.
"""

from __future__ import annotations

import os
import signal
import sys

from twisted.trial.unittest import SynchronousTestCase

from axiom.scripts._workers import Workers
from axiom.scripts.errors import WorkerDied

ECHO = """
import os, sys
print(flush=True)
for order in sys.stdin:
    if order == "die\\n":
        os.kill(os.getpid(), 9)
    print(order * 2, flush=True)
"""


class WorkersTests(SynchronousTestCase):
    """
    L{Workers} do all orders.
    """

    def workers(self, program: str, jobs: int) -> Workers:
        """
        Workers that run a program.
        """
        return Workers([sys.executable, "-c", program], os.environ, jobs)

    def test_all(self) -> None:
        """
        Each order has its answer and an end, whoever did it; with a worker dies the order that it had, only.
        """
        answers: dict[str, list[str | None]] = {}
        for order, line in self.workers(ECHO, 2).workThrough(["a", "b", "die", "c", "d"]):
            answers.setdefault(order, []).append(line)
        self.assertEqual([None], answers.pop("die"))
        self.assertEqual({order: [order, order, ""] for order in "abcd"}, answers)

    def test_few(self) -> None:
        """
        There are no more workers than orders.
        """
        self.assertEqual([], list(self.workers("raise SystemExit(3)", 2).workThrough([])))

    def test_unable(self) -> None:
        """
        Where workers can't even begin, there is an error.
        """
        answers = self.workers("raise SystemExit(3)", 1).workThrough(["a"])
        error = self.assertRaises(WorkerDied, next, answers)
        self.assertEqual(3, error.status)

    def test_closed(self) -> None:
        """
        When nobody wants the rest of the answers, no worker goes on.
        """
        program = "import os, sys; print(); print(os.getpid(), flush=True); sys.stdin.read()"
        answers = self.workers(program, 1).workThrough(["a"])
        _, process = next(answers)
        answers.close()
        self.assertRaises(ProcessLookupError, os.kill, int(process or 0), signal.SIGTERM)
