"""
A walk through the stored items of a type that are of old versions, upgrading some in each transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import TYPE_CHECKING

from axiom.errors import AxiomError, ItemUpgradeError, UpgraderRecursion

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["OnFailure", "TypeWalk"]

OnFailure = Callable[[AxiomError], object]


def _goOn() -> bool:
    return False


class TypeWalk:
    """
    One walk. Items that fail are left behind; it does not come by a second time.

    @ivar done: how many items were upgraded.
    """

    def __init__(
        self,
        store: Store,
        typeName: str,
        versions: Sequence[int],
        failed: OnFailure,
        underWay: Container[int] = (),
    ) -> None:
        """
        @param versions: the old ones.
        @param failed: called with the error of each item that fails.
        @param underWay: the storeIDs of the items whose upgraders run, one of which may have led to this.
        """
        self._store, self._typeName, self._failed, self._underWay = store, typeName, failed, underWay
        self._versions, self._last = list(versions), 0
        self.done = 0

    @property
    def isFinished(self) -> bool:
        """
        Whether the end was reached.
        """
        return not self._versions

    def step(self, count: int, isEnough: Callable[[], bool] = _goOn) -> None:
        """
        Upgrade some items in one transaction. If that fails as a whole, the same items are next.

        @param count: how many, at most.
        @param isEnough: asked after each.
        """
        done, last = self._store.transact(self._upgradeSome, self._versions[0], count, isEnough)
        self.done += done
        if last is None:
            del self._versions[0]
        self._last = last or 0

    def _upgradeSome(self, version: int, count: int, isEnough: Callable[[], bool]) -> tuple[int, int | None]:
        if (self._typeName, version) not in self._store.types.ids:
            # No item has passed through this version.
            return 0, None
        rows = self._store.querySQL(
            f"SELECT oid FROM item_{self._typeName}_v{version} WHERE oid > ? ORDER BY oid LIMIT ?",
            (self._last, count),
        )
        done = 0
        for (storeID,) in rows:
            if storeID in self._underWay:
                continue
            try:
                # Loading an item upgrades it, unless the upgrader of another one has done that or deleted it.
                self._store.getItemByID(storeID, default=None)
                done += 1
            except (ItemUpgradeError, UpgraderRecursion) as e:
                self._failed(e)
            if isEnough():
                return done, storeID
        return done, rows[-1][0] if len(rows) == count else None
