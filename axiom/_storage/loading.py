"""
Making items of rows: the hot path of every query.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from axiom._columns.memory import NOTHING
from axiom._items.item import Item
from axiom._items.states import STORED

if TYPE_CHECKING:
    from axiom._storage.identities import IdentityMap
    from axiom.store import Store

__all__ = ["Loaders"]

Load = Callable[[tuple[Any, ...]], Any]


class Loaders(dict[type[Item], Load]):
    """
    By class, the function that makes a row (storeID, then the stored values) the item that it is: the one in
    memory, or a new object.
    """

    def __init__(self, store: Store, identities: IdentityMap) -> None:
        self._store, self._identities = store, identities

    def __missing__(self, itemClass: type[Item]) -> Load:
        load = self[itemClass] = self._make(itemClass)
        return load

    def _make(self, itemClass: type[Item]) -> Load:
        store, entries, add = self._store, self._identities.entries, self._identities.add
        blank = object.__new__
        activates = itemClass.activate is not Item.activate

        def load(row: tuple[Any, ...]) -> Any:
            entry = entries.get(row[0])
            found: Any = None if entry is None else entry()
            if found is not None and type(found) is itemClass:
                if found._row is None and not found._values:
                    found._row = row
                return found
            item: Any = blank(itemClass)
            item._store = store
            item._storeID = row[0]
            item._row = row
            item._state = STORED
            item._values = {}
            item._dirty = {}
            item._memory = NOTHING
            add(item)
            if activates:
                item.activate()
            return item

        return load
