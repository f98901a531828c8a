"""
Properties of asynchronous items: whatever happens in whatever order, each handler takes effect once.
"""

from __future__ import annotations

from typing import Any, ClassVar

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from axiom.attributes import integer
from axiom.item import Item
from axiom.testing import memoryStore
from mantissa_like.asyncitems import (
    PENDING,
    RESOLVED,
    AsynchronousItem,
    AsyncWork,
    addHandlers,
    makeOperation,
    operationHandler,
    operationsOf,
)


class Killed(BaseException):
    """
    The process ends here.
    """


class Mark(Item):
    """
    What one handler does.

    @ivar count: how often it did.
    @cvar fate: what happens to each handler that is run: None, or what it raises after its work.
    """

    typeName = "test_property_mark"

    count = integer(default=0, allowNone=False)
    fate: ClassVar[list[type[BaseException] | None]] = []

    @operationHandler
    def mark(self, outcome: Any) -> None:
        """
        Count, and meet one's fate.
        """
        self.count += 1
        raised = self.fate.pop() if self.fate else None
        if raised is not None:
            raise raised


FATES = st.lists(st.sampled_from([None, None, Killed, ValueError]), max_size=8)
KINDS = ["make", "add", "add", "succeed", "fail", "cancel", "turn"]
ACTIONS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 30)), max_size=30)


class OperationProperties(SynchronousTestCase):
    """
    Trees of operations, settled and worked off in any order, by processes that are killed.
    """

    def turn(self) -> bool:
        """
        One turn of a process, which may be killed in it.

        @return: whether there is more to do.
        """
        try:
            again = AsyncWork(lambda: 0.0).work(self.store).again
        except Killed:
            return True
        return again is not None and again.asPOSIXTimestamp() <= self.clock.seconds()

    def act(self, action: str, number: int, operations: list[AsynchronousItem]) -> None:
        """
        Do one thing, if it can be done.
        """
        chosen = operations[number % len(operations)]
        if action == "make":
            operations.append(makeOperation(self.store))
        elif action == "add":
            operations.append(addHandlers(chosen, Mark(store=self.store), ok="mark", error="mark"))
        elif action == "turn":
            self.turn()
        elif chosen.isPending and action == "cancel":
            chosen.cancel()
        elif chosen.isPending and chosen.sourceID is None and action == "succeed":
            chosen.succeed()
        elif chosen.isPending and chosen.sourceID is None:
            chosen.fail(KeyError())

    @settings(deadline=None, max_examples=60, derandomize=True)
    @given(ACTIONS, FATES)
    def test_once(self, actions: list[tuple[str, int]], fates: list[type[BaseException] | None]) -> None:
        """
        In the end everything is settled; a handler took effect once if its operation has a value, and never
        if it raised or was cancelled.
        """
        self.clock = Clock()
        self.clock.advance(1_000_000_000)
        self.store = memoryStore(self.clock)
        Mark.fate[:] = fates
        operations = [makeOperation(self.store)]
        for action, number in actions:
            self.act(action, number, operations)
        for operation in operations:
            if operation.isPending and operation.sourceID is None:
                operation.succeed()
        while self.turn():
            pass
        self.assertEqual([], list(operationsOf(self.store, PENDING)))
        for operation in operations:
            if operation.target is not None:
                self.assertEqual(int(operation.state == RESOLVED), operation.target.count)
