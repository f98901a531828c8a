"""
What a store remembers of the messages that came to it, so that each takes effect once.

There is a channel for each pair of sender and target in each epoch of the sender's store. It knows the last
number that came and what was answered: the sender asks for nothing else, since it sends one message of a pair
after the other. Only those that it gave up meanwhile and may still retry, of which it tells the numbers with
each message, have items of their own.
"""

from __future__ import annotations

from typing import Any

from epsilon.extime import Time

from axiom import attributes
from axiom.attributes import AND, boolean, compoundIndex, integer, reference, text, timestamp
from axiom.item import Item
from axiom.store import Store
from mantissa_like.messaging._values import FORGOTTEN, Answer, Message, Value

__all__ = ["InboundChannel", "OpenMessage", "findChannel", "makeChannel"]

_LONGEST_ERROR = 20_000


class InboundChannel(Item):
    """
    What came from one sender to one target.

    @ivar origin: the identity of the sender's store.
    @ivar epoch: the incarnation of that store in which the messages were sent.
    @ivar sender: the identifier of what sends, as text.
    @ivar target: that of the shared item.
    @ivar last: the greatest number that came.
    @ivar answerKind: of what was answered to that; None if nothing is known here.
    @ivar answerType: of the answer's value.
    @ivar answerData: of the answer's value.
    @ivar hasOpen: whether there is any L{OpenMessage} of it.
    @ivar received: when the last message came.
    """

    typeName = "messaging_inbound"
    schemaVersion = 1

    origin = text(allowNone=False, caseSensitive=True)
    epoch = text(allowNone=False, caseSensitive=True)
    sender = text(allowNone=False, caseSensitive=True)
    target = text(allowNone=False, caseSensitive=True)
    last = integer(allowNone=False, default=0)
    answerKind = text(caseSensitive=True)
    answerType = text(caseSensitive=True)
    answerData = attributes.bytes()
    hasOpen = boolean(allowNone=False, default=False)
    received = timestamp(allowNone=False)

    compoundIndex(target, sender, epoch, unique=True)

    def answerTo(self, message: Message) -> Answer | None:
        """
        What was answered; None if the message is to take effect. In a transaction: what the sender has
        concluded is forgotten.
        """
        number = message.id.number
        if message.open or self.hasOpen:
            self._keep({number, *message.open})
        if number > self.last:
            return None
        if number == self.last and self.answerKind is not None:
            return _answerIn(self)
        found = self._open(number)
        return FORGOTTEN if found is None else _answerIn(found)

    def record(self, number: int, answer: Answer, now: Time) -> None:
        """
        Remember the answer to a message that had none; in the transaction in which it took effect.
        """
        kept: Any = self._open(number)
        if kept is None:
            kept, self.last = self, number
        kept.answerKind, kept.answerType, kept.answerData = answer.kind, answer.value.type, answer.value.data
        self.received = now

    def recordFailure(self, number: int, error: str, now: Time) -> None:
        """
        Remember that its receiver failed.
        """
        found = self._open(number)
        if found is None:
            found = self._makeOpen(number)
            self._advance(number)
        found.attempts += 1
        found.lastError = error[-_LONGEST_ERROR:]
        self.received = now

    def _keep(self, wanted: set[int]) -> None:
        """
        Have an item for each of these numbers that may still come again, and for no other before the last of
        them. Of those after it a late copy of an old message knows nothing.
        """
        found = {each.number: each for each in self._allOpen()}
        newest = max(wanted)
        for number in found.keys() - wanted:
            if number < newest:
                found.pop(number).deleteFromStore()
        for number in wanted - found.keys():
            if number == self.last and self.answerKind is not None and number < newest:
                found[number] = self._makeOpen(number)
                found[number].answerKind = self.answerKind
                found[number].answerType, found[number].answerData = self.answerType, self.answerData
            elif self.last < number and wanted != {number}:
                found[number] = self._makeOpen(number)
        if newest in found:
            self._advance(newest)
        self.hasOpen = bool(found)

    def _advance(self, number: int) -> None:
        if number > self.last:
            self.last = number
            self.answerKind = self.answerType = self.answerData = None

    def _makeOpen(self, number: int) -> OpenMessage:
        self.hasOpen = True
        return OpenMessage(store=self.presentStore(), channel=self, number=number)

    def _open(self, number: int) -> OpenMessage | None:
        if not self.hasOpen:
            return None
        ours = AND(OpenMessage.channel == self, OpenMessage.number == number)
        return self.presentStore().findFirst(OpenMessage, ours)

    def _allOpen(self) -> list[OpenMessage]:
        if not self.hasOpen:
            return []
        return list(self.presentStore().query(OpenMessage, OpenMessage.channel == self))


class OpenMessage(Item):
    """
    One message that may come again although others came after it.

    @ivar channel: by which.
    @ivar number: its number.
    @ivar attempts: how often its receiver failed.
    @ivar lastError: the traceback of the last time; may be empty.
    @ivar answerKind: of what was answered in the end; None until it took effect.
    @ivar answerType: of the answer's value.
    @ivar answerData: of the answer's value.
    """

    typeName = "messaging_open"
    schemaVersion = 1

    channel = reference(allowNone=False, reftype=InboundChannel, whenDeleted=reference.CASCADE, indexed=False)
    number = integer(allowNone=False)
    attempts = integer(allowNone=False, default=0)
    lastError = text(allowNone=False, default="")
    answerKind = text(caseSensitive=True)
    answerType = text(caseSensitive=True)
    answerData = attributes.bytes()

    compoundIndex(channel, number, unique=True)


def findChannel(store: Store, message: Message) -> InboundChannel | None:
    """
    The channel by which C{message} comes; None if none has before it. In a transaction.
    """
    if not store.hasType(InboundChannel):
        return None
    schema = InboundChannel.schema
    rows = store.querySQL(
        f"SELECT {schema.selected} FROM {schema.tableName} WHERE target = ? AND sender = ? AND epoch = ?",
        (str(message.target), str(message.sender), message.id.epoch),
    )
    return store.loadRow(InboundChannel, rows[0]) if rows else None


def makeChannel(store: Store, message: Message, now: Time) -> InboundChannel:
    """
    A channel for C{message}, by which nothing came yet.
    """
    return InboundChannel(
        store=store,
        origin=message.id.store,
        epoch=message.id.epoch,
        sender=str(message.sender),
        target=str(message.target),
        received=now,
    )


def _answerIn(kept: Any) -> Answer | None:
    if kept.answerKind is None:
        return None
    return Answer(kept.answerKind, Value(kept.answerType, kept.answerData))
