"""
A bounded pool of open stores, of which the idle ones are closed in the order in which they were last used.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from zope.interface import implementer

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.stores.errors import TooManyStores
from mantissa_like.stores.interfaces import IStorePool

__all__ = ["StorePool"]


@dataclass(eq=False)
class _OpenStore:
    """
    @ivar subStore: what stands for it in the site store.
    @ivar leases: how many borrow it now.
    """

    subStore: SubStore
    leases: int = 0


@implementer(IStorePool)
class StorePool:
    """
    The open substores of one site store.

    @ivar siteStore: their parent.
    @ivar limit: how many are open while some of them are idle.
    @ivar bound: how many are open when all are in use, at most.
    """

    def __init__(self, siteStore: Store, limit: int) -> None:
        self.siteStore, self.limit, self.bound = siteStore, limit, 2 * limit
        self._open: OrderedDict[int, _OpenStore] = OrderedDict()

    def __repr__(self) -> str:
        leased = sum(1 for each in self._open.values() if each.leases)
        return f"<StorePool {len(self._open)} open, {leased} leased, limit {self.limit}>"

    @property
    def openStores(self) -> int:
        """
        How many are open.
        """
        return len(self._open)

    @contextmanager
    def lease(self, subStore: SubStore) -> Iterator[Store]:
        """
        See L{IStorePool}.
        """
        found = self._open.get(subStore.storeID) or self._opened(subStore)
        self._open.move_to_end(subStore.storeID)
        found.leases += 1
        try:
            # Open already, unless somebody else closed it.
            yield subStore.open()
        finally:
            found.leases -= 1
            if len(self._open) > self.limit:
                self._closeOldest()

    def close(self) -> None:
        """
        See L{IStorePool}.
        """
        while self._open:
            self._open.popitem()[1].subStore.close()

    def _opened(self, subStore: SubStore) -> _OpenStore:
        if len(self._open) >= self.limit:
            self._closeOldest()
        if len(self._open) >= self.bound:
            raise TooManyStores(self.bound)
        subStore.open()
        found = self._open[subStore.storeID] = _OpenStore(subStore)
        return found

    def _closeOldest(self) -> None:
        for storeID, each in self._open.items():
            if not each.leases:
                del self._open[storeID]
                each.subStore.close()
                return
