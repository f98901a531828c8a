"""
Looking at messages, on both sides, and deciding about those that were given up.
"""

from __future__ import annotations

from axiom.store import ItemQuery, Store
from mantissa_like.agenda import dueIn
from mantissa_like.messaging._cleaning import discardFiles
from mantissa_like.messaging._inbound import InboundChannel, OpenMessage
from mantissa_like.messaging._outgoing import DEAD, DONE, DUE, OutgoingMessage, nowIn, promoteNext
from mantissa_like.messaging.errors import NotWaiting

__all__ = [
    "deadLetters",
    "dropMessage",
    "failingMessages",
    "outgoingMessages",
    "receivedMessages",
    "retryMessage",
]


def outgoingMessages(store: Store, state: str | None = None) -> ItemQuery[OutgoingMessage]:
    """
    The messages that C{store} sent, in that order; those that were answered are there for a short while.

    @param state: of which; None for all.
    """
    condition = None if state is None else OutgoingMessage.state == state
    return store.query(OutgoingMessage, condition, sort=OutgoingMessage.storeID.ascending)


def deadLetters(store: Store) -> ItemQuery[OutgoingMessage]:
    """
    The messages of C{store} that were given up, in the order in which they were sent.
    """
    return outgoingMessages(store, DEAD)


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
    once, as ever; perhaps after later ones of its pair.

    @raise NotWaiting: it was answered.
    """
    message.presentStore().transact(_retry, message)


def _retry(message: OutgoingMessage) -> None:
    store = message.presentStore()
    if message.state == DONE:
        raise NotWaiting(message.messageID)
    if message.state in (DEAD, DUE):
        now = nowIn(store)
        message.state, message.due, message.queued, message.attempts = DUE, now, now, 0
        dueIn(store)


def dropMessage(message: OutgoingMessage) -> None:
    """
    Forget a message, in a transaction. Its consequence hears nothing, and whether it took effect stays
    unknown.

    @raise NotWaiting: it was answered.
    """
    message.presentStore().transact(_drop, message)


def _drop(message: OutgoingMessage) -> None:
    store, pair = message.presentStore(), message.pair
    if message.state == DONE:
        raise NotWaiting(message.messageID)
    hasFiles = bool(message.files)
    message.deleteFromStore()
    discardFiles(store)
    if promoteNext(store, pair) or hasFiles:
        dueIn(store)
