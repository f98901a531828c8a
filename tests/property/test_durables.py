"""
Durable functions against what they would do if nothing ever went wrong.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.asyncitems import RESOLVED, AsyncWork, OperationFailed, gather, sleep, step
from tests.unit.mantissa_like.asyncitems.durables import DurableBench, Story

SAY = Story.say
ACTS = st.sampled_from(["say", "stumble", "fetch", "both", "sleep"])
PROGRAMS = st.recursive(
    st.lists(ACTS, max_size=6), lambda inner: st.lists(ACTS | inner, max_size=5), max_leaves=15
)


def expected(program: list[Any], said: list[str], fetched: list[str], path: str = "") -> list[Any]:
    """
    What comes of a program whose acts are done one after the other.
    """
    results: list[Any] = []
    for number, act in enumerate(program):
        name = f"{path}{number}"
        match act:
            case "say":
                said.append(name)
                results.append(len(said))
            case "stumble":
                results.append(f"{name} is hard to say")
            case "fetch":
                fetched.append(name)
                results.append(f"got {name}")
            case "both":
                fetched.extend([f"{name}a", f"{name}b"])
                results.append([f"got {name}a", f"got {name}b"])
            case "sleep":
                results.append(None)
            case inner:
                results.append(expected(inner, said, fetched, f"{name}."))
    return results


async def follow(story: Story, program: list[Any], path: str = "") -> list[Any]:
    """
    The same as a durable function; programs within are durable functions of their own.
    """
    results: list[Any] = []
    for number, act in enumerate(program):
        name = f"{path}{number}"
        match act:
            case "say":
                results.append(await step("say", story.say, name))
            case "stumble":
                try:
                    await step("stumble", story.stumble, name)
                except OperationFailed as e:
                    results.append(e.error.message)
            case "fetch":
                results.append(await story.fetch(name))
            case "both":
                results.append(await gather([story.fetch(f"{name}a"), story.fetch(f"{name}b")]))
            case "sleep":
                await sleep(timedelta(seconds=number))
                results.append(None)
            case inner:
                results.append(await story.tell(inner, f"{name}."))
    return results


class Killed(BaseException):
    """
    The process ends here.
    """


class DurableTests(SynchronousTestCase):
    """
    Tests for any function, and any trouble.
    """

    @settings(max_examples=60)
    @given(PROGRAMS, st.lists(st.booleans(), max_size=12), st.randoms(use_true_random=False))
    def test_asIfNothingWereWrong(self, program: list[Any], troubles: list[bool], chance: Any) -> None:
        """
        Whatever is undone and begun anew, and in whatever order effects end, each step is done once, each
        effect begun once, and the value is that of a function that nothing ever stopped.
        """
        said: list[str] = []
        fetched: list[str] = []
        value = expected(program, said, fetched)
        bench = DurableBench()

        def dangerous(story: Story, word: str) -> int:
            count = SAY(story, word)
            if troubles and troubles.pop():
                raise Killed
            return count

        self.patch(Story, "say", dangerous)
        Story.plot = follow
        run = bench.story.tell(program)
        begun: list[str] = []
        for _ in range(500):
            if not run.isPending:
                break
            try:
                bench.turn()
            except Killed:
                bench.worker = AsyncWork(lambda: 0.0)
            begun.extend(name for _, (name,), _ in bench.attempts)
            chance.shuffle(bench.attempts)
            for _, (name,), attempt in bench.attempts:
                attempt.callback(f"got {name}")
            bench.attempts.clear()
            bench.clock.advance(1)
        self.assertEqual((RESOLVED, value), (run.state, run.value), run.problem)
        self.assertEqual((said, sorted(fetched)), (bench.story.told, sorted(begun)))
