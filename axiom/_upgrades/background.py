"""
Upgrading a tree of stores in the background, while the service of the uppermost runs: first that store, then
its substores one after the other, of which no more are kept open than were.

While the service runs in several processes, one of them does this, and another takes over when that one ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from twisted.internet.defer import Deferred
from twisted.internet.task import SchedulerStopped, deferLater
from twisted.logger import Logger

from axiom._engine.claims import Claim
from axiom._items.registry import knownTypes
from axiom._storage.services import SchedulingService
from axiom.errors import StoreClosed

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["BackgroundUpgrades"]

_SUBSTORE = "substore"
_TAKEOVER = 2.0


class BackgroundUpgrades(SchedulingService):
    """
    The service that upgrades a tree of stores.
    """

    _log = Logger()

    def __init__(self, store: Store) -> None:
        """
        @param store: the uppermost.
        """
        super().__init__(store.runtime)
        self._store = store
        self._claim = Claim.of(store.dbdir, "upgrades")

    def startService(self) -> None:
        """
        Begin with the uppermost store.
        """
        super().startService()
        self._add(self._whole())

    def stopService(self) -> None:
        """
        Leave the rest to another process, or to the next start.
        """
        super().stopService()
        self._claim.release()

    def upgrade(self, store: Store) -> None:
        """
        Called when a store of the tree was opened: upgrade it, too, if the service runs.
        """
        if self.running and store.upgrades.pending:
            self._add(store.upgrades.slices())

    def _add(self, slices: Iterator[Deferred[None] | None]) -> None:
        # Stopped before the end, it begins anew when the service or the store does.
        self.addIterator(slices).addErrback(lambda failure: failure.trap(SchedulerStopped) and None)

    def _whole(self) -> Iterator[Deferred[None] | None]:
        while not self._claim.acquire():
            yield deferLater(self._store.runtime.clock, _TAKEOVER)
        yield from self._tree(self._store)

    def _tree(self, store: Store) -> Iterator[None]:
        yield from store.upgrades.slices()
        for subStore in self._subStores(store):
            try:
                yield from self._subTree(subStore)
            except Exception:
                self._log.failure("{subStore} can't be upgraded", subStore=subStore)
            yield

    def _subTree(self, subStore: Any) -> Iterator[None]:
        if subStore.isOpen:
            yield from self._tree(subStore.substore)
            return
        # Nobody else closes it, and it is closed for nobody else.
        with closing(subStore.openApart()) as opened:
            yield from self._tree(opened)

    def _subStores(self, store: Store) -> Iterator[Any]:
        # One at a time, since no result may stay open from step to step. Whoever opens a store that has
        # substores knows their class.
        subStoreClass: Any = knownTypes.current.get(_SUBSTORE)
        last = 0
        while subStoreClass is not None:
            order, isNext = subStoreClass.storeID.ascending, subStoreClass.storeID > last
            try:
                found: Any = store.findFirst(subStoreClass, isNext, sort=order)
            except StoreClosed:
                return
            if found is None:
                return
            last = found.storeID
            yield found
