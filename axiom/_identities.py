"""
The items of a store that are in memory: one object per storeID, as long as anyone refers to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import ref

if TYPE_CHECKING:
    from axiom._items import Item

__all__ = ["IdentityMap"]


class _Entry(ref):  # type: ignore[type-arg]
    """
    A weak reference that knows under which storeID it is kept.
    """

    __slots__ = ("storeID",)
    storeID: Any


class IdentityMap:
    """
    Items by storeID, held weakly.
    """

    def __init__(self) -> None:
        entries: dict[int, _Entry] = {}

        def forget(entry: Any) -> None:
            if entries.get(entry.storeID) is entry:
                del entries[entry.storeID]

        self._entries, self._forget = entries, forget

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
        entry = _Entry(item, self._forget)
        entry.storeID = item._storeID
        self._entries[item._storeID] = entry  # type: ignore[index]

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

    def expire(self) -> None:
        """
        Let every item load its row anew when it is next looked at; called when none has unwritten changes.
        """
        for item in self.live():
            item._row = None
            item._values.clear()
