"""
Several processes that work for the stores of one site: one at a time for each, whatever ends it.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from tests.integration.errands import addErrand, makeSite, userStoreOf

_CHECKOUT = Path(__file__).parents[2]
_PATIENCE = 60
_SOON = 1.0
"""Less than the seconds after which a process looks again for what it was not told."""


class AgendaTests(SynchronousTestCase):
    """
    Real processes that do errands for one user.
    """

    def setUp(self) -> None:
        """
        A site in a directory that is too deep for the name of a socket.
        """
        self.directory = os.path.abspath(os.path.join(self.mktemp(), "deep" * 20, "site.axiom"))
        os.makedirs(os.path.dirname(self.directory))
        makeSite(self.directory)

    def start(self) -> subprocess.Popen[bytes]:
        """
        A process that works.
        """
        call = f"from tests.integration.errands import serve; serve({self.directory!r})"
        process = subprocess.Popen(
            [sys.executable, "-c", call],
            cwd=_CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self.addCleanup(self.end, process)
        self.assertEqual("ready", self.told(process)[0])
        return process

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """
        Kill it, if it still runs.
        """
        process.kill()
        process.communicate(timeout=_PATIENCE)

    def order(self, process: subprocess.Popen[bytes], name: str) -> None:
        """
        Let a process make something due.
        """
        assert process.stdin is not None
        process.stdin.write(f"{name}\n".encode())

    def told(self, *processes: subprocess.Popen[bytes]) -> tuple[str, float, subprocess.Popen[bytes]]:
        """
        What was done next: its name, when, and by which of the processes; those that ended do nothing.
        """
        outputs = {process.stdout: process for process in processes if process.stdout is not None}
        while outputs:
            ready, _, _ = select.select(list(outputs), [], [], _PATIENCE)
            self.assertTrue(ready, "nothing was done in time")
            line = ready[0].readline()
            if line:
                name, when = line.decode().split()
                return name, float(when), outputs[ready[0]]
            del outputs[ready[0]]
        self.fail("all processes have ended")

    def test_holderIsWoken(self) -> None:
        """
        What another process makes due is done at once by the one that works for the store already.
        """
        first, second = self.start(), self.start()
        self.order(first, "one")
        name, _, holder = self.told(first, second)
        self.assertEqual("one", name)
        other = second if holder is first else first
        before = time.time()
        self.order(other, "two")
        name, when, process = self.told(first, second)
        self.assertEqual(("two", holder), (name, process))
        self.assertLess(when - before, _SOON)

    def test_commandsWake(self) -> None:
        """
        What a process makes due that works for nobody is done at once by one that does.
        """
        process = self.start()
        before = time.time()
        with Store(self.directory) as siteStore:
            addErrand(userStoreOf(siteStore), "one")
            name, when, _ = self.told(process)
            userStoreOf(siteStore).close()
        self.assertEqual("one", name)
        self.assertLess(when - before, _SOON)

    def test_restOfTheDeadIsTakenOver(self) -> None:
        """
        What a process was at when it was killed is taken over by another that runs, and once.
        """
        first, second = self.start(), self.start()
        self.order(first, "wait")
        name, _, holder = self.told(first, second)
        self.assertEqual("wait", name)
        other = second if holder is first else first
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        self.assertEqual("wait", self.told(other)[0])

    def test_workIsHandedOver(self) -> None:
        """
        A process that ends in peace lets another one go on at once.
        """
        first = self.start()
        self.order(first, "one")
        self.assertEqual("one", self.told(first)[0])
        second = self.start()
        first.terminate()
        first.wait(_PATIENCE)
        before = time.time()
        self.order(second, "two")
        name, when, _ = self.told(second)
        self.assertEqual("two", name)
        self.assertLess(when - before, _SOON)
        left = [each for each in os.listdir(f"{self.directory}/run") if each.startswith("work-")]
        self.assertEqual(2, len(left), left)

    def test_deathIsCounted(self) -> None:
        """
        Application code that ends its process is counted by the next one, which lives.
        """
        first = self.start()
        self.order(first, "poison")
        first.wait(_PATIENCE)
        second = self.start()
        self.assertEqual("poison", self.told(second)[0])

    def test_deathIsCountedByWhoTakesOver(self) -> None:
        """
        The same if the next one runs already.
        """
        first, second = self.start(), self.start()
        self.order(first, "poison")
        name, _, survivor = self.told(first, second)
        dead = second if survivor is first else first
        self.assertEqual(("poison", -signal.SIGKILL), (name, dead.wait(_PATIENCE)))
