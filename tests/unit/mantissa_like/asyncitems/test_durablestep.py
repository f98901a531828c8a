"""
Tests for L{mantissa_like.asyncitems._durablestep}.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.asyncitems import (
    PENDING,
    RESOLVED,
    AsynchronousItem,
    Retry,
    cancelOperation,
    effect,
    makeOperation,
    retryOperation,
    sleep,
    step,
    stuckOperations,
)
from mantissa_like.asyncitems._durablestep import describeGiven
from tests.unit.mantissa_like.asyncitems.durables import DurableBench, Plot, Story


async def pay(story: Story) -> str:
    """
    Reserve, pay, and send.
    """
    await step("say", story.say, "reserved")
    paid = await story.fetch(100)
    await step("say", story.say, "sent")
    return f"paid {paid}"


@dataclass(frozen=True)
class Point:
    """
    A value of an application.
    """

    x: int
    y: float


class ChangedTests(SynchronousTestCase):
    """
    Tests for functions that do something else than what is recorded.
    """

    def setUp(self) -> None:
        self.bench = DurableBench()
        self.story = self.bench.story

    def changed(self, plot: Plot) -> AsynchronousItem:
        """
        Begin a run, then go on with other code.
        """
        run = self.bench.tell(pay)
        Story.plot = plot
        self.bench.answer("all")
        return run

    def assertParked(self, run: AsynchronousItem, problem: str) -> None:
        """
        A run is parked because of a problem, and did nothing more.
        """
        self.assertEqual((PENDING, [run]), (run.state, list(stuckOperations(self.bench.store))))
        self.assertIn(problem, run.problem)
        self.assertEqual(["reserved"], self.story.told)
        self.assertEqual(['step say("reserved")', 'effect begin(null,"begin",100)'], self.bench.history(run))

    def test_otherName(self) -> None:
        """
        Another step in the place of one that was done is told, with what both are.
        """

        async def plot(story: Story) -> None:
            await step("shout", story.say, "reserved")

        self.assertParked(
            self.changed(plot),
            'the record says step say("reserved"), the code step shout("reserved"). Mend the function',
        )

    def test_otherArguments(self) -> None:
        """
        So are other arguments, which an earlier call had not.
        """

        async def plot(story: Story) -> None:
            await step("say", story.say, "reserved")
            await story.fetch(200)

        self.assertParked(
            self.changed(plot),
            'step 2 the record says effect begin(null,"begin",100), the code effect begin(null,"begin",200)',
        )

    def test_longArguments(self) -> None:
        """
        Of long arguments every character counts.
        """

        async def plot(story: Story) -> None:
            await step("say", len, "a" * 5000)
            await sleep(timedelta(1))

        async def changed(story: Story) -> None:
            await step("say", len, "a" * 4999 + "b")

        run = self.bench.tell(plot)
        Story.plot = changed
        self.bench.advance(86400)
        self.assertIn("at step 1", run.problem)

    def test_otherValues(self) -> None:
        """
        So are values that JSON can't say: times, bytes, and what is in sets, in no order, and in dataclasses.
        """
        begun = self.bench.store.runtime.clock.seconds()
        kept = (Time.fromPOSIXTimestamp(begun), b"a", {"b", "c", "d"}, Point(1, begun), Decimal("1.5"))
        others = (Time.fromPOSIXTimestamp(begun + 1), b"b", {"b", "c"}, Point(2, begun), Decimal("1.50001"))
        given = [describeGiven((each,), {}) for each in (*kept, *others)]
        self.assertEqual(len(given), len(set(given)))
        self.assertEqual(
            '["2001-09-09T01:46:40+00:00"]', describeGiven((Time.fromPOSIXTimestamp(10**9),), {})
        )
        self.assertEqual(describeGiven(({"b", "c", "d"},), {}), describeGiven(({"d", "c", "b"},), {}))

    def test_noValues(self) -> None:
        """
        Items, classes, functions and what else is no value are not told from each other.
        """
        self.assertEqual("[null,null,null,null]", describeGiven((self.story, Story, len, object()), {}))

    def test_otherKind(self) -> None:
        """
        So is something of another kind.
        """

        async def plot(story: Story) -> None:
            await sleep(timedelta(1))

        self.assertParked(self.changed(plot), 'step say("reserved"), the code sleep(86400.0)')

    def test_lessDone(self) -> None:
        """
        A function that returns before the end of what is recorded was changed.
        """

        async def plot(story: Story) -> None:
            await step("say", story.say, "reserved")

        problem = 'at step 2 the record says effect begin(null,"begin",100), the code returns'
        self.assertParked(self.changed(plot), problem)

    def test_raises(self) -> None:
        """
        So was one that raises there, whatever it raises.
        """

        async def plot(story: Story) -> None:
            raise KeyError("new")

        problem = "at step 1 the record says step say(\"reserved\"), the code raises KeyError: 'new'"
        self.assertParked(self.changed(plot), problem)

    def test_waitsElsewhere(self) -> None:
        """
        So was one that waits before.
        """
        other = makeOperation(self.bench.store)

        async def plot(story: Story) -> None:
            await step("say", story.say, "reserved")
            await other

        self.assertParked(self.changed(plot), "the code wait()")

    def test_caught(self) -> None:
        """
        A function can't hide it by catching every exception.
        """

        async def plot(story: Story) -> None:
            try:
                story.fetch(5)
            except Exception:
                await step("say", story.say, "reserved")

        self.assertParked(self.changed(plot), "at step 1")

    def test_signature(self) -> None:
        """
        A function that does not take its arguments any more is parked.
        """

        async def plot(story: Story, word: str) -> None:
            await sleep(timedelta(1))

        run = self.bench.tell(plot, "a")
        self.patch(Story.tell, "versions", {1: pay})
        self.bench.advance(86400)
        self.assertIn("Story.tell does not take what it was called with: pay() takes 1", run.problem)

    def test_chance(self) -> None:
        """
        A function that depends on chance, or on what changes, is noticed when it comes out otherwise.
        """

        async def plot(story: Story) -> None:
            await step("say", story.say, str(story.number))
            await sleep(timedelta(1))

        run = self.bench.tell(plot)
        self.story.number = 7
        self.bench.advance(86400)
        self.assertIn('at step 1 the record says step say("0"), the code step say("7")', run.problem)

    def test_resumed(self) -> None:
        """
        When the function fits again, the run goes on where it was.
        """

        async def plot(story: Story) -> None: ...

        run = self.changed(plot)
        Story.plot = pay
        self.bench.advance(3600)
        self.assertEqual(PENDING, run.state)
        retryOperation(run)
        self.bench.workOff()
        self.assertEqual(("paid all", ["reserved", "sent"]), (run.value, self.story.told))
        self.assertEqual("", run.problem)

    def test_stillChanged(self) -> None:
        """
        Resumed too early, it is parked again.
        """

        async def plot(story: Story) -> None: ...

        run = self.changed(plot)
        retryOperation(run)
        self.bench.workOff()
        self.assertParked(run, "at step 1")

    def test_cancelled(self) -> None:
        """
        A parked run can be cancelled.
        """

        async def plot(story: Story) -> None: ...

        run = self.changed(plot)
        cancelOperation(run)
        self.assertEqual(("cancelled", ""), (run.state, run.problem))

    def test_changedAhead(self) -> None:
        """
        What is behind the recorded steps can be changed freely.
        """

        async def plot(story: Story) -> str:
            await step("say", story.say, "reserved")
            await story.fetch(100)
            await step("shout", story.say, "SENT")
            return "changed"

        run = self.changed(plot)
        self.assertEqual(("changed", ["reserved", "SENT"]), (run.value, self.story.told))

    def test_otherOptions(self) -> None:
        """
        So can how often an effect is tried again, and how long it may take.
        """

        async def plot(story: Story) -> str:
            await step("say", story.say, "reserved")
            asked = effect(story.recorder, "begin", 100, retry=Retry(), timeout=timedelta(days=1))
            return f"{await asked} paid"

        run = self.changed(plot)
        self.assertEqual((RESOLVED, "all paid"), (run.state, run.value))
