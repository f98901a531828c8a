"""
Tests of L{axiom.runtime}: what a store may ask of the reactor, in which thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from twisted.internet.defer import maybeDeferred, succeed
from twisted.internet.task import Clock, deferLater
from twisted.internet.threads import deferToThread
from twisted.trial.unittest import SynchronousTestCase, TestCase

from axiom.errors import NotInReactorThread
from axiom.runtime import Runtime, installedReactor
from axiom.store import Store


class GivenRuntimeTests(SynchronousTestCase):
    """
    A clock and threads that a test gives.
    """

    def test_clock(self) -> None:
        """
        The given clock tells the time and calls later.
        """
        clock, called = Clock(), list[str]()
        runtime = Runtime(clock)
        self.assertTrue(runtime.isRunning)
        runtime.callLater(3, lambda: called.append("now"))
        clock.advance(3)
        self.assertEqual((["now"], 3.0), (called, runtime.clock.seconds()))

    def test_threads(self) -> None:
        """
        What is to be done in a thread is given to what was given.
        """
        runtime = Runtime(inThread=lambda f, *args: succeed((f, args)))
        self.assertEqual((max, (1, 2)), self.successResultOf(runtime.inThread(max, 1, 2)))

    def test_soon(self) -> None:
        """
        Soon is at once: these threads hold up no reactor.
        """
        called: list[str] = []
        Runtime(Clock(), maybeDeferred).soon(lambda: called.append("soon"))
        self.assertEqual(["soon"], called)

    def test_shared(self) -> None:
        """
        A substore has that of its parent.
        """
        parent = Store(runtime=Runtime(Clock(), maybeDeferred))
        self.assertIs(parent.runtime, Store(parent=parent).runtime)


class NoReactorTests(SynchronousTestCase):
    """
    A thread in which no reactor runs.
    """

    def elsewhere(self, f: Callable[[], Any]) -> Any:
        """
        What C{f} returns in such a thread, or the error that it raises.
        """
        results: list[Any] = []

        def call() -> None:
            try:
                results.append(f())
            except NotInReactorThread as e:
                results.append(e)

        thread = threading.Thread(target=call)
        thread.start()
        thread.join()
        return results[0]

    def test_atOnce(self) -> None:
        """
        What is to be done in a thread is done at once in this one, and nothing can be called later.
        """
        runtime = Runtime()
        here = self.elsewhere(lambda: self.successResultOf(runtime.inThread(threading.current_thread)))
        self.assertIsNot(threading.current_thread(), here)
        self.assertIsNone(self.elsewhere(lambda: runtime.callLater(0, lambda: None)))

    def test_soon(self) -> None:
        """
        Soon is at once, too.
        """
        called: list[str] = []
        self.elsewhere(lambda: Runtime().soon(lambda: called.append("soon")))
        self.assertEqual(["soon"], called)

    def test_error(self) -> None:
        """
        An error comes with the Deferred, too.
        """
        self.failureResultOf(self.elsewhere(lambda: Runtime().inThread(int, "x")), ValueError)


class ReactorTests(TestCase):
    """
    A running reactor.
    """

    async def setUp(self) -> None:  # type: ignore[override]
        # It runs as soon as it is waited for.
        await deferLater(installedReactor(), 0)

    async def test_inThread(self) -> None:
        """
        Another thread does what would hold up this one.
        """
        there = await Runtime().inThread(threading.current_thread)
        self.assertIsNot(threading.current_thread(), there)

    async def test_soon(self) -> None:
        """
        Soon is when what was begun in this turn of the reactor is done.
        """
        called: list[str] = []
        Runtime().soon(lambda: called.append("soon"))
        called.append("now")
        await deferLater(installedReactor(), 0)
        self.assertEqual(["now", "soon"], called)

    async def test_workerThread(self) -> None:
        """
        A store that a worker thread has opened waits for the disk there, sets no timer, and can't be watched.
        """
        directory = self.mktemp()

        def work() -> None:
            with Store(directory) as store:
                self.assertTrue(store.durable().called)
                store.pause()
                store.resume()
                self.assertRaises(NotInReactorThread, store.onChange, lambda revision: None)

        await deferToThread(work)
