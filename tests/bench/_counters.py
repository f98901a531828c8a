"""
What sends and receives the measured messages, and handles the measured outcomes.
"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from twisted.protocols.amp import Command, Integer

from axiom.attributes import integer
from axiom.item import Item
from axiom.store import Store
from mantissa_like.asyncitems import addHandlers, makeOperation, operationHandler
from mantissa_like.messaging import (
    AMPMessenger,
    AMPReceiver,
    IMessageReceiver,
    answerMethod,
    collator,
    commandMethod,
    messageQueueOf,
)
from mantissa_like.sharing import Identifier, shareItem
from tests.bench._workplace import DOMAIN

__all__ = ["HANDLERS", "Add", "Counter", "answered", "share"]

answered: list[Counter] = []
"""Who got an answer since this was emptied last, once for each."""

HANDLERS = 3
"""In one chain."""


class Add(Command):
    """
    Count something.
    """

    commandName = b"bench.Add"
    arguments: ClassVar = [(b"number", Integer())]
    response: ClassVar = [(b"total", Integer())]


class Counter(Item, AMPReceiver):
    """
    Counts what it is told, and what it hears in answer.

    @ivar total: what it was told, summed up.
    @ivar heard: how many answers it got.
    """

    typeName = "bench_counter"

    total = integer(allowNone=False, default=0)
    heard = integer(allowNone=False, default=0)

    @commandMethod.expose(Add)
    def add(self, number: int) -> dict[str, int]:
        """
        Count it.
        """
        self.total += number
        return {"total": self.total}

    @answerMethod.expose(Add)
    def added(self, total: int) -> None:
        """
        Count the answer.
        """
        self.heard += 1
        self.presentStore().afterCommit(partial(answered.append, self))

    @operationHandler
    def handle(self, value: int) -> int:
        """
        Count an outcome, and make the next one of it.
        """
        self.total += 1
        return value + 1

    def begin(self) -> None:
        """
        Make a chain of three handlers, and let it run.
        """
        self.presentStore().transact(self._begin)

    def _begin(self) -> None:
        first = makeOperation(self.presentStore())
        last = first
        for _ in range(HANDLERS):
            last = addHandlers(last, self, ok="handle")
        first.succeed(0)

    @collator(Add)
    def collate(self, total: int | None, answer: dict[str, Any], target: Identifier) -> int:
        """
        Add up the answers.
        """
        added: int = answer["total"]
        return (total or 0) + added

    def send(self, sender: str, target: str) -> None:
        """
        Tell another counter to count one.

        @param sender: the name of this one's user, and C{target} that of the other's.
        """
        messenger = AMPMessenger(
            messageQueueOf(self.presentStore()), _identifier(sender), _identifier(target)
        )
        messenger.messageRemote(Add, self, number=1)


def share(store: Store) -> Counter:
    """
    A counter in C{store}, which takes what any user sends.
    """
    counter = Counter(store=store)
    shareItem(counter, toName="Authenticated", shareID="counter", interfaces=[IMessageReceiver])
    return counter


def _identifier(name: str) -> Identifier:
    return Identifier("counter", name, DOMAIN)
