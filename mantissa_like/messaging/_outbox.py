"""
The work of a store that has messages to send.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from epsilon.extime import Time
from twisted.internet.defer import Deferred
from twisted.internet.task import deferLater
from twisted.logger import Logger
from zope.interface import implementer

from axiom.store import Store
from mantissa_like.agenda import IStoreFigures, Turn
from mantissa_like.config import MessageSettings
from mantissa_like.messaging._cleaning import cleanUp
from mantissa_like.messaging._conclusions import LONGEST_WAIT, conclude, failed, giveUp, unreachable
from mantissa_like.messaging._directory import Directory
from mantissa_like.messaging._inspection import countMessages
from mantissa_like.messaging._outgoing import (
    TICK,
    Due,
    OutgoingMessage,
    dueMessages,
    hastenRetries,
    newestNumber,
)
from mantissa_like.messaging._settings import messageSettingsOf
from mantissa_like.messaging._storetroubles import STORE_TROUBLES
from mantissa_like.messaging._values import WORK, Answer, Message
from mantissa_like.messaging.errors import BadSender, HandlerFailed, TargetUnreachable
from mantissa_like.messaging.interfaces import IMessageRouter

__all__ = ["OutboxWork"]

_AT_ONCE = 16
_SLICE = 0.01
_MOST_DONE = 200
_REST = 1.0
_SOON = 1.0

Pair = tuple[str, str]


@dataclass(eq=False)
class _Outbox:
    """
    What this process knows of a store with messages to send.

    @ivar underWay: what is on its way, by sender and target.
    @ivar done: how many messages were answered since those that were are forgotten.
    @ivar isStale: whether something became due, now or later, since the store was looked at.
    @ivar cleaned: when they are forgotten at the latest, in seconds since the epoch; None if there are none.
    @ivar looked: when the store was looked at; None if it was not.
    @ivar onDisk: the greatest number of which the message, and each before it, is known to be on the disk.
    """

    underWay: dict[Pair, Deferred[None]] = field(default_factory=dict)
    done: int = 0
    isStale: bool = False
    cleaned: float | None = 0.0
    looked: float | None = None
    onDisk: int = 0

    async def waitForDisk(self, store: Store, number: int) -> None:
        """
        Wait until a message is on the disk, and with it those that were sent meanwhile.
        """
        if number > self.onDisk:
            newest = newestNumber(store)
            await store.durable()
            self.onDisk = max(self.onDisk, newest)

    def heedClock(self, store: Store, now: float) -> None:
        """
        See to it that nothing is tried so late only because the clock was set back.
        """
        if self.looked is None:
            hastenRetries(store, now + LONGEST_WAIT)
        elif now < self.looked:
            hastenRetries(store, now)
        self.looked = now

    def noteDone(self, now: float) -> None:
        """
        A message was answered.
        """
        self.done += 1
        # A store that goes on sending forgets many of them at once.
        self.cleaned = now + _REST

    def clean(self, store: Store, now: float) -> None:
        """
        Forget what was answered, if it is time.
        """
        if self.cleaned is not None and (now + TICK >= self.cleaned or self.done >= _MOST_DONE):
            cleanUp(store)
            self.done, self.cleaned = 0, None


@implementer(IStoreFigures)
class OutboxWork:
    """
    Delivers the messages of stores, of each store several at once, but of each pair one after the other.

    @cvar name: how records call it.
    @ivar delivered: how many messages were answered in this process.
    """

    name = WORK
    _log = Logger()

    def __init__(self, siteStore: Store, random: Callable[[], float]) -> None:
        self._siteStore, self._random, self.delivered = siteStore, random, 0
        self._directory = Directory(siteStore)
        self._outboxes: WeakKeyDictionary[Store, _Outbox] = WeakKeyDictionary()

    def work(self, store: Store) -> Turn:
        """
        See L{IStoreFigures}.
        """
        outbox = self._outboxes.get(store)
        if outbox is None:
            outbox = self._outboxes[store] = _Outbox()
        underWay, now = outbox.underWay, store.runtime.clock.seconds()
        # First, since it may fail: nothing is to be under way then of which nobody is told.
        outbox.clean(store, now)
        room = _AT_ONCE - len(underWay)
        outbox.heedClock(store, now)
        messages, again = dueMessages(store, now, underWay, room)
        for message in messages:
            self._begin(store, outbox, *message)
        isThereMore = len(messages) == room and len(underWay) < _AT_ONCE
        if outbox.isStale or isThereMore:
            again, outbox.isStale = now, False
        again = min((each for each in (again, outbox.cleaned) if each is not None), default=None)
        return Turn(None if again is None else Time.fromPOSIXTimestamp(again), list(underWay.values()))

    def figures(self, store: Store) -> dict[str, int]:
        """
        See L{IStoreFigures}: by their states, the messages that are not answered.
        """
        return countMessages(store)

    def commitsLost(self, store: Store) -> None:
        """
        See L{IStoreFigures}: what is sent from now on must not be taken for what was sent before.
        """
        store.renewIncarnation()
        if store in self._outboxes:
            self._outboxes[store].onDisk = 0

    def died(self, store: Store, what: str) -> None:
        """
        See L{IStoreFigures}.
        """
        self._failed(store, int(what), "the process died while the message was handled")

    def _begin(self, store: Store, outbox: _Outbox, outgoing: OutgoingMessage, message: Message) -> None:
        pair = outgoing.pair
        delivery = Deferred.fromCoroutine(self._deliver(store, outbox, (outgoing, message)))
        outbox.underWay[pair] = delivery

        def done(result: Any) -> Any:
            del outbox.underWay[pair]
            return result

        delivery.addBoth(done)

    async def _deliver(self, store: Store, outbox: _Outbox, first: Due) -> None:
        """
        Deliver a message, and for a while those that follow it.
        """
        following: Due | None = first
        clock = store.runtime.clock
        end = clock.seconds() + _SLICE
        while following is not None:
            # Held until it is concluded, so that its item stays in memory.
            due = following
            following = await self._attempt(store, outbox, due[1])
            if clock.seconds() >= end:
                break
        outbox.isStale = outbox.isStale or following is not None

    async def _attempt(self, store: Store, outbox: _Outbox, message: Message) -> Due | None:
        """
        @return: the next message of the pair, if it is due now.
        """
        number = message.id.number
        try:
            try:
                answer = await self._route(store, outbox, message)
            except STORE_TROUBLES:
                raise
            except TargetUnreachable as e:
                unreachable(store, number, e, self._settings, self._random)
            except BadSender as e:
                giveUp(store, number, str(e))
            except HandlerFailed as e:
                self._failed(store, number, e.traceback)
            except Exception:
                self._failed(store, number, traceback.format_exc())
            else:
                return self._concluded(store, outbox, number, answer)
        except STORE_TROUBLES as e:
            # Nothing can be written down here now, so the message stays due.
            self._log.warn("what came of {message} waits: {error}", message=message.id, error=e)
            await deferLater(store.runtime.clock, _SOON)
        outbox.isStale = True
        return None

    def _concluded(self, store: Store, outbox: _Outbox, number: int, answer: Answer) -> Due | None:
        try:
            following = conclude(store, number, answer)
        except STORE_TROUBLES:
            raise
        except Exception:
            # Whatever the consequence raises says nothing of the way to the target.
            self._failed(store, number, traceback.format_exc())
            outbox.isStale = True
            return None
        outbox.noteDone(store.runtime.clock.seconds())
        self.delivered += 1
        return following

    async def _route(self, store: Store, outbox: _Outbox, message: Message) -> Answer:
        # The store may have come from elsewhere, with what was sent in another's name.
        found = self._directory.find(message.sender)
        if found is None or found.subStore.storeID != store.idInParent:
            raise BadSender(message.sender)
        # Whoever forgets a query that somebody has answered has lost nothing.
        if self._settings.waitForDisk and not message.value.isQuery:
            await outbox.waitForDisk(store, message.id.number)
        router: IMessageRouter = IMessageRouter(self._siteStore)
        answer: Answer = await router.route(message)
        return answer

    def _failed(self, store: Store, number: int, error: str) -> None:
        failed(store, number, error, self._settings, self._random)

    @property
    def _settings(self) -> MessageSettings:
        return messageSettingsOf(self._siteStore)
