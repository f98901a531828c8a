"""
Waiting for the outcome of a command that is not ready at once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorCore
from twisted.python.failure import Failure

__all__ = ["waitFor"]

T = TypeVar("T")


async def _awaited(awaitable: Awaitable[T]) -> T:
    return await awaitable


def waitFor(awaitable: Awaitable[T], reactor: Callable[[], IReactorCore]) -> T:
    """
    Run the reactor until C{awaitable} is done; not at all if it is done already.

    @param reactor: called if one is needed; it must not have run yet, and can't run again.

    @raise KeyboardInterrupt: a signal stopped the reactor first; C{awaitable} is cancelled.
    """
    outcomes: list[T | Failure] = []
    deferred = Deferred.fromCoroutine(_awaited(awaitable)).addBoth(outcomes.append)
    if not outcomes:
        running = reactor()
        deferred.addCallback(lambda _: running.stop() if running.running else None)
        running.run()
    if not outcomes:
        deferred.cancel()
        raise KeyboardInterrupt
    outcome = outcomes[0]
    if isinstance(outcome, Failure):
        outcome.raiseException()
    return outcome
