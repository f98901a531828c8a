"""
A router in a process of its own, which has the same stores open.

The process reads a site's directory and a message a line, and writes what came of it.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import msgspec
from twisted.internet.defer import Deferred, fail, maybeDeferred, succeed
from twisted.internet.task import Clock
from twisted.python.failure import Failure
from zope.interface import implementer

from axiom.runtime import Runtime
from axiom.store import Store
from mantissa_like.messaging import Answer, HandlerFailed, IMessageRouter, LocalRouter, Message
from mantissa_like.stores import StorePool
from mantissa_like.testing import contracts

__all__ = ["RemoteRouter", "RoutingProcess"]

_CHECKOUT = Path(__file__).parents[2]


class Outcome(msgspec.Struct):
    """
    What came of a message.

    @ivar answer: None if there is none.
    @ivar traceback: of a handler that failed.
    """

    answer: Answer | None = None
    traceback: str = ""


class RoutingProcess:
    """
    The process, as the one that started it sees it.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], cwd=_CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def outcomeOf(self, directory: str, message: Message) -> Outcome:
        """
        Have a message routed on a site.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode((directory, message)) + b"\n")
        self._process.stdin.flush()
        return msgspec.json.decode(self._process.stdout.readline(), type=Outcome)

    def end(self) -> None:
        """
        End it.
        """
        self._process.communicate()


@implementer(IMessageRouter)
class RemoteRouter:
    """
    Has another process route messages.
    """

    def __init__(self, process: RoutingProcess, directory: str) -> None:
        """
        @param directory: of the site store.
        """
        self._process, self._directory = process, directory

    def route(self, message: Message) -> Deferred[Answer]:
        """
        See L{IMessageRouter}.
        """
        outcome = self._process.outcomeOf(self._directory, message)
        return fail(HandlerFailed(outcome.traceback)) if outcome.answer is None else succeed(outcome.answer)


def main() -> None:
    """
    Route what is read.
    """
    # The type of what is in the stores.
    assert contracts.Ledger.typeName
    for line in sys.stdin.buffer:
        directory, message = msgspec.json.decode(line, type=tuple[str, Message])
        sys.stdout.buffer.write(msgspec.json.encode(_outcomeOf(_routerIn(directory).route(message))) + b"\n")
        sys.stdout.buffer.flush()


@cache
def _routerIn(directory: str) -> IMessageRouter:
    siteStore = Store(directory, runtime=Runtime(Clock(), maybeDeferred))
    router: IMessageRouter = LocalRouter(siteStore, StorePool(siteStore, 10))
    return router


def _outcomeOf(routed: Deferred[Answer]) -> Outcome:
    outcomes: list[Outcome] = []

    def fail(failure: Failure) -> None:
        outcomes.append(Outcome(traceback=str(getattr(failure.value, "traceback", failure))))

    routed.addCallbacks(lambda answer: outcomes.append(Outcome(answer)), fail)
    return outcomes[0]


if __name__ == "__main__":
    main()
