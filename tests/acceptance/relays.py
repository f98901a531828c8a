"""
People's relays, which send numbers to each other, and the chains of handlers that they begin: the small
application with which the server is killed.

Each writes down what it does in the transaction in which it does that, so a test can count.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from twisted.protocols.amp import Command, Integer
from twisted.python.failure import Failure

from axiom.attributes import AND, compoundIndex, integer, text
from axiom.item import Item
from axiom.store import Store
from mantissa_like.asyncitems import AsynchronousItem, addHandlers, makeOperation, operationHandler
from mantissa_like.messaging import (
    AMPMessenger,
    AMPReceiver,
    DeliveryFailed,
    SenderArgument,
    TargetArgument,
    answerMethod,
    ask,
    commandMethod,
    errorMethod,
    messageQueueOf,
    senderOf,
)
from mantissa_like.sharing import Identifier, shareItem

__all__ = [
    "ANSWERED",
    "CHAIN",
    "DOMAIN",
    "FAILED",
    "HABITS",
    "HEARD",
    "SENT",
    "Event",
    "Pass",
    "Relay",
    "identifierOf",
    "numbersOf",
    "relayOf",
]

DOMAIN = "localhost"
SENT, HEARD, ANSWERED, FAILED = "sent", "heard", "answered", "failed"
CHAIN = ("first", "second", "third")

_SHARE = "relay"


def _loop() -> None:
    while True:
        pass


HABITS: Mapping[str, Callable[[], object]] = {
    "": lambda: None,
    "loop": _loop,
    "sleep": lambda: time.sleep(1_000_000),
    # Python is not asked in between whether there was a signal.
    "call": lambda: sum(range(1_000_000_000_000)),
}
"""
What never returns, in Python, in the system or in C; and what does.
"""


class Event(Item):
    """
    Something that a relay did; a later one has a greater storeID.

    @ivar kind: L{SENT}, L{HEARD}, L{ANSWERED}, L{FAILED}, or one of L{CHAIN}.
    @ivar peer: the user at the other end; empty for a chain, and where it is not told.
    @ivar number: of the message, for each sender and target from 1; or of the chain.
    """

    typeName = "test_relay_event"
    schemaVersion = 1

    kind = text(allowNone=False, caseSensitive=True)
    peer = text(allowNone=False, caseSensitive=True)
    number = integer(allowNone=False)

    compoundIndex(kind, peer, number)


class Pass(Command):
    """
    Here is a number.
    """

    commandName = b"test.relay.Pass"
    arguments = [(b"number", Integer()), (b"chain", Integer()), (b"sender", SenderArgument())]
    response = [(b"number", Integer()), (b"chain", Integer()), (b"target", TargetArgument())]


class Relay(AMPReceiver, Item):
    """
    Sends to the relays of others, and hears from them.

    @ivar chains: how many were begun.
    @ivar habit: what it does whenever it hears something or begins a chain; one of L{HABITS}.
    """

    typeName = "test_relay"
    schemaVersion = 1

    chains = integer(allowNone=False, default=0)
    habit = text(allowNone=False, default="")

    def open(self) -> None:
        """
        Let everybody send something.
        """
        shareItem(self, shareID=_SHARE)

    def order(self, method: str, order: Sequence[object]) -> None:
        """
        Have whoever works for the store call a handler.

        @param method: C{send}, given the names of users and how many messages each is sent; or C{begin},
            given the name of a user, and how many chains ask that one.
        """

        def place() -> None:
            operation = makeOperation(self.presentStore())
            addHandlers(operation, self, method)
            operation.succeed(list(order))

        self.presentStore().transact(place)

    @operationHandler
    def send(self, order: Sequence[tuple[str, int]]) -> None:
        """
        Send messages, to all users in turn.
        """
        queue, sender = messageQueueOf(self.presentStore()), senderOf(self)
        for turn in range(max(count for _, count in order)):
            for user, count in order:
                if turn < count:
                    messenger = AMPMessenger(queue, sender, identifierOf(user))
                    messenger.messageRemote(Pass, self, number=self._next(user), chain=0)

    @operationHandler
    def begin(self, order: tuple[str, int]) -> None:
        """
        Begin chains.
        """
        user, count = order
        for _ in range(count):
            self.chains += 1
            operation = made = makeOperation(self.presentStore())
            for method in CHAIN:
                made = addHandlers(made, self, method)
            operation.succeed([self.chains, user])

    @operationHandler
    def first(self, chain: tuple[int, str]) -> tuple[int, str]:
        """
        Pass on the chain, as soon as the habit allows.
        """
        self._note(CHAIN[0], "", chain[0])
        HABITS[self.habit]()
        return chain

    @operationHandler
    def second(self, chain: tuple[int, str]) -> AsynchronousItem:
        """
        Ask somebody.
        """
        number, user = chain
        self._note(CHAIN[1], "", number)
        return ask(self, identifierOf(user), Pass, number=self._next(user), chain=number)

    @operationHandler
    def third(self, answer: dict[str, int]) -> None:
        """
        End the chain.
        """
        self._note(CHAIN[2], "", answer["chain"])

    @commandMethod.expose(Pass)
    def heard(self, number: int, chain: int, sender: Identifier) -> dict[str, object]:
        """
        Note a number, as soon as the habit allows.
        """
        self._note(HEARD, sender.localpart, number)
        HABITS[self.habit]()
        return {"number": number, "chain": chain}

    @answerMethod.expose(Pass)
    def answered(self, number: int, chain: int, target: Identifier) -> None:
        """
        Note an answer.
        """
        self._note(ANSWERED, target.localpart, number)

    @errorMethod.expose(Pass, DeliveryFailed)
    def undelivered(self, failure: Failure) -> None:
        """
        Note that somebody heard nothing.
        """
        self._note(FAILED, "", 0)

    def _next(self, user: str) -> int:
        number = self.presentStore().count(Event, AND(Event.kind == SENT, Event.peer == user)) + 1
        self._note(SENT, user, number)
        return number

    def _note(self, kind: str, peer: str, number: int) -> None:
        Event(store=self.presentStore(), kind=kind, peer=peer, number=number)


def relayOf(store: Store) -> Relay:
    """
    The relay of a user.
    """
    return store.findUnique(Relay)


def numbersOf(store: Store, kind: str, peer: str = "") -> list[int]:
    """
    What a relay did, in that order.
    """
    ours = AND(Event.kind == kind, Event.peer == peer)
    return list(store.query(Event, ours, sort=Event.storeID.ascending).getColumn("number"))


def identifierOf(user: str) -> Identifier:
    """
    Where somebody's relay is.
    """
    return Identifier(_SHARE, user, DOMAIN)
