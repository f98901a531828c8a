"""
An item with durable functions whose code a test chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from axiom.attributes import integer, reference, textlist
from axiom.item import Item
from mantissa_like.asyncitems import AsynchronousItem, OperationError, durable, effect, historyOf
from tests.unit.mantissa_like.asyncitems.workbench import Workbench

__all__ = ["DurableBench", "Plot", "Story", "errorOf"]

Plot = Callable[..., Coroutine[Any, Any, Any]]


class Story(Item):
    """
    What durable functions are about.

    @cvar plot: the code of L{tell}.
    @ivar told: what its steps did, in order.
    @ivar recorder: what does its effects.
    @ivar number: one of its own.
    """

    typeName = "test_asyncitems_story"

    plot: ClassVar[Plot]

    told = textlist(allowNone=False, default=[])
    number = integer(allowNone=False, default=0)
    recorder: Any = reference()

    @durable
    async def tell(self, *arguments: Any) -> Any:
        """
        Do what the test wants.
        """
        return await Story.plot(self, *arguments)

    def say(self, word: str) -> int:
        """
        A step: tell a word.

        @return: how many were told.
        """
        self.told = [*self.told, word]
        return len(self.told)

    def stumble(self, word: str) -> None:
        """
        A step that tells a word, and fails.
        """
        self.say(word)
        raise ValueError(f"{word} is hard to say")

    def fetch(self, *arguments: Any) -> AsynchronousItem:
        """
        Begin an effect that the test ends.
        """
        return effect(self.recorder, "begin", *arguments)


class DurableBench(Workbench):
    """
    A store with a story.
    """

    def __init__(self) -> None:
        super().__init__()
        self.story = Story(store=self.store, recorder=self.recorder)

    def tell(self, plot: Plot, *arguments: Any) -> AsynchronousItem:
        """
        Begin a run of C{plot}, and let it go as far as it can.
        """
        Story.plot = plot
        run = self.story.tell(*arguments)
        self.workOff()
        return run

    def answer(self, value: Any) -> None:
        """
        End the oldest effect under way with a value, and work off what follows.
        """
        _, _, attempt = self.attempts.pop(0)
        attempt.callback(value)
        self.workOff()

    def history(self, run: AsynchronousItem) -> list[str]:
        """
        What a run has recorded.
        """
        return [each.call for each in historyOf(run)]


def errorOf(operation: AsynchronousItem) -> OperationError:
    """
    Why an operation has no value.
    """
    assert operation.error is not None
    return operation.error
