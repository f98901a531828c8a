"""
Tests for L{mantissa_like.asyncitems._durablerun}.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.item import Item
from mantissa_like.asyncitems import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    TIMED_OUT,
    AsynchronousItem,
    OperationFailed,
    durable,
    gather,
    makeOperation,
    retryOperation,
    sleep,
    step,
)
from tests.unit.mantissa_like.asyncitems.durables import DurableBench, Story, errorOf


class Sleeper(Item):
    """
    An item that sleeps longer than it may.
    """

    typeName = "test_asyncitems_sleeper"

    @durable(timeout=timedelta(seconds=10))
    async def rest(self) -> None:
        """
        Sleep.
        """
        await sleep(timedelta(hours=1))


class EndTests(SynchronousTestCase):
    """
    Tests for functions that come to another end.
    """

    def setUp(self) -> None:
        self.bench = DurableBench()
        self.story = self.bench.story

    def test_raises(self) -> None:
        """
        A function that raises rejects its run; the steps before stand.
        """

        async def plot(story: Story) -> None:
            await step("say", story.say, "a")
            raise KeyError("lost")

        run = self.bench.tell(plot)
        self.assertEqual((REJECTED, "KeyError: 'lost'"), (run.state, str(run.error)))
        self.assertEqual(["a"], self.story.told)
        self.assertIn("in plot", errorOf(run).traceback)

    def test_stepFails(self) -> None:
        """
        What a step raises is raised where it is awaited, each time; what the step wrote is undone.
        """

        async def plot(story: Story) -> str:
            try:
                await step("stumble", story.stumble, "a")
            except OperationFailed as e:
                await sleep(timedelta(seconds=1))
                return f"{e.error.type} {e.error.isOne('Exception')}"
            return "not reached"

        run = self.bench.tell(plot)
        self.bench.advance(1)
        self.assertEqual(("ValueError True", []), (run.value, self.story.told))

    def test_passedOn(self) -> None:
        """
        A function that does not catch it is rejected with the error of the step itself.
        """

        async def plot(story: Story) -> None:
            await step("stumble", story.stumble, "a")

        run = self.bench.tell(plot)
        self.assertEqual(("ValueError", "a is hard to say"), (errorOf(run).type, errorOf(run).message))
        self.assertIn("in stumble", errorOf(run).traceback)

    def test_effectFails(self) -> None:
        """
        The error of an operation is raised too, and counts as handled.
        """

        async def plot(story: Story) -> str:
            try:
                await story.fetch()
            except OperationFailed as e:
                return e.error.message
            return "not reached"

        run = self.bench.tell(plot)
        self.bench.attempts.pop()[2].errback(OSError("no network"))
        self.bench.workOff()
        self.assertEqual("no network", run.value)
        self.bench.advance(60)
        self.assertEqual(0, self.bench.store.count(AsynchronousItem, AsynchronousItem.problem != ""))

    def test_cancelled(self) -> None:
        """
        To cancel a run is to cancel what it waits for, unless something else waits for that. No code of it is
        run any more.
        """

        async def plot(story: Story, shared: AsynchronousItem) -> None:
            try:
                await gather([story.fetch(), shared])
            finally:
                await step("say", story.say, "never")

        shared = makeOperation(self.bench.store)
        run = self.bench.tell(plot, shared)
        run.cancel()
        self.bench.workOff()
        states = self.bench.store.query(AsynchronousItem).getColumn("state").distinct()
        self.assertEqual([CANCELLED], list(states))
        self.assertEqual([], self.story.told)

    def test_timesOut(self) -> None:
        """
        A run that takes too long is timed out, also one that sleeps.
        """
        run = Sleeper(store=self.bench.store).rest()
        self.assertEqual(10, self.bench.workOff())
        self.bench.advance(10)
        self.assertEqual(TIMED_OUT, run.state)

    def test_waitsForItself(self) -> None:
        """
        A function that would wait for itself is parked.
        """

        async def plot(story: Story) -> Any:
            return await next(iter(story.presentStore().query(AsynchronousItem)))

        run = self.bench.tell(plot)
        self.assertEqual(PENDING, run.state)
        self.assertIn("waits for", run.problem)

    def test_processDies(self) -> None:
        """
        A function of which processes die is given up, as a handler is.
        """

        async def plot(story: Story) -> None: ...

        Story.plot = plot
        run = self.story.tell()
        for _ in range(3):
            self.bench.worker.died(self.bench.store, run.operationID)
        self.assertEqual((REJECTED, "ProcessDied"), (run.state, errorOf(run).type))

    def test_goesOnAfterDeath(self) -> None:
        """
        A function of which one process died goes on.
        """

        async def plot(story: Story) -> Any:
            return await story.fetch()

        run = self.bench.tell(plot)
        self.bench.attempts.pop()[2].callback(5)
        self.bench.worker.died(self.bench.store, run.operationID)
        self.bench.workOff()
        self.assertEqual((RESOLVED, 5), (run.state, run.value))

    def test_neverStuckRetried(self) -> None:
        """
        A failed run can be resumed with a function that handles the error.
        """

        async def plot(story: Story) -> None:
            await step("stumble", story.stumble, "a")

        async def mended(story: Story) -> str:
            try:
                await step("stumble", story.stumble, "a")
            except OperationFailed:
                return "mended"
            return "not reached"

        run = self.bench.tell(plot)
        self.bench.advance(60)
        self.assertNotEqual("", run.problem)
        Story.plot = mended
        retryOperation(run)
        self.bench.workOff()
        self.assertEqual((RESOLVED, "mended"), (run.state, run.value))
