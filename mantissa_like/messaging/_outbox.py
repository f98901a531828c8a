"""
The work of a store that has messages to send.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from twisted.internet.defer import Deferred
from twisted.logger import Logger
from zope.interface import implementer

from axiom.store import Store
from mantissa_like.agenda import IStoreWork, Turn
from mantissa_like.config import MessageSettings
from mantissa_like.messaging._cleaning import cleanUp
from mantissa_like.messaging._conclusions import conclude, failed, giveUp, unreachable
from mantissa_like.messaging._directory import Directory
from mantissa_like.messaging._outgoing import OutgoingMessage, dueMessages, nextDue, nowIn
from mantissa_like.messaging._settings import messageSettingsOf
from mantissa_like.messaging._values import Answer, Message
from mantissa_like.messaging.errors import BadSender, HandlerFailed, TargetUnreachable
from mantissa_like.messaging.interfaces import IMessageRouter

__all__ = ["OutboxWork"]

_AT_ONCE = 16
_SOON = 1.0

Pair = tuple[str, str]


@implementer(IStoreWork)
class OutboxWork:
    """
    Delivers the messages of stores, of each store several at once, but of each pair one after the other.

    @cvar name: how records call it.
    """

    name = "messages"
    _log = Logger()

    def __init__(self, siteStore: Store, random: Callable[[], float]) -> None:
        self._siteStore, self._random = siteStore, random
        self._directory = Directory(siteStore)
        self._underWay: WeakKeyDictionary[Store, dict[Pair, Deferred[None]]] = WeakKeyDictionary()

    def work(self, store: Store) -> Turn:
        """
        See L{IStoreWork}.
        """
        if not store.hasType(OutgoingMessage):
            return Turn()
        underWay = self._underWay.setdefault(store, {})
        room, now = _AT_ONCE - len(underWay), nowIn(store)
        for outgoing in dueMessages(store, now, underWay, room) if room else ():
            self._begin(store, outgoing, underWay)
        if not underWay:
            cleanUp(store)
        return Turn(nextDue(store, now), list(underWay.values()))

    def commitsLost(self, store: Store) -> None:
        """
        See L{IStoreWork}: what is sent from now on must not be taken for what was sent before.
        """
        store.renewIncarnation()

    def died(self, store: Store, what: str) -> None:
        """
        See L{IStoreWork}.
        """
        self._failed(store, int(what), "the process died while the message was handled")

    def _begin(self, store: Store, outgoing: OutgoingMessage, underWay: dict[Pair, Deferred[None]]) -> None:
        pair = outgoing.pair
        delivery = Deferred.fromCoroutine(self._deliver(store, outgoing.message()))

        def done(result: Any) -> Any:
            underWay.pop(pair, None)
            return result

        underWay[pair] = delivery
        delivery.addBoth(done)

    async def _deliver(self, store: Store, message: Message) -> None:
        number = message.id.number
        try:
            answer = await self._route(store, message)
            conclude(store, number, answer)
        except TargetUnreachable as e:
            unreachable(store, number, e, self._settings, self._random)
        except BadSender as e:
            giveUp(store, number, str(e))
        except HandlerFailed as e:
            self._failed(store, number, e.traceback)
        except Exception:
            self._failed(store, number, traceback.format_exc())

    async def _route(self, store: Store, message: Message) -> Answer:
        # The store may have come from elsewhere, with what was sent in another's name.
        found = self._directory.find(message.sender)
        if found is None or found.subStore.storeID != store.idInParent:
            raise BadSender(message.sender)
        if self._settings.waitForDisk:
            await store.durable()
        router: IMessageRouter = IMessageRouter(self._siteStore)
        answer: Answer = await router.route(message)
        return answer

    def _failed(self, store: Store, number: int, error: str) -> None:
        failed(store, number, error, self._settings, self._random)

    @property
    def _settings(self) -> MessageSettings:
        return messageSettingsOf(self._siteStore)
