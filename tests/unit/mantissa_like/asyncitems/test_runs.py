"""
Tests for L{mantissa_like.asyncitems._runs}, and for versions of durable functions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import textlist
from axiom.item import Item
from mantissa_like.asyncitems import (
    CANCELLED,
    PENDING,
    REJECTED,
    RESOLVED,
    AsynchronousItem,
    FunctionMissing,
    NoSuchStep,
    NotDurable,
    NotStuck,
    durable,
    gather,
    historyOf,
    isRun,
    makeOperation,
    restartRun,
    retryOperation,
    sleep,
    step,
)
from tests.unit.mantissa_like.asyncitems.durables import DurableBench, Story


class RestartTests(SynchronousTestCase):
    """
    Tests for beginning anew.
    """

    def setUp(self) -> None:
        self.bench = DurableBench()
        self.story = self.bench.story

    def test_anew(self) -> None:
        """
        A run begins anew, with the code as it is now; who waits for it goes on waiting.
        """

        async def plot(story: Story) -> None:
            await step("say", story.say, "old")
            await story.fetch(1)

        async def changed(story: Story) -> str:
            await step("say", story.say, "new")
            return "done"

        run = self.bench.tell(plot)
        both = gather([run])
        Story.plot = changed
        self.bench.answer(None)
        self.assertIn("at step 1", run.problem)
        restartRun(run)
        self.bench.workOff()
        self.assertEqual(("done", ["done"], ["old", "new"]), (run.value, both.value, self.story.told))
        self.assertEqual(['step say("new")'], self.bench.history(run))

    def test_givenOperation(self) -> None:
        """
        An operation that a run was given is kept until the run comes to it, also when it begins anew or goes
        on as another run, and no longer.
        """
        given = makeOperation(self.bench.store, keep=timedelta(seconds=1))

        async def plot(story: Story, awaited: list[AsynchronousItem]) -> Any:
            if not awaited:
                return story.tell([given])
            await sleep(timedelta(days=1))
            return await awaited[0]

        run = self.bench.tell(plot, [])
        given.succeed("late")
        self.bench.advance(3_600)
        restartRun(run)
        self.bench.workOff()
        self.bench.advance(86_400)
        self.assertEqual((RESOLVED, "late"), (run.state, run.value))
        for _ in range(3):
            self.bench.advance(30 * 86_400)
        self.assertEqual([], list(self.bench.store.query(AsynchronousItem)))

    def test_fromStep(self) -> None:
        """
        What was done before a step can be kept.
        """
        faults = ["first", "second"]

        def fail() -> str:
            if faults:
                raise ValueError(faults.pop(0))
            return "at last"

        async def plot(story: Story) -> str:
            await step("say", story.say, "once")
            return await step("fail", fail)

        run = self.bench.tell(plot)
        for fault in ("first", "second"):
            self.bench.advance(60)
            self.assertEqual((REJECTED, fault), (run.state, run.error and run.error.message))
            restartRun(run, step=2)
            self.assertEqual((PENDING, None, ""), (run.state, run.error, run.problem))
            self.bench.workOff()
        self.assertEqual((RESOLVED, "at last", ["once"]), (run.state, run.value, self.story.told))

    def test_underWay(self) -> None:
        """
        An effect and a run that it began are cancelled, unless somebody else waits for them.
        """
        other = makeOperation(self.bench.store)

        async def plot(story: Story, depth: int) -> Any:
            await story.fetch("kept")
            begun = [story.fetch("alone"), story.fetch("shared")]
            inner = story.tell(depth - 1) if depth else other
            return await inner, begun

        run = self.bench.tell(plot, 1)
        self.bench.answer(None)
        _, alone, shared, inner = (each.operation for each in historyOf(run))
        last = gather([shared])
        restartRun(run, step=2)
        self.assertEqual((CANCELLED, PENDING), (alone.state, shared.state))
        self.assertEqual((CANCELLED, PENDING, PENDING), (inner.state, last.state, run.state))
        self.bench.workOff()
        self.assertEqual(
            ["kept", "alone", "shared"], [json.loads(each.given)[-1] for each in historyOf(run)][:3]
        )

    def test_refused(self) -> None:
        """
        What is done, or is no run, can't be begun anew; nor can a run from where it has not come.
        """

        async def plot(story: Story, seconds: int) -> None:
            await sleep(timedelta(seconds=seconds))

        done, pending = self.bench.tell(plot, 0), self.bench.tell(plot, 5)
        self.assertRaises(NotStuck, restartRun, done)
        for number in (0, 3):
            self.assertRaises(NoSuchStep, restartRun, pending, number)
        plain = makeOperation(self.bench.store)
        refused: list[Callable[[AsynchronousItem], object]] = [restartRun, historyOf]
        for each in refused:
            self.assertRaises(NotDurable, each, plain)
        self.assertEqual([True, False], [isRun(pending), isRun(plain)])


class Parcel(Item):
    """
    An item whose function has versions.
    """

    typeName = "test_asyncitems_parcel"

    log = textlist(allowNone=False, default=[])

    def note(self, word: str) -> None:
        """
        Write a word down.
        """
        self.log = [*self.log, word]

    @durable
    async def send(self) -> str:
        """
        Send it.
        """
        await step("pack", self.note, "packed")
        await sleep(timedelta(days=1))
        return "sent"

    @durable(version=2)
    async def sendInsured(self) -> str:
        """
        Send it in another way.
        """
        await step("insure", self.note, "insured")
        return await self.send()

    @durable(version=2)
    async def sendAnew(self) -> str:
        """
        Send it as it is done now.
        """
        await step("insure", self.note, "insured")
        return "insured"

    @sendAnew.formerly(1)
    async def sendFormerly(self) -> str:
        """
        Send it as it was done once.
        """
        await step("pack", self.note, "packed")
        await sleep(timedelta(days=1))
        return "sent"


class VersionTests(SynchronousTestCase):
    """
    Tests for code of other versions.
    """

    def setUp(self) -> None:
        self.bench = DurableBench()
        self.parcel = Parcel(store=self.bench.store)

    def begun(self, name: str) -> AsynchronousItem:
        """
        A run of version 1 that sleeps, whose function is that of this name from then on.
        """
        run = self.parcel.send()
        self.bench.workOff()
        run.target.method = name
        self.bench.advance(86400)
        return run

    def test_parked(self) -> None:
        """
        A run of a version whose code is gone is parked; resumed, it goes on with the new code if that fits.
        """
        run = self.begun("sendInsured")
        self.assertIn("Parcel.sendInsured is of version 2 now, and the run of 1. Keep the code", run.problem)
        retryOperation(run)
        self.bench.workOff()
        self.assertIn(
            'at step 1 the record says step pack("packed"), the code step insure("insured")', run.problem
        )
        restartRun(run)
        self.bench.workOff()
        self.bench.advance(86400)
        self.assertEqual("sent", run.value)

    def test_kept(self) -> None:
        """
        A run goes on with the code of its version if that is kept; a new one is of the newest.
        """
        run = self.begun("sendAnew")
        self.assertEqual("sent", run.value)
        new = self.parcel.sendAnew()
        self.bench.workOff()
        self.assertEqual("insured", new.value)

    def test_missing(self) -> None:
        """
        A run whose function is gone is parked until it is back.
        """
        run = self.begun("sendAway")
        self.assertIn("there is no durable function Parcel.sendAway any more", run.problem)
        self.assertRaises(FunctionMissing, retryOperation, run)
        run.target.method = "send"
        retryOperation(run)
        self.bench.workOff()
        self.assertEqual("sent", run.value)

    def test_itemGone(self) -> None:
        """
        A run whose item is gone is parked.
        """
        run = self.parcel.send()
        self.bench.workOff()
        self.parcel.deleteFromStore()
        self.bench.advance(86400)
        self.assertIn("or its item is gone", run.problem)
