"""
Hashing of passwords in tests, which say when it is done.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from argon2 import PasswordHasher
from twisted.internet.defer import Deferred, maybeDeferred

from axiom._accounts.passwords import PasswordHashing

__all__ = ["getTestContext"]

_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def getTestContext() -> tuple[PasswordHashing, Callable[[], None]]:
    """
    What makes and checks hashes for a test, cheap ones, once a store is told:
    C{store.inMemoryPowerUp(context, IPasswordHashing)}.

    @return: that, and what does the oldest operation that was asked for, if there is one.
    """
    waiting: deque[tuple[Callable[[], Any], Deferred[Any]]] = deque()

    def run(f: Callable[..., Any], *args: Any) -> Deferred[Any]:
        result: Deferred[Any] = Deferred()
        waiting.append((partial(f, *args), result))
        return result

    def perform() -> None:
        if waiting:
            f, result = waiting.popleft()
            maybeDeferred(f).chainDeferred(result)

    return PasswordHashing(_CHEAP, run), perform
