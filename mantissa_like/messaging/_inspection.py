"""
Looking at messages, on both sides, and deciding about those that were given up.
"""

from __future__ import annotations

from axiom.store import ItemQuery, Store
from mantissa_like.agenda import dueIn
from mantissa_like.messaging._cleaning import discardFiles
from mantissa_like.messaging._inbound import InboundChannel, OpenMessage
from mantissa_like.messaging._outgoing import (
    DEAD,
    DONE,
    DUE,
    READY,
    WAITING,
    OutgoingMessage,
    nowIn,
    promoteNext,
)
from mantissa_like.messaging.errors import NoSuchMessage, NotWaiting

__all__ = [
    "countMessages",
    "deadLetters",
    "dropMessage",
    "failingMessages",
    "findMessage",
    "outgoingMessages",
    "receivedMessages",
    "retryMessage",
]

_MOST_COUNTED = 20_000


def outgoingMessages(store: Store, state: str | None = None) -> ItemQuery[OutgoingMessage]:
    """
    The messages that C{store} sent, in that order; those that were answered are there for a short while.

    @param state: of which; None for all.
    """
    condition = None if state is None else OutgoingMessage.state == state
    return store.query(OutgoingMessage, condition, sort=OutgoingMessage.storeID.ascending)


def countMessages(store: Store) -> dict[str, int]:
    """
    How many messages of C{store} are not answered, by their states; of very many only the first are counted.
    """
    if not store.hasType(OutgoingMessage):
        return {}
    rows = store.querySQL(
        f"SELECT state, count(*) FROM (SELECT state FROM {OutgoingMessage.schema.tableName}"
        " WHERE state IN (?, ?, ?) LIMIT ?) GROUP BY state",
        (WAITING, DUE, DEAD, _MOST_COUNTED),
    )
    return dict(rows)


def deadLetters(store: Store) -> ItemQuery[OutgoingMessage]:
    """
    The messages of C{store} that were given up, in the order in which they were sent.
    """
    return outgoingMessages(store, DEAD)


def findMessage(store: Store, number: int) -> OutgoingMessage:
    """
    The message that C{store} sent with this number.

    @raise NoSuchMessage: there is none, or it was answered some time ago.
    """
    found = store.getItemByID(number, default=None)
    if not isinstance(found, OutgoingMessage):
        raise NoSuchMessage(number)
    return found


def receivedMessages(store: Store) -> ItemQuery[InboundChannel]:
    """
    From whom messages came to C{store}, and what was answered last; the latest first.
    """
    return store.query(InboundChannel, sort=InboundChannel.received.descending)


def failingMessages(channel: InboundChannel) -> ItemQuery[OpenMessage]:
    """
    The messages of one sender that may come again although later ones came, with their receiver's errors.
    """
    ours = OpenMessage.channel == channel
    return channel.presentStore().query(OpenMessage, ours, sort=OpenMessage.number.ascending)


def retryMessage(message: OutgoingMessage) -> None:
    """
    Try a message now, whether it was given up or is tried later anyway, in a transaction. It takes effect
    once, as ever: before those of its pair that wait, though later ones may have taken effect already.

    @raise NotWaiting: it was answered.
    """
    message.presentStore().transact(_retry, message)


def _retry(message: OutgoingMessage) -> None:
    store = message.presentStore()
    if message.state == DONE:
        raise NotWaiting(message.messageID)
    if message.state == WAITING:
        return
    message.queued, message.attempts = nowIn(store), 0
    if message.state == DUE:
        message.due = READY
    else:
        message.state = WAITING
        promoteNext(store, message.pair)
    dueIn(store)


def dropMessage(message: OutgoingMessage) -> None:
    """
    Forget a message, in a transaction. Whether it took effect stays unknown. Its consequence hears nothing,
    unless it provides L{IDropConsequence}: an operation of L{ask} fails.

    @raise NotWaiting: it was answered.
    """
    message.presentStore().transact(_drop, message)


def _drop(message: OutgoingMessage) -> None:
    store, pair = message.presentStore(), message.pair
    if message.state == DONE:
        raise NotWaiting(message.messageID)
    message.tellDropped()
    message.deleteFromStore()
    discardFiles(store)
    promoteNext(store, pair)
    dueIn(store)
