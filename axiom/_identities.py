"""
The items of a store that are in memory: one object per storeID, as long as anyone refers to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

if TYPE_CHECKING:
    from axiom._items import Item

__all__ = ["IdentityMap"]


class _Entry(ref["Item"]):
    """
    A weak reference that knows under which storeID it is kept.
    """

    __slots__ = ("storeID",)
    storeID: int


class IdentityMap:
    """
    Items by storeID, held weakly.

    @ivar generation: differs from what it was when rows were read, once they may be out of date.
    """

    def __init__(self) -> None:
        entries: dict[int, _Entry] = {}

        def forget(entry: Any) -> None:
            storeID = entry.storeID
            if entries.get(storeID) is entry:
                del entries[storeID]

        self._entries, self._forget = entries, forget
        self.generation = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, storeID: int) -> Item | None:
        """
        The item in memory, if it is.
        """
        entry = self._entries.get(storeID)
        return None if entry is None else entry()

    def add(self, item: Item) -> None:
        """
        Keep C{item} under its storeID, instead of what was there.
        """
        storeID: Any = item._storeID
        entry = _Entry(item, self._forget)
        entry.storeID = storeID
        self._entries[storeID] = entry

    def discard(self, storeID: int) -> None:
        """
        Keep nothing under C{storeID}.
        """
        self._entries.pop(storeID, None)

    def live(self) -> list[Item]:
        """
        The items in memory.
        """
        return [item for item in (entry() for entry in list(self._entries.values())) if item is not None]

    def outdate(self) -> None:
        """
        Let rows that were read before not be trusted any more; the items in memory are right.
        """
        self.generation += 1

    def expire(self) -> None:
        """
        Let every item load its row anew when it is next looked at; called when none has unwritten changes.
        """
        self.generation += 1
        for item in self.live():
            item._row = None
            item._values.clear()
