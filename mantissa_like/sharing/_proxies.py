"""
Proxies: what a viewer gets of a shared item, its shared interfaces and nothing else.

A proxy keeps honest code from reaching past a share; it is no sandbox for hostile Python.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, NoReturn

from zope.interface import implementedBy, providedBy
from zope.interface.declarations import Declaration
from zope.interface.interface import InterfaceClass

from axiom.item import Item, interfaceName

__all__ = [
    "ALL_IMPLEMENTED",
    "Exposure",
    "SharedProxy",
    "exposureOf",
    "isLinkProxy",
    "itemFromProxy",
    "providedNames",
    "shareIDFromProxy",
]

ALL_IMPLEMENTED: Literal["*"] = "*"


@dataclass(frozen=True, eq=False)
class Exposure:
    """
    What of an item can be seen through some interfaces.

    There is one for each sequence of interfaces, since zope.interface remembers declarations that it has met.

    @ivar interfaces: without those which others among them extend; may be empty.
    @ivar declaration: says that they are provided, the first one before the others.
    @ivar names: the methods and attributes that they declare, but for those that begin with an underscore.
    """

    interfaces: tuple[InterfaceClass, ...]
    declaration: Declaration = field(repr=False)
    names: frozenset[str] = field(repr=False)


def exposureOf(item: Item, names: Iterable[str]) -> Exposure:
    """
    What the interfaces with these stored names show of C{item}, in this order.

    A name of which C{item} provides no interface, because it was renamed or dropped, shows nothing.
    """
    return _exposureOf(providedBy(item).__iro__, tuple(names))


def providedNames(item: Item) -> frozenset[str]:
    """
    The stored names of the interfaces by which C{item} can be shared: those it provides, but not every item.
    """
    return frozenset(_shareable(providedBy(item).__iro__))


@lru_cache(maxsize=4096)
def _exposureOf(provided: tuple[InterfaceClass, ...], names: tuple[str, ...]) -> Exposure:
    shareable = _shareable(provided)
    wanted = [each for name in names for each in (shareable if name == ALL_IMPLEMENTED else (name,))]
    chosen = [shareable[name] for name in dict.fromkeys(wanted) if name in shareable]
    return _exposure(tuple(each for each in chosen if not any(other.extends(each) for other in chosen)))


@lru_cache(maxsize=4096)
def _exposure(interfaces: tuple[InterfaceClass, ...]) -> Exposure:
    declared = {name for each in interfaces for name in each.names(all=True)}
    public = frozenset(name for name in declared if not name.startswith("_"))
    return Exposure(interfaces, Declaration(*interfaces), public)


def _shareable(provided: Iterable[InterfaceClass]) -> dict[str, InterfaceClass]:
    everyItems = implementedBy(Item)
    return {interfaceName(each): each for each in provided if not everyItems.isOrExtends(each)}


class SharedProxy:
    """
    An item as one role sees it.

    It has the public methods and attributes that the shared interfaces declare, none of which can be set, and
    provides those interfaces. Two proxies are equal if they show the same of the same item.
    """

    __slots__ = ("_exposure", "_isLink", "_item", "_shareID")

    def __init__(self, item: Item, exposure: Exposure, shareID: str, isLink: bool = False) -> None:
        """
        @param shareID: the name under which C{item} was found.
        @param isLink: whether only those know that name who were given it.
        """
        values = {"_item": item, "_exposure": exposure, "_shareID": shareID, "_isLink": isLink}
        for slot, value in values.items():
            object.__setattr__(self, slot, value)

    def __getattribute__(self, name: str) -> Any:
        exposure = _exposureIn(self)
        if name in exposure.names:
            return getattr(itemFromProxy(self), name)
        if name == "__providedBy__":
            return exposure.declaration
        if name == "__class__":
            return SharedProxy
        raise AttributeError(f"{self!r} does not show {name!r}")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{name!r} can't be set: {self!r} is only read")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{name!r} can't be deleted: {self!r} is only read")

    def __eq__(self, other: object) -> bool:
        if type(other) is not SharedProxy:
            return NotImplemented
        shown, others = _exposureIn(self).interfaces, _exposureIn(other).interfaces
        return itemFromProxy(self) is itemFromProxy(other) and set(shown) == set(others)

    def __hash__(self) -> int:
        return hash((id(itemFromProxy(self)), frozenset(_exposureIn(self).interfaces)))

    def __repr__(self) -> str:
        item = itemFromProxy(self)
        shown = ", ".join(map(interfaceName, _exposureIn(self).interfaces))
        return f"<SharedProxy of {type(item).__name__} {item.storeID} by {shown or 'no interface'}>"


def _exposureIn(proxy: SharedProxy) -> Exposure:
    found: Exposure = object.__getattribute__(proxy, "_exposure")
    return found


def itemFromProxy(proxy: SharedProxy) -> Any:
    """
    The item behind C{proxy}; for code that acts for the item's owner.
    """
    return object.__getattribute__(proxy, "_item")


def isLinkProxy(proxy: SharedProxy) -> bool:
    """
    Whether the item behind C{proxy} was found by a link, which is to be told to nobody.
    """
    isLink: bool = object.__getattribute__(proxy, "_isLink")
    return isLink


def shareIDFromProxy(proxy: SharedProxy) -> str:
    """
    The share ID under which the item behind C{proxy} was found.
    """
    shareID: str = object.__getattribute__(proxy, "_shareID")
    return shareID
