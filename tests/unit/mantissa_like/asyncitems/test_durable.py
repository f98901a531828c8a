"""
Tests for L{mantissa_like.asyncitems._durable}.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.item import Item
from mantissa_like.asyncitems import (
    PENDING,
    RESOLVED,
    AsynchronousItem,
    BadHandler,
    BadOperationValue,
    DurableMethod,
    DurableStep,
    durable,
    gather,
    makeOperation,
    now,
    randomText,
    sleep,
    step,
)
from mantissa_like.asyncitems._durablerun import DurableRun
from tests.unit.mantissa_like.asyncitems.durables import DurableBench, Story


class DurableTests(SynchronousTestCase):
    """
    Tests for what a durable function does while all goes well.
    """

    def setUp(self) -> None:
        self.bench = DurableBench()
        self.story = self.bench.story

    def test_begins(self) -> None:
        """
        A call does nothing but to return an operation; what the function returns is the value of that.
        """

        async def plot(story: Story, word: str) -> str:
            count = await step("say", story.say, word)
            return f"{word} {count}"

        Story.plot = plot
        run = self.story.tell("once")
        self.assertEqual((PENDING, [], "Story.tell"), (run.state, self.story.told, run.title))
        self.bench.workOff()
        self.assertEqual((RESOLVED, "once 1", ["once"]), (run.state, run.value, self.story.told))

    def test_undone(self) -> None:
        """
        What is called in a transaction that fails never begins.
        """

        def fail() -> None:
            self.story.tell()
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.bench.store.transact, fail)
        self.assertEqual(0, self.bench.store.count(DurableRun) + self.bench.store.count(AsynchronousItem))

    def test_onceEach(self) -> None:
        """
        The function begins again whenever it goes on, and what it did is not done again.
        """
        begun: list[int] = []

        async def plot(story: Story) -> list[Any]:
            begun.append(1)
            words = [await step("say", story.say, "a")]
            words.append(await story.fetch("b"))
            words.append(await step("say", story.say, "c"))
            words.append(await story.fetch("d"))
            return words

        run = self.bench.tell(plot)
        self.bench.answer("B")
        self.assertEqual((PENDING, 1), (run.state, len(self.bench.attempts)))
        self.bench.answer("D")
        self.assertEqual([1, "B", 2, "D"], run.value)
        self.assertEqual((["a", "c"], 3), (self.story.told, len(begun)))
        self.assertEqual(
            [
                'step say("a")',
                'effect begin(null,"begin","b")',
                'step say("c")',
                'effect begin(null,"begin","d")',
            ],
            self.bench.history(run),
        )

    def test_sleeps(self) -> None:
        """
        It sleeps until a moment that is recorded, whatever the clock says while it is gone through again.
        """

        async def plot(story: Story) -> None:
            await sleep(timedelta(hours=1))
            await step("say", story.say, "awake")
            await sleep(timedelta(hours=1))

        run = self.bench.tell(plot)
        self.assertEqual(3599, self.bench.advance(1))
        self.assertEqual([], self.story.told)
        self.assertEqual(3600, self.bench.advance(3599))
        self.assertEqual(["awake"], self.story.told)
        self.bench.clock.rightNow -= 7000
        self.assertEqual(10600, self.bench.workOff())
        self.bench.advance(10600)
        self.assertEqual((RESOLVED, ["awake"]), (run.state, self.story.told))

    def test_timeAndChance(self) -> None:
        """
        Time and random text are the same each time.
        """
        seen: list[Any] = []

        async def plot(story: Story) -> None:
            seen.append((await now(), await randomText()))
            await sleep(timedelta(seconds=5))

        self.bench.tell(plot)
        self.bench.advance(5)
        first, second = seen
        self.assertEqual(first, second)
        self.assertEqual(1_000_000_000, first[0].asPOSIXTimestamp())
        self.assertEqual(32, len(first[1]))

    def test_items(self) -> None:
        """
        Arguments, results of steps and values may be items.
        """

        async def plot(story: Story, other: Story) -> Item:
            await step("say", other.say, "to the other")
            made = await step("make", lambda: Story(store=story.store, number=5))
            await story.fetch(made)
            return made

        other = Story(store=self.bench.store)
        run = self.bench.tell(plot, other)
        self.bench.answer(None)
        self.assertEqual((5, ["to the other"]), (run.value.number, other.told))
        self.assertIsInstance(run.value, Story)

    def test_itemDeleted(self) -> None:
        """
        To delete an item that a step returned is no change of what the function does.
        """

        async def plot(story: Story) -> None:
            made = await step("make", lambda: Story(store=story.store))
            await step("delete", Story.deleteFromStore, made)
            await sleep(timedelta(seconds=5))

        run = self.bench.tell(plot)
        self.bench.advance(5)
        self.assertEqual((RESOLVED, 1), (run.state, self.bench.store.count(Story)))

    def test_together(self) -> None:
        """
        What it begins goes on at the same time, until it awaits it.
        """

        async def plot(story: Story) -> Any:
            first, second = story.fetch(1), story.fetch(2)
            await step("say", story.say, "begun")
            return await gather([first, second])

        run = self.bench.tell(plot)
        self.assertEqual((2, ["begun"]), (len(self.bench.attempts), self.story.told))
        self.bench.answer("one")
        self.bench.answer("two")
        self.assertEqual(["one", "two"], run.value)

    def test_inside(self) -> None:
        """
        A durable function may await others, which have histories of their own.
        """

        async def plot(story: Story, depth: int) -> int:
            await step("say", story.say, str(depth))
            return 1 + await story.tell(depth - 1) if depth else 0

        run = self.bench.tell(plot, 3)
        self.assertEqual((3, ["3", "2", "1", "0"]), (run.value, self.story.told))
        self.assertEqual(['step say("3")', "durable tell(null,2)"], self.bench.history(run))

    def test_manyAtOnce(self) -> None:
        """
        Runs do not disturb each other.
        """

        async def plot(story: Story, number: int) -> int:
            got = await story.fetch(number)
            await sleep(timedelta(seconds=number % 3))
            return int(got) * 10

        Story.plot = plot
        runs = [self.story.tell(number) for number in range(25)]
        self.bench.workOff()
        while self.bench.attempts:
            self.bench.answer(self.bench.attempts[0][1][0])
        self.bench.advance(3)
        self.assertEqual([number * 10 for number in range(25)], [run.value for run in runs])

    def test_foreignOperation(self) -> None:
        """
        It may wait for an operation that it did not make, even if that is forgotten elsewhere.
        """
        approval = makeOperation(self.bench.store, "approval")

        async def plot(story: Story, approval: AsynchronousItem) -> Any:
            first = await approval
            await sleep(timedelta(days=1))
            return first, await approval

        run = self.bench.tell(plot, approval)
        approval.succeed("yes")
        self.bench.workOff()
        self.bench.advance(86400)
        self.bench.workOff()
        self.assertEqual(["yes", "yes"], run.value)
        self.assertEqual(["wait approval()", "sleep(86400.0)"], self.bench.history(run))

    def test_returnsOperation(self) -> None:
        """
        A function that returns an operation has the outcome of that.
        """

        async def plot(story: Story) -> Any:
            return story.fetch()

        run = self.bench.tell(plot)
        self.bench.answer("late")
        self.assertEqual("late", run.value)

    def test_forEver(self) -> None:
        """
        A function that returns a call of itself goes on with a new history, in place of the old one.
        """

        async def plot(story: Story, number: int) -> Any:
            await step("say", story.say, str(number))
            await sleep(timedelta(seconds=1))
            return story.tell(number + 1) if number < 20 else "done"

        run = self.bench.tell(plot, 0)
        for _ in range(10):
            self.bench.advance(1)
        counts = (DurableRun, DurableStep, AsynchronousItem)
        self.assertEqual([1, 2, 1], [self.bench.store.count(each) for each in counts])
        for _ in range(11):
            self.bench.advance(1)
        self.assertEqual(("done", list(map(str, range(21)))), (run.value, self.story.told))

    def test_returnsOtherRun(self) -> None:
        """
        A function may return another run of itself, which goes on where it is; its own it can't.
        """

        async def plot(story: Story, other: Any) -> Any:
            if other:
                return other
            await step("say", story.say, "first")
            await sleep(timedelta(hours=1))
            return "done"

        first = self.bench.tell(plot, None)
        second, third = self.story.tell(first), self.story.tell(first)
        self.bench.workOff()
        self.bench.advance(3600)
        self.assertEqual(["done"] * 3, [first.value, second.value, third.value])
        self.assertEqual(["first"], self.story.told)

        async def own(story: Story) -> Any:
            return story.presentStore().findUnique(AsynchronousItem, AsynchronousItem.state == PENDING)

        run = self.bench.tell(own)
        self.assertEqual((PENDING, True), (run.state, "waits for" in run.problem))

    def test_forgotten(self) -> None:
        """
        A run is forgotten with all that it recorded and made, when nobody needs it.
        """

        async def plot(story: Story, depth: int) -> Any:
            await gather([story.fetch(), story.fetch()])
            if depth:
                await story.tell(depth - 1)

        self.bench.tell(plot, 1)
        while self.bench.attempts:
            self.bench.answer(None)
        for _ in range(6):
            self.bench.advance(3600)
        counts = (DurableRun, DurableStep, AsynchronousItem)
        self.assertEqual([0, 0, 0], [self.bench.store.count(each) for each in counts])

    def test_bounded(self) -> None:
        """
        Not all steps are one transaction.
        """

        async def plot(story: Story) -> None:
            for number in range(250):
                await step("say", story.say, str(number))

        revision = self.bench.store.revision
        run = self.bench.tell(plot)
        self.assertEqual((RESOLVED, 250), (run.state, len(self.story.told)))
        self.assertLess(3, self.bench.store.revision - revision)

    def test_observed(self) -> None:
        """
        A coroutine of the process can await a run.
        """

        async def plot(story: Story) -> int:
            return await step("say", story.say, "a")

        Story.plot = plot
        waiting = self.story.tell().asDeferred()
        self.bench.workOff()
        self.assertEqual(1, self.successResultOf(waiting))


class CallTests(SynchronousTestCase):
    """
    Tests for calling a durable function.
    """

    def setUp(self) -> None:
        self.bench = DurableBench()

    def test_wrongArguments(self) -> None:
        """
        Arguments that the function does not take, or that can't be stored, are refused at the call.
        """
        self.assertRaises(TypeError, self.bench.story.tell, word="a")
        self.assertRaises(BadOperationValue, self.bench.story.tell, object())
        self.assertEqual(0, self.bench.store.count(AsynchronousItem))

    def test_notAsynchronous(self) -> None:
        """
        Only an async method can be durable.
        """

        def plain(self: Story) -> None: ...

        self.assertRaises(BadHandler, durable, plain)

    def test_overridden(self) -> None:
        """
        A function in the place of which there is another one can't be called: the run would be of that.
        """
        hidden = durable(Story.tell.versions[1])
        self.assertRaises(BadHandler, hidden.__get__(self.bench.story, Story))
        self.assertEqual(0, self.bench.store.count(DurableRun))

    def test_documented(self) -> None:
        """
        The decorated method looks like the one that it was.
        """
        self.assertEqual("tell", Story.tell.__name__)
        self.assertIn("Do what the test wants.", Story.tell.__doc__ or "")
        self.assertIsInstance(Story.tell, DurableMethod)
