"""
The router between the stores of one site: it opens the target's store in this process.

Any process may open any store, so no message travels between processes: whichever works for the sender's
store delivers.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred
from twisted.logger import Logger
from zope.interface import implementer

from axiom.errors import AxiomError, StoreBusy
from axiom.store import Store
from mantissa_like.agenda import guarded
from mantissa_like.messaging._directory import Directory, Place
from mantissa_like.messaging._messagefiles import arriving, takeCopies
from mantissa_like.messaging._reception import mayKnow, receive
from mantissa_like.messaging._settings import messageSettingsOf
from mantissa_like.messaging._values import UNSHARED, WORK, Answer, Message
from mantissa_like.messaging.errors import TargetUnreachable
from mantissa_like.messaging.interfaces import IMessageRouter
from mantissa_like.stores import IStorePool, TooManyStores

__all__ = ["LocalRouter"]

_SOON = 1.0


@implementer(IMessageRouter)
class LocalRouter:
    """
    Delivers messages to the stores of users and applications of one site.
    """

    _log = Logger()

    def __init__(self, siteStore: Store, pool: IStorePool) -> None:
        self._siteStore, self._pool = siteStore, pool
        self._directory = Directory(siteStore)

    def route(self, message: Message) -> Deferred[Answer]:
        """
        See L{IMessageRouter}.
        """
        return Deferred.fromCoroutine(self._route(message))

    async def _route(self, message: Message) -> Answer:
        found, origin = self._directory.findAll(message.target, message.sender)
        if found is None:
            return UNSHARED
        try:
            with self._pool.lease(found.subStore) as store:
                if found.isSuspended:
                    if not mayKnow(store, message):
                        return UNSHARED
                    raise TargetUnreachable(f"the account of {message.target} is suspended")
                answer = await self._receive(store, message, origin)
                if messageSettingsOf(self._siteStore).waitForDisk and not message.value.isQuery:
                    await store.durable()
                return answer
        except (AxiomError, TooManyStores, OSError) as e:
            # What exactly is wrong is for those who run the site, and the sender keeps what it is told.
            self._log.warn("{message} can't be delivered now: {error}", message=message.id, error=e)
            why = f"the store of {message.target} can't be used now ({type(e).__name__})"
            isBusy = isinstance(e, StoreBusy | TooManyStores)
            raise TargetUnreachable(why, _SOON if isBusy else None) from e

    async def _receive(self, store: Store, message: Message, origin: Place | None) -> Answer:
        if not message.files:
            return self._receiveNow(store, message, origin)
        copies = await store.runtime.inThread(takeCopies, store, message.files)
        with arriving(store, copies):
            return self._receiveNow(store, message, origin)

    def _receiveNow(self, store: Store, message: Message, origin: Place | None) -> Answer:
        if origin is None:
            return receive(store, message)
        # If the process does not survive the message, that is to be counted where the message is kept.
        with self._pool.lease(origin.subStore) as sender:
            return receive(store, message, guarded(sender, WORK, str(message.id.number)))
