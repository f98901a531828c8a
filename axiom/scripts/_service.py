"""
A store as a service of the process that serves it.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.application.service import IService, Service
from twisted.internet.defer import Deferred, maybeDeferred

from axiom.listversions import checkSystemVersion
from axiom.store import Store

__all__ = ["StoreService"]


class StoreService(Service):
    """
    Opens a store when it starts, records the software's versions in it, runs its services, and closes it when
    they have stopped.

    @ivar openStore: opens the store; called once for each start.
    """

    def __init__(self, openStore: Callable[[], Store]) -> None:
        self.openStore = openStore
        self._store: Store | None = None

    def privilegedStartService(self) -> None:
        """
        Open the store and start what needs privileges, such as low ports.

        @raise CannotOpenStore: the store can't be opened.
        """
        super().privilegedStartService()
        self._store = self.openStore()
        checkSystemVersion(self._store)
        IService(self._store).privilegedStartService()

    def startService(self) -> None:
        """
        Start the rest. Called after L{privilegedStartService}.
        """
        super().startService()
        assert self._store is not None
        IService(self._store).startService()

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
