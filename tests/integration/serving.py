"""
Real processes that run the service of a store, and what they have to do.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from twisted.application.service import IService
from twisted.internet import reactor
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.batch import processor
from axiom.item import Item
from axiom.store import Store

__all__ = ["Alarm", "Page", "PageProcessor", "Reader", "ServingTestCase", "isRunning", "serve"]

_CHECKOUT = Path(__file__).parents[2]
_PATIENCE = 60


class Alarm(Item):
    """
    A runnable.

    @ivar rung: how often it was run.
    @ivar pid: the process that ran it last.
    """

    typeName = "tests_serving_alarm"

    rung = integer(default=0, allowNone=False)
    pid = integer()

    def run(self) -> None:
        """
        Ring, for a while.
        """
        self.rung += 1
        self.pid = os.getpid()
        time.sleep(0.005)


class Page(Item):
    """
    A unit of batch work.

    @ivar seen: how often it was read.
    """

    typeName = "tests_serving_page"

    seen = integer(default=0, allowNone=False)


PageProcessor = processor(Page)


class Reader(Item):
    """
    A listener.

    @ivar pid: the process in which it read last.
    """

    typeName = "tests_serving_reader"

    pid = integer()

    def processItem(self, item: Page) -> None:
        """
        Read a page, for a while. What it prints does no harm.
        """
        print(f"page {item.storeID}")  # noqa: T201
        item.seen += 1
        self.pid = os.getpid()
        time.sleep(0.01)


def serve(directory: str) -> None:
    """
    Run the service of a store for ever.
    """
    IService(Store(directory)).startService()
    reactor.run()


def isRunning(pid: int) -> bool:
    """
    Whether there is such a process, which has not ended.
    """
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return state.stdout.strip()[:1] not in ("", "Z")


class ServingTestCase(SynchronousTestCase):
    """
    A store, and processes that serve it.
    """

    def setUp(self) -> None:
        """
        Make the store.
        """
        self.directory = os.path.abspath(self.mktemp())
        self.store = Store(self.directory)
        self.addCleanup(self.store.close)

    def serve(self) -> subprocess.Popen[bytes]:
        """
        A process that serves the store until the end of the test, started in another directory.
        """
        process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve({self.directory!r})"],
            cwd="/",
            env={**os.environ, "PYTHONPATH": str(_CHECKOUT)},
        )
        self.addCleanup(process.wait, _PATIENCE)
        self.addCleanup(process.kill)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """
        End it as a crash does.
        """
        os.kill(process.pid, signal.SIGKILL)
        process.wait(_PATIENCE)

    def eventually(self, isSo: Callable[[], object]) -> None:
        """
        Wait until something is so.
        """
        end = time.monotonic() + _PATIENCE
        while not isSo():
            self.assertLess(time.monotonic(), end, "it takes too long")
            time.sleep(0.02)
