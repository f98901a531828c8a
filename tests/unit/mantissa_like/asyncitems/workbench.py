"""
A store in memory whose operations a test works off, and an item that handles outcomes.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import Deferred
from twisted.internet.task import Clock

from axiom.attributes import textlist
from axiom.item import Item
from axiom.testing import memoryStore
from mantissa_like.agenda import Turn
from mantissa_like.asyncitems import AsyncWork, OperationError, operationHandler, outsideEffect

__all__ = ["START", "Recorder", "Workbench"]

START = 1_000_000_000.0


class Recorder(Item):
    """
    An item that writes down what its handlers were given.

    @ivar seen: what that was, as text.
    """

    typeName = "test_asyncitems_recorder"

    seen = textlist(allowNone=False, default=[])

    @operationHandler
    def note(self, value: Any) -> Any:
        """
        Write a value down, and pass on one that is greater.
        """
        self.seen = [*self.seen, str(value)]
        return value + 1 if isinstance(value, int) else value

    @operationHandler
    def noteError(self, error: OperationError) -> str:
        """
        Write an error down, and make a value of it.
        """
        self.seen = [*self.seen, str(error)]
        return "mended"

    @operationHandler
    def spoil(self, value: Any) -> None:
        """
        Write a value down, and fail.
        """
        self.seen = [*self.seen, f"spoilt {value}"]
        raise ValueError(f"spoilt {value}")

    @outsideEffect
    def begin(self, key: str, *arguments: Any) -> Any:
        """
        Begin an effect that the test ends.
        """
        attempt: Deferred[Any] = Deferred()
        Workbench.attempts.append((key, arguments, attempt))
        return attempt

    def notDeclared(self, value: Any) -> None:
        """
        Nothing that may be called.
        """


class Workbench:
    """
    A store, its time, and who works for it.

    @cvar attempts: the effects begun: key, arguments, and what ends each.
    """

    attempts: list[tuple[str, tuple[Any, ...], Deferred[Any]]] = []

    def __init__(self) -> None:
        self.clock = Clock()
        self.clock.advance(START)
        self.store = memoryStore(self.clock)
        self.recorder = Recorder(store=self.store)
        self.worker = AsyncWork(lambda: 0.0)
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
