"""
Messages and chains of handlers on a real site whose server is killed, wherever it is.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from functools import partial
from itertools import product

from tests.acceptance.relaysite import IS_FULL, RelayTestCase
from tests.acceptance.rigging import LABELS, SIDES
from tests.acceptance.running import eventually

# So often a process comes to a point from when the trap is set there.
_STEPS = 3
# For each kill, the messages of each of twelve pairs and the chains of each of four users: in all, with
# eighteen points, more than a thousand and five hundred.
_MESSAGES, _CHAINS = (5, 7) if IS_FULL else (2, 2)
_KILLS = 18 if IS_FULL else 4
_SECONDS = 0.02, 0.6
_WORKERS = ("--workers", "3")


class LabelledKillTests(RelayTestCase):
    """
    kill -9 before and after each step of a message and of a handler.
    """

    def areSprung(self, label: str) -> bool:
        """
        Whether somebody was killed before this step, and somebody after it.
        """
        return not any(self.site.rig.isSet(label, side) for side in SIDES)

    def test_oneProcess(self) -> None:
        """
        Whatever step the one process was at, everything takes effect once and in order.
        """
        self.site.start()
        for label, side in product(LABELS, SIDES):
            self.site.rig.setTrap(label, side, _STEPS)
            self.site.order(_MESSAGES, _CHAINS)
            self.site.awaitKill()
            self.site.start()
        self.assertExact()

    def test_threeWorkers(self) -> None:
        """
        The same of one of three, or of two at the same time, while the others go on.
        """
        self.site.start(*_WORKERS)
        for label in LABELS:
            for side in SIDES:
                self.site.rig.setTrap(label, side, _STEPS)
                self.site.order(_MESSAGES, _CHAINS)
            eventually(partial(self.areSprung, label), 60)
        self.assertExact()


class RandomKillTests(RelayTestCase):
    """
    kill -9 at any moment under load.
    """

    def setUp(self) -> None:
        """
        Moments that are the same each time, as far as that can be.
        """
        super().setUp()
        self.random = random.Random(5)

    def wait(self) -> None:
        """
        Let something happen.
        """
        time.sleep(self.random.uniform(*_SECONDS))

    def test_oneProcess(self) -> None:
        """
        Whenever the one process is killed, everything takes effect once and in order.
        """
        self.site.start()
        for _ in range(_KILLS):
            self.site.order(_MESSAGES, _CHAINS)
            self.wait()
            self.site.kill()
            self.site.start()
        self.assertExact()

    def test_threeWorkers(self) -> None:
        """
        The same whichever of three workers is killed, and when all are with their supervisor.
        """
        self.site.start(*_WORKERS)
        for number in range(_KILLS):
            self.site.order(_MESSAGES, _CHAINS)
            self.wait()
            if number % 6 == 3:
                self.site.killAll()
                self.site.start(*_WORKERS)
            else:
                # Those that were killed before may not be there again yet.
                eventually(self.hasKilledOne)
        self.assertExact()

    def hasKilledOne(self) -> bool:
        """
        Kill a worker, if one serves.
        """
        pids = self.site.pids
        if pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.random.choice(pids), signal.SIGKILL)
        return bool(pids)
