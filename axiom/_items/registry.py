"""
The classes of items that this process knows, by what names them in a database.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any
from weakref import ref

if TYPE_CHECKING:
    from axiom._items.item import Item

__all__ = ["TypeRegistry", "knownTypes"]


class TypeRegistry:
    """
    Classes by type name and version.

    @ivar current: type name to the class of the newest version.
    @ivar legacy: (type name, version) to the class that describes that old version.
    """

    def __init__(self) -> None:
        self.current: dict[str, type[Item]] = {}
        self.legacy: dict[tuple[str, int], type[Item]] = {}

    def add(self, itemClass: type[Item]) -> None:
        """
        Know C{itemClass} from now on; it replaces one of the same module and name, and one that nobody else
        has any more.

        @raise RuntimeError: another class has its type name.
        """
        if itemClass.__legacy__:
            self.legacy[itemClass.typeName, itemClass.schemaVersion] = itemClass
            return
        before = self.current.pop(itemClass.typeName, None)
        if before is not None and _whereabouts(before) != _whereabouts(itemClass):
            candidate = ref(before)
            del before
            # Classes are parts of circles.
            gc.collect()
            before = candidate()
            if before is not None:
                self.current[itemClass.typeName] = before
                raise RuntimeError(
                    f"{_whereabouts(itemClass)} and {_whereabouts(before)} have the same typeName"
                    f" {itemClass.typeName!r}: give one of them another"
                )
        self.current[itemClass.typeName] = itemClass

    def find(self, typeName: str, version: int) -> type[Item] | None:
        """
        The class of this version, if one is known.
        """
        found = self.current.get(typeName)
        if found is not None and found.schemaVersion == version:
            return found
        return self.legacy.get((typeName, version))


def _whereabouts(itemClass: type[Any]) -> str:
    return f"{itemClass.__module__}.{itemClass.__qualname__}"


knownTypes = TypeRegistry()
