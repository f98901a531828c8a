"""
People of one site who write to each other, in memory: what the tests of messaging share.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.task import Clock
from zope.interface import implementer

from axiom.attributes import integer, text, textlist
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from axiom.testing import memoryStore
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.agenda import WorkService
from mantissa_like.config import MessageSettings
from mantissa_like.messaging import (
    IDeliveryConsequence,
    IMessageReceiver,
    RevertAndRespond,
    Value,
    messageQueueOf,
    messageWork,
)
from mantissa_like.sharing import Identifier, getAccountRole, shareItem
from mantissa_like.stores import StorePool

__all__ = ["Diary", "Letters", "Site", "identify"]


@implementer(IMessageReceiver)
class Diary(Item):
    """
    Writes down what it receives.

    @ivar entries: the contents of the messages.
    @ivar failures: how often it will fail before.
    @ivar refuses: the content that it reverts.
    """

    typeName = "test_messaging_diary"
    schemaVersion = 1

    entries = textlist(allowNone=False, defaultFactory=list)
    failures = integer(allowNone=False, default=0)
    refuses = text()

    def messageReceived(self, value: Value, sender: Identifier, target: Identifier) -> Value:
        """
        See L{IMessageReceiver}.
        """
        content = value.data.decode()
        self.entries = [*self.entries, content]
        if self.failures:
            raise ZeroDivisionError(content)
        if content == self.refuses:
            raise RevertAndRespond(Value("refusal", value.data))
        return Value("read", value.data.upper())


@implementer(IDeliveryConsequence)
class Letters(Item):
    """
    Writes down what is answered.

    @ivar answers: type and content of each answer.
    @ivar isBroken: whether it fails.
    """

    typeName = "test_messaging_letters"
    schemaVersion = 1

    answers = textlist(allowNone=False, defaultFactory=list)
    failures = integer(allowNone=False, default=0)

    def answerReceived(self, answer: Value, value: Value, sender: Identifier, target: Identifier) -> None:
        """
        See L{IDeliveryConsequence}.
        """
        self.answers = [*self.answers, f"{answer.type}: {answer.data.decode()}"]
        if self.failures:
            raise ZeroDivisionError(answer.data)


class Site:
    """
    A site that is served.

    @ivar clock: its clock.
    @ivar store: the site store.
    """

    def __init__(self, **settings: Any) -> None:
        self.clock = Clock()
        self.clock.advance(1_000_000_000)
        self.store = memoryStore(self.clock)
        self.pool = StorePool(self.store, 20)
        work = messageWork(self.store, self.pool, MessageSettings(**settings), lambda: 0.0)
        self.service = WorkService(self.store, self.pool, [work], self.clock)

    def start(self) -> None:
        """
        Work for the stores from now on.
        """
        self.service.startService()
        self.work()

    def work(self, seconds: float = 0.0) -> None:
        """
        Do what is due now, and in the seconds that follow.
        """
        self.clock.advance(seconds)
        for _ in range(50):
            self.clock.advance(0)

    def close(self) -> None:
        """
        End it.
        """
        self.service.stopService()
        self.work(10.0)
        self.store.close()

    def addUser(self, name: str, domain: str | None = "example.org") -> Store:
        """
        The store of a new account, or of an application.
        """
        subStore = SubStore.createNew(self.store, ["account", name])
        account = LoginAccount(store=self.store, avatars=subStore, disabled=0)
        LoginMethod(
            store=self.store,
            localpart=name,
            domain=domain,
            protocol="*",
            internal=True,
            verified=True,
            account=account,
        )
        store = subStore.open()
        account.cloneInto(store, store)
        return store


def identify(name: str, shareID: str, domain: str | None = "example.org") -> Identifier:
    """
    The identifier of something that is shared.
    """
    return Identifier(shareID, name, domain)


class Pair:
    """
    Alice, who writes letters, and Bob, who has a diary that he shares with her.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.alice, self.bob = site.addUser("alice"), site.addUser("bob")
        self.letters, self.diary = Letters(store=self.alice), Diary(store=self.bob)
        self.sender, self.target = identify("alice", "letters"), identify("bob", "diary")
        shareItem(self.diary, getAccountRole(self.bob, "alice", "example.org"), shareID="diary")

    def send(self, *contents: str) -> None:
        """
        Have Alice write to Bob.
        """
        queue = messageQueueOf(self.alice)
        for each in contents:
            queue.queueMessage(self.sender, self.target, Value("text", each.encode()), self.letters)
