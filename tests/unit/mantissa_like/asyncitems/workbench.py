"""
A store in memory whose operations a test works off, and an item that handles outcomes.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.task import Clock

from axiom.attributes import reference, textlist
from axiom.item import Item
from axiom.testing import memoryStore
from mantissa_like.agenda import Turn
from mantissa_like.asyncitems import (
    AsynchronousItem,
    AsyncWork,
    OperationError,
    operationHandler,
    outsideEffect,
)

__all__ = ["START", "Attempt", "Recorder", "Workbench"]

START = 1_000_000_000.0

Attempt = tuple[str, tuple[Any, ...], "Deferred[Any]"]
"""An effect that was begun: its key, its arguments, and what ends it."""

_attempts: list[Attempt] = []


class Recorder(Item):
    """
    An item that writes down what its handlers were given.

    @ivar seen: what that was, as text.
    @ivar other: what some handlers return.
    """

    typeName = "test_asyncitems_recorder"

    seen = textlist(allowNone=False, default=[])
    other: Any = reference(reftype=AsynchronousItem)

    def write(self, what: object) -> None:
        """
        Write something down.
        """
        self.seen = [*self.seen, str(what)]

    @operationHandler
    def note(self, value: Any) -> Any:
        """
        Write a value down, and pass on a number that is greater by one.
        """
        self.write(value)
        return value + 1 if isinstance(value, int) else value

    @operationHandler
    def noteError(self, error: OperationError) -> str:
        """
        Write an error down, and make a value of it.
        """
        self.write(error)
        return "mended"

    @operationHandler
    def spoil(self, value: Any) -> None:
        """
        Write a value down, and fail.
        """
        self.write(value)
        raise KeyError(f"spoilt {value}")

    @operationHandler
    def forward(self, value: Any) -> AsynchronousItem:
        """
        Wait for another operation.
        """
        self.write(value)
        found: AsynchronousItem = self.other
        return found

    @operationHandler(version=2)
    def newer(self, value: Any) -> None:
        """
        Do what another version did otherwise.
        """
        self.write(value)

    @outsideEffect
    def begin(self, key: str, *arguments: Any) -> Deferred[Any]:
        """
        Begin what the test ends.
        """
        attempt: Deferred[Any] = Deferred()
        _attempts.append((key, arguments, attempt))
        return attempt

    @outsideEffect
    async def fetch(self, key: str) -> str:
        """
        Do something at once.
        """
        return f"fetched for {key}"

    def notDeclared(self, value: Any) -> None:
        """
        Nothing that may be called.
        """


class Workbench:
    """
    A store, its time, and who works for it.

    @ivar attempts: the effects that were begun.
    """

    def __init__(self) -> None:
        self.clock = Clock()
        self.clock.advance(START)
        self.store = memoryStore(self.clock)
        self.recorder = Recorder(store=self.store)
        self.worker = AsyncWork(lambda: 0.0)
        self.attempts = _attempts
        self.attempts.clear()

    @property
    def seen(self) -> list[str]:
        """
        What the handlers were given.
        """
        return list(self.recorder.seen)

    def turn(self) -> Turn:
        """
        Let the store have one turn.
        """
        return self.worker.work(self.store)

    def workOff(self) -> float | None:
        """
        Do all that is due.

        @return: in how many seconds more is; None if nothing will be.
        """
        for _ in range(100):
            again = self.turn().again
            if again is None:
                return None
            wait = float(again.asPOSIXTimestamp()) - self.clock.seconds()
            if wait > 0:
                return wait
        raise AssertionError("there is no end to it")

    def advance(self, seconds: float) -> float | None:
        """
        Let time pass, and do all that is due then.
        """
        self.clock.advance(seconds)
        return self.workOff()

    def successor(self) -> None:
        """
        Let another process work for the store, since the one before was killed.
        """
        self.worker = AsyncWork(lambda: 0.0)
