"""
Processes that write one store at once and are killed at random: what each committed is there, exactly once.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from axiom.care import StorePlace, checkStore
from axiom.store import Store
from tests.acceptance.hammering import TRANSACTIONS, Entry, Thing, Total, work

_CHECKOUT = Path(__file__).parents[2]
_WORKERS = 4
_KILLS = 12
_PATIENCE = 240
"""Seconds in which all must be done."""


class HammerTests(SynchronousTestCase):
    """
    Real processes on one store.
    """

    def start(self, directory: str, worker: int) -> subprocess.Popen[str]:
        """
        A process that does what is left to do for one worker.
        """
        process = subprocess.Popen(
            [sys.executable, "-c", f"from {work.__module__} import work; work({directory!r}, {worker})"],
            cwd=_CHECKOUT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.communicate, timeout=_PATIENCE)
        self.addCleanup(process.kill)
        return process

    def runAll(self, directory: str) -> int:
        """
        Run the workers to their end, and kill some of them on the way.

        @return: how many were killed.
        """
        chance = random.Random(3)
        running = {worker: self.start(directory, worker) for worker in range(_WORKERS)}
        kills, nextKill, deadline = 0, time.monotonic() + 0.5, time.monotonic() + _PATIENCE
        while running:
            self.assertLess(time.monotonic(), deadline, "the workers are not done")
            time.sleep(0.01)
            for worker, process in list(running.items()):
                if process.poll() is not None:
                    assert process.stderr is not None
                    self.assertEqual((0, ""), (process.returncode, process.stderr.read()))
                    del running[worker]
            if running and kills < _KILLS and time.monotonic() > nextKill:
                worker = chance.choice(sorted(running))
                running[worker].kill()
                running[worker].wait()
                running[worker] = self.start(directory, worker)
                kills += 1
                nextKill = time.monotonic() + chance.uniform(0.05, 0.5)
        return kills

    def test_hammered(self) -> None:
        """
        Four processes do 2,000 transactions each, of reads, increments, creations, deletions and rollbacks,
        and are killed and started again: the totals are exact, and the store is whole.
        """
        directory = os.path.abspath(self.mktemp())
        store = Store(directory)
        self.addCleanup(store.close)
        total = Total(store=store)
        revision = store.revision
        kills = self.runAll(directory)
        self.assertGreater(kills, 5)
        entries = list(store.query(Entry))
        self.assertEqual(
            [(worker, number) for worker in range(_WORKERS) for number in range(TRANSACTIONS)],
            sorted((entry.worker, entry.number) for entry in entries),
        )
        self.assertEqual(sum(entry.added for entry in entries), total.number)
        things = sum(entry.created - entry.gone for entry in entries)
        self.assertEqual((things, things), (store.count(Thing), total.things))
        self.assertEqual(_WORKERS * TRANSACTIONS, store.revision - revision)
        self.assertEqual([], checkStore(StorePlace(Path(directory))))
