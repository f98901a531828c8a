"""
Messages, their answers, and what tells one message from every other.

All of them are plain frozen values that msgspec can encode, so that a router may carry them elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from mantissa_like.sharing import Identifier

__all__ = [
    "ANSWERED",
    "CONCLUDED",
    "DELIVERY_ERROR",
    "FORGOTTEN",
    "MOST_BYTES",
    "MOST_OPEN",
    "NO_SHARE",
    "UNDELIVERABLE",
    "UNSHARED",
    "WORK",
    "Answer",
    "Message",
    "MessageID",
    "Value",
]

WORK = "messages"
"""What the agenda calls the delivery of messages."""

MOST_BYTES = 1 << 20
"""The largest content of a message, and of an answer, in bytes."""

MOST_OPEN = 10_000
"""How many messages of one sender to one target a store may have given up, and may still retry."""

ANSWERED, CONCLUDED, UNDELIVERABLE = "answered", "concluded", "undeliverable"

_QUERY = ".query"

DELIVERY_ERROR = "mantissa.delivery.error"
"""The type of an answer that no receiver gave; its data is C{no-share} or C{concluded}."""

NO_SHARE = b"no-share"


@dataclass(frozen=True)
class Value:
    """
    The content of a message or of an answer.

    @ivar type: says how to read C{data}; not empty, at most 200 characters. It ends with C{.query} in a
        message that is one.
    @ivar data: at most L{MOST_BYTES} bytes, may be empty.
    """

    type: str
    data: bytes

    @property
    def isQuery(self) -> bool:
        """
        Whether it only asks: then nothing may change where it is answered, and it may be answered again.
        """
        return self.type.endswith(_QUERY)


@dataclass(frozen=True, order=True)
class MessageID:
    """
    What no two messages share, whatever becomes of their stores.

    @ivar store: the identity of the sender's store.
    @ivar epoch: the incarnation of that store in which the message was sent; random.
    @ivar number: greater than that of each message sent before in this epoch.
    """

    store: str
    epoch: str
    number: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}"


@dataclass(frozen=True)
class Message:
    """
    One message on its way.

    @ivar id: the same whenever it is sent.
    @ivar sender: what sent it.
    @ivar target: the shared item that it is for.
    @ivar value: its content.
    @ivar open: the numbers of the other messages of this epoch from C{sender} to C{target} that may have come
        to the target before, and whose answers the sender still wants; at most L{MOST_OPEN}, may be empty.
    @ivar files: the paths of the files that come with it, in the sender's store; may be empty.
    """

    id: MessageID
    sender: Identifier
    target: Identifier
    value: Value
    open: tuple[int, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """
    What came of a message.

    @ivar kind: C{answered} by the receiver; C{undeliverable}, since nothing is shared there with the sender;
        or C{concluded}, the message took effect, but its answer was forgotten since the sender had it once.
    @ivar value: what the consequence is given.
    """

    kind: str
    value: Value


UNSHARED = Answer(UNDELIVERABLE, Value(DELIVERY_ERROR, NO_SHARE))
FORGOTTEN = Answer(CONCLUDED, Value(DELIVERY_ERROR, CONCLUDED.encode()))
