"""
Sending: a message is written into the store of its sender, in the sender's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zope.interface import implementer

from axiom.item import Item
from axiom.store import Store
from mantissa_like.accounts import ownerAddresses, ownerApplications
from mantissa_like.agenda import dueIn
from mantissa_like.messaging._outgoing import DUE, READY, WAITING, OutgoingMessage, howManyWait, nowIn
from mantissa_like.messaging._settings import messageSettingsOf
from mantissa_like.messaging._values import MOST_BYTES, MOST_OPEN, MessageID, Value
from mantissa_like.messaging.errors import BadSender, QueueFull, TooLarge
from mantissa_like.messaging.interfaces import IMessageQueue
from mantissa_like.sharing import Identifier

__all__ = ["MessageQueue", "messageQueueOf"]


@implementer(IMessageQueue)
@dataclass(frozen=True)
class MessageQueue:
    """
    The way out of one store.

    @ivar store: which.
    """

    store: Store

    def queueMessage(
        self,
        sender: Identifier,
        target: Identifier,
        value: Value,
        consequence: Item | None = None,
        files: Sequence[str] = (),
    ) -> MessageID:
        """
        See L{IMessageQueue}.
        """
        if len(value.data) > MOST_BYTES:
            raise TooLarge(len(value.data), MOST_BYTES)
        arguments = sender, target, value, consequence, files
        # Whatever it raises, it does so before it writes anything: there is nothing for a savepoint to undo.
        return (
            self.store.transact(self._queue, *arguments) if self.store.autocommit else self._queue(*arguments)
        )

    def _queue(
        self,
        sender: Identifier,
        target: Identifier,
        value: Value,
        consequence: Item | None,
        files: Sequence[str],
    ) -> MessageID:
        store = self.store
        if not isOwner(store, sender):
            raise BadSender(sender)
        pair = str(sender), str(target)
        isFirst = self._isNext(pair)
        # Before anything else, since the store may be found to be another incarnation by that.
        dueIn(store)
        message = OutgoingMessage(
            store=store,
            epoch=store.incarnation.name,
            sender=pair[0],
            target=pair[1],
            valueType=value.type,
            data=value.data,
            consequence=consequence,
            files=list(files) or None,
            state=DUE if isFirst else WAITING,
            queued=nowIn(store),
            due=READY if isFirst else None,
        )
        return message.messageID

    def _isNext(self, pair: tuple[str, str]) -> bool:
        """
        @return: whether no other message of C{pair} is to be answered first.
        @raise QueueFull: more wait than may.
        """
        settings = messageSettingsOf(self.store)
        ofPair, ofAll = min(settings.waitingForOne, MOST_OPEN), settings.waitingOfStore
        isAnyBefore, waiting, open = howManyWait(self.store, pair, ofPair, ofAll)
        if waiting >= ofPair:
            raise QueueFull(waiting, f"from {pair[0]} to {pair[1]}")
        if open >= ofAll:
            raise QueueFull(open, "of this store")
        return not isAnyBefore


def messageQueueOf(store: Store) -> MessageQueue:
    """
    The way out of C{store}.
    """
    return MessageQueue(store)


def isOwner(store: Store, sender: Identifier) -> bool:
    """
    Whether C{sender} names something in C{store}.
    """
    if sender.domain is None:
        return sender.localpart in ownerApplications(store)
    return f"{sender.localpart}@{sender.domain}" in ownerAddresses(store)
