"""
The items of a store that are in memory: one object per storeID, as long as anyone refers to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ref

if TYPE_CHECKING:
    from axiom._items.item import Item

__all__ = ["IdentityMap"]

_LEAST_ROOM = 100
_MOST_CLASSES = 1000


class IdentityMap:
    """
    Items by storeID, held weakly.

    @ivar entries: some of these references have lost their item and are left until they are swept out.
    @ivar classes: of some of the items that were looked for, in memory or not.
    @ivar generation: differs from what it was when rows were read, once they may be out of date.
    """

    def __init__(self) -> None:
        self.entries: dict[int, ref[Item]] = {}
        self.classes: dict[int, type[Item]] = {}
        self.generation = 0
        self._room = _LEAST_ROOM

    def __len__(self) -> int:
        return len(self.live())

    def get(self, storeID: int) -> Item | None:
        """
        The item in memory, if it is.
        """
        entry = self.entries.get(storeID)
        return None if entry is None else entry()

    def add(self, item: Item) -> None:
        """
        Keep C{item} under its storeID, instead of what was there.
        """
        entries = self.entries
        entries[item._storeID] = ref(item)
        if len(entries) > self._room:
            self._sweep()

    def _sweep(self) -> None:
        # Room for twice as many as there are makes this rare; a callback of each reference would cost more.
        for storeID, entry in list(self.entries.items()):
            if entry() is None:
                del self.entries[storeID]
        self._room = max(2 * len(self.entries), _LEAST_ROOM)

    def addClass(self, storeID: int, itemClass: type[Item]) -> None:
        """
        Keep the class of the item that is stored under C{storeID}.
        """
        if len(self.classes) >= _MOST_CLASSES:
            self.classes.clear()
        self.classes[storeID] = itemClass

    def discard(self, storeID: int) -> None:
        """
        Keep nothing under C{storeID}.
        """
        self.entries.pop(storeID, None)

    def live(self) -> list[Item]:
        """
        The items in memory.
        """
        return [item for item in (entry() for entry in list(self.entries.values())) if item is not None]

    def outdate(self) -> None:
        """
        Let rows that were read before not be trusted any more; the items in memory are right.
        """
        self.generation += 1
        self.classes.clear()

    def expire(self) -> None:
        """
        Let every item load its row anew when it is next looked at; called when none has unwritten changes.
        """
        self.generation += 1
        for item in self.live():
            item._row, item._values = None, {}
