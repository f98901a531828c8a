"""
A store as a service of the process that serves it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.application.service import IService, Service
from twisted.internet.defer import Deferred, maybeDeferred

from axiom.iaxiom import IEndpointReactor
from axiom.listversions import checkSystemVersion
from axiom.store import Store

__all__ = ["StoreService"]


class StoreService(Service):
    """
    Opens a store when it starts, records the software's versions in it, runs its services, and closes it when
    they have stopped.

    @ivar openStore: opens the store; called once for each start.
    """

    def __init__(self, openStore: Callable[[], Store], endpointReactor: Any = None) -> None:
        """
        @param endpointReactor: found as L{IEndpointReactor} of the store; None for none.
        """
        self.openStore, self._endpointReactor = openStore, endpointReactor
        self._store: Store | None = None

    def privilegedStartService(self) -> None:
        """
        Open the store and start what needs privileges, such as low ports.

        @raise CannotOpenStore: the store can't be opened.
        """
        super().privilegedStartService()
        IService(self._openStore()).privilegedStartService()

    def _openStore(self) -> Store:
        if self._store is None:
            self._store = self.openStore()
            if self._endpointReactor is not None:
                self._store.inMemoryPowerUp(self._endpointReactor, IEndpointReactor)
            checkSystemVersion(self._store)
        return self._store

    def startService(self) -> None:
        """
        Start the rest; all, where nothing needed privileges.
        """
        super().startService()
        IService(self._openStore()).startService()

    def stopService(self) -> Deferred[None]:
        """
        Stop what runs in the store, then close it.
        """
        super().stopService()
        return Deferred.fromCoroutine(self._stop())

    async def _stop(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            try:
                await maybeDeferred(IService(store).stopService)
            finally:
                store.close()
