"""
What is kept with an item or a store as long as that is in memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from axiom._items.item import Item

__all__ = ["NOTHING", "inmemory", "memoryOf"]

# Most items keep nothing.
NOTHING: Mapping[str, Any] = MappingProxyType({})


def memoryOf(owner: Any) -> dict[str, Any]:
    """
    What is kept with an item or a store, to be changed; reading C{owner._memory} is enough for a look.
    """
    if owner._memory is NOTHING:
        owner._memory = {}
    memory: dict[str, Any] = owner._memory
    return memory


class inmemory:
    """
    An attribute that lives as long as the item is in memory, and is never stored.
    """

    def __init__(self, doc: str = "") -> None:
        self.doc = doc
        self.attrname = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.attrname = name

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        try:
            return instance._memory[self.attrname]
        except KeyError:
            # A base that is no item may have a value for all, as twisted's Service has.
            for base in type(instance).__mro__:
                inherited = base.__dict__.get(self.attrname, self)
                if not isinstance(inherited, inmemory):
                    return inherited
            raise AttributeError(f"{type(instance).__name__}.{self.attrname} was not set") from None

    def __set__(self, instance: Item, value: Any) -> None:
        memoryOf(instance)[self.attrname] = value

    def __delete__(self, instance: Item) -> None:
        if memoryOf(instance).pop(self.attrname, self) is self:
            raise AttributeError(f"{type(instance).__name__}.{self.attrname} was not set")
