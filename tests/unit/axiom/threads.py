"""
Threads for tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

__all__ = ["Threads"]


class Threads:
    """
    Threads that work when they are told to.
    """

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[], Any], Deferred[Any]]] = []

    def inThread(self, f: Callable[..., Any], *args: Any) -> Deferred[Any]:
        """
        Keep the call for later.
        """
        result: Deferred[Any] = Deferred()
        self.jobs.append((lambda: f(*args), result))
        return result

    def work(self) -> None:
        """
        Do what was given first.
        """
        job, result = self.jobs.pop(0)
        try:
            result.callback(job())
        except OSError:
            result.errback(Failure())
