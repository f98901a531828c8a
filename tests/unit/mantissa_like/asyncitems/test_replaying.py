"""
Tests for L{mantissa_like.asyncitems._replaying}.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from twisted.internet.defer import Deferred
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import StoreBusy
from mantissa_like.asyncitems import (
    PENDING,
    RESOLVED,
    AsynchronousItem,
    NotInDurableFunction,
    OtherStore,
    addHandlers,
    makeOperation,
    sleep,
    step,
)
from mantissa_like.asyncitems import _replaying as replaying
from tests.unit.mantissa_like.asyncitems.durables import DurableBench, Plot, Story


class RuleTests(SynchronousTestCase):
    """
    Tests for functions that break the rules.
    """

    def setUp(self) -> None:
        self.bench = DurableBench()
        self.story = self.bench.story

    def assertRefused(self, plot: Plot, problem: str) -> None:
        """
        A run of the function is parked at once, and left nothing behind.
        """
        run = self.bench.tell(plot)
        self.assertEqual((PENDING, []), (run.state, self.bench.history(run)))
        self.assertIn(problem, run.problem)
        self.assertEqual(([], 0), (self.story.told, self.story.number))

    def test_foreignAwait(self) -> None:
        """
        A Deferred, or something of asyncio, can't be awaited; the problem says what to do.
        """

        async def waits(story: Story) -> None:
            await step("say", story.say, "undone")
            await Deferred()

        async def observes(story: Story) -> None:
            await makeOperation(story.presentStore()).asDeferred()

        async def naps(story: Story) -> None:
            await asyncio.sleep(0)

        self.assertRefused(waits, "the function awaits <Deferred at")
        self.assertRefused(observes, "await effect(item, method). Then resume the run.")
        self.assertRefused(naps, "the function awaits None")

    def test_otherStore(self) -> None:
        """
        Neither can an operation of another store, and none can be made there.
        """
        elsewhere = DurableBench()
        other = makeOperation(elsewhere.store)

        async def waits(story: Story) -> None:
            await other

        async def begins(story: Story) -> None:
            with contextlib.suppress(OtherStore):
                elsewhere.story.tell()

        self.assertRefused(waits, "the function awaits <AsynchronousItem ")
        self.assertRefused(begins, "is not in")
        self.assertEqual(1, elsewhere.store.count(AsynchronousItem))

    def test_changesItems(self) -> None:
        """
        It can't change items beside its steps, nor do something after the commit.
        """

        async def assigns(story: Story) -> None:
            story.number = 5

        async def inserts(story: Story) -> None:
            Story(store=story.presentStore())

        async def tells(story: Story) -> None:
            story.presentStore().afterCommit(lambda: None)

        for plot in (assigns, inserts, tells):
            self.assertRefused(plot, "let the function await step(name, method). Then resume the run.")
        self.assertEqual(1, self.bench.store.count(Story))

    def test_asynchronousStep(self) -> None:
        """
        A step can't be asynchronous.
        """

        async def later() -> None: ...

        async def plot(story: Story) -> None:
            _ = await step("later", later)

        async def deferred(story: Story) -> None:
            await step("later", Deferred)

        self.assertRefused(plot, "step later is asynchronous")
        self.assertRefused(deferred, "step later is asynchronous")

    def test_badValue(self) -> None:
        """
        What a step or the function returns must be what can be stored.
        """

        async def stepReturns(story: Story) -> None:
            await step("object", object)

        async def returns(story: Story) -> object:
            return object()

        self.assertRefused(stepReturns, "step object returns what can't be recorded")
        self.assertRefused(returns, "can't be said in JSON")

    def test_elsewhere(self) -> None:
        """
        A step can't be awaited outside of a durable function.
        """
        waiting = Deferred.fromCoroutine(step("say", self.story.say, "a"))
        self.failureResultOf(waiting, NotInDurableFunction)
        self.failureResultOf(Deferred.fromCoroutine(sleep(timedelta(1))), NotInDurableFunction)

    def test_tooLong(self) -> None:
        """
        A history has a bound; the problem says how to go on.
        """

        async def plot(story: Story) -> None:
            for number in range(5):
                await step("say", story.say, str(number))

        self.patch(replaying, "_MOST_STEPS", 4)
        self.assertRefused(plot, "4 steps are recorded, and no run may have more. Let the function")


class GoingThroughTests(SynchronousTestCase):
    """
    Tests for what a function may do.
    """

    def setUp(self) -> None:
        self.bench = DurableBench()
        self.story = self.bench.story

    def test_left(self) -> None:
        """
        Each time that the function is left its C{finally} blocks are run, up to what they await: nothing of
        them is done before its time.
        """
        seen: list[str] = []

        @contextlib.contextmanager
        def watched() -> Iterator[None]:
            try:
                yield
            finally:
                seen.append("out")

        async def plot(story: Story) -> None:
            try:
                with watched():
                    await sleep(timedelta(seconds=1))
            finally:
                story.fetch("late")
                await step("say", story.say, "finally")
                await step("say", story.say, "done")

        run = self.bench.tell(plot)
        self.assertEqual(([], [], ["out"]), (self.story.told, self.bench.attempts, seen))
        self.bench.advance(1)
        self.assertEqual((RESOLVED, ["finally", "done"]), (run.state, self.story.told))
        self.assertEqual((1, ["out", "out"]), (len(self.bench.attempts), seen))

    def test_stepsBegin(self) -> None:
        """
        What a step begins is part of the step; the function may await it if the step returns it.
        """

        def begin() -> AsynchronousItem:
            return addHandlers(self.story.fetch(1), self.bench.recorder, ok="note")

        async def plot(story: Story) -> Any:
            begun = await step("begin", begin)
            await sleep(timedelta(hours=1))
            return await begun

        run = self.bench.tell(plot)
        self.bench.answer(5)
        self.bench.advance(3600)
        self.assertEqual((6, ["5"]), (run.value, self.bench.seen))
        self.assertEqual(["step begin()", "sleep(3600.0)"], self.bench.history(run))

    def test_helpers(self) -> None:
        """
        Other coroutines may be parts of the function.
        """

        async def part(story: Story, word: str) -> int:
            await sleep(timedelta(seconds=1))
            return await step("say", story.say, word)

        async def plot(story: Story) -> int:
            return await part(story, "a") + await part(story, "b")

        run = self.bench.tell(plot)
        self.bench.advance(1)
        self.bench.advance(1)
        self.assertEqual((3, ["a", "b"]), (run.value, self.story.told))

    def test_storeBusy(self) -> None:
        """
        Where the store is at fault, nothing is recorded of the step, which is done again.
        """
        troubles = [StoreBusy("held by another process")]

        def troubled() -> str:
            if troubles:
                raise troubles.pop()
            return "at last"

        async def plot(story: Story) -> str:
            return await step("troubled", troubled)

        Story.plot = plot
        run = self.story.tell()
        self.assertRaises(StoreBusy, self.bench.turn)
        self.assertEqual([], self.bench.history(run))
        self.bench.workOff()
        self.assertEqual("at last", run.value)

    def test_operationDeleted(self) -> None:
        """
        If an operation that it made is deleted by force, the run is parked.
        """

        async def plot(story: Story) -> None:
            begun = story.fetch()
            await sleep(timedelta(1))
            await begun

        run = self.bench.tell(plot)
        self.bench.store.query(AsynchronousItem, AsynchronousItem.effectMethod == "begin").deleteFromStore()
        self.bench.advance(86400)
        self.assertIn("which was deleted, the code uses it", run.problem)
