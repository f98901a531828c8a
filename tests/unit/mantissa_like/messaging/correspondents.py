"""
People of one site who write to each other, in memory: what the tests of messaging share.
"""

from __future__ import annotations

from typing import Any

from zope.interface import implementer

from axiom.attributes import boolean, text, textlist
from axiom.item import Item
from mantissa_like.config import MessageSettings
from mantissa_like.messaging import (
    DONE,
    IDeliveryConsequence,
    IMessageReceiver,
    IMessageSettings,
    MessageID,
    RevertAndRespond,
    Value,
    messageQueueOf,
    outgoingMessages,
)
from mantissa_like.sharing import Identifier, shareItem
from mantissa_like.testing import TrialSite

__all__ = ["Diary", "Letters", "Pair", "bounded"]


@implementer(IMessageReceiver)
class Diary(Item):
    """
    Writes down what it receives.

    @ivar entries: the contents of the messages.
    @ivar isBroken: whether it fails when it did so.
    @ivar refuses: the content that it reverts.
    """

    typeName = "test_messaging_diary"
    schemaVersion = 1

    entries = textlist(allowNone=False, defaultFactory=list)
    isBroken = boolean(allowNone=False, default=False)
    refuses = text()

    def messageReceived(self, value: Value, sender: Identifier, target: Identifier) -> Value:
        """
        See L{IMessageReceiver}.
        """
        content = value.data.decode()
        self.entries = [*self.entries, content]
        if self.isBroken:
            raise ZeroDivisionError
        if content == self.refuses:
            raise RevertAndRespond(Value("refusal", value.data))
        return Value("read", value.data.upper())


@implementer(IDeliveryConsequence)
class Letters(Item):
    """
    Writes down what is answered.

    @ivar answers: type and content of each answer.
    @ivar isBroken: whether it fails when it did so.
    """

    typeName = "test_messaging_letters"
    schemaVersion = 1

    answers = textlist(allowNone=False, defaultFactory=list)
    isBroken = boolean(allowNone=False, default=False)

    def answerReceived(self, answer: Value, value: Value, sender: Identifier, target: Identifier) -> None:
        """
        See L{IDeliveryConsequence}.
        """
        self.answers = [*self.answers, f"{answer.type}: {answer.data.decode()}"]
        if self.isBroken:
            raise ZeroDivisionError


def bounded(site: TrialSite, **settings: Any) -> None:
    """
    Let C{site} have other settings for messages.
    """
    site.store.inMemoryPowerUp(MessageSettings(**settings), IMessageSettings)


class Pair:
    """
    Alice, who writes letters, and Bob, who has a diary that he shares with her.
    """

    def __init__(self, site: TrialSite) -> None:
        self.site = site
        self.alice, self.bob = site.addUser("alice@example.com"), site.addUser("bob@example.com")
        self.letters, self.diary = Letters(store=self.alice), Diary(store=self.bob)
        self.sender = Identifier("letters", "alice", "example.com")
        self.target = Identifier("diary", "bob", "example.com")
        shareItem(self.diary, toName="alice@example.com", shareID="diary")

    def send(self, *contents: str) -> list[MessageID]:
        """
        Have Alice write to Bob.
        """
        queue = messageQueueOf(self.alice)
        values = [Value("text", each.encode()) for each in contents]
        return [queue.queueMessage(self.sender, self.target, each, self.letters) for each in values]

    def waiting(self) -> list[tuple[str, str]]:
        """
        The content and the state of each message that was not answered.
        """
        found = [each for each in outgoingMessages(self.alice) if each.state != DONE]
        return [(each.data.decode(), each.state) for each in found]
