"""
The class of item classes: what a declaration becomes.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from axiom._columns.base import SQLAttribute, StoreIDColumn
from axiom._items.registry import knownTypes
from axiom._items.schema import ItemSchema, makeSchema
from axiom.errors import NoInheritance

__all__ = ["MetaItem", "isDeclared", "normalize", "undeclared"]


def normalize(qualName: str) -> str:
    """
    The default type name of a class with this qualified name.
    """
    return qualName.lower().replace(".", "_")


def isDeclared(itemClass: type, name: str) -> bool:
    """
    Whether items of this class have an attribute C{name} that can be set.
    """
    # It has a descriptor that takes values: a column, an inmemory, a property.
    return any(hasattr(base.__dict__.get(name), "__set__") for base in itemClass.__mro__)


def undeclared(itemClass: type, name: str) -> AttributeError:
    """
    What to raise for one that they have not.
    """
    error = AttributeError(f"{itemClass.__name__!r} can't set attribute {name!r}")
    error.add_note("Declare it in the class, perhaps as inmemory().")
    return error


def _setDeclared(self: Any, name: str, value: object) -> None:
    if not isDeclared(type(self), name):
        raise undeclared(type(self), name)
    object.__setattr__(self, name, value)


class MetaItem(type):
    """
    The class of item classes, which are ordered by type name and version.

    It keeps instances to the declared attributes, gives columns of plain base classes to each item class as
    its own, and registers the class.
    """

    typeName: str
    schemaVersion: int
    schema: ItemSchema

    def __new__(meta, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> MetaItem:
        namespace.setdefault("__slots__", ())
        for base in bases:
            for attrname in dir(base) if not isinstance(base, MetaItem) else ():
                inherited = getattr(base, attrname, None)
                if isinstance(inherited, SQLAttribute) and attrname not in namespace:
                    namespace[attrname] = copy(inherited)
        itemClass = super().__new__(meta, name, bases, namespace)
        if any(isinstance(base, MetaItem) for base in bases):
            itemClass._define(namespace)
        return itemClass

    def _define(cls, namespace: dict[str, Any]) -> None:
        for base in () if namespace.get("__legacy__") else cls.__mro__[1:]:
            if isinstance(base, MetaItem) and "typeName" in base.__dict__:
                raise NoInheritance(
                    f"{cls.__name__} can't be derived from {base.__name__}, which has a table"
                )
        if "typeName" not in namespace:
            cls.typeName = normalize(f"{cls.__module__}.{cls.__name__}")
        if "schemaVersion" not in namespace:
            cls.schemaVersion = 1
        columns = [value for value in namespace.values() if isinstance(value, SQLAttribute)]
        cls.schema = makeSchema(cls.typeName, cls.schemaVersion, columns)
        cls.storeID = StoreIDColumn(cls)
        if cls.__dictoffset__:
            # A plain base class without slots lets in any attribute.
            cls.__setattr__ = _setDeclared  # type: ignore[assignment]
        knownTypes.add(cls)  # type: ignore[arg-type]

    def __lt__(cls, other: object) -> bool:
        return cls._order() < other._order() if isinstance(other, MetaItem) else NotImplemented

    def __le__(cls, other: object) -> bool:
        return cls._order() <= other._order() if isinstance(other, MetaItem) else NotImplemented

    def __gt__(cls, other: object) -> bool:
        return cls._order() > other._order() if isinstance(other, MetaItem) else NotImplemented

    def __ge__(cls, other: object) -> bool:
        return cls._order() >= other._order() if isinstance(other, MetaItem) else NotImplemented

    def _order(cls) -> tuple[str, int]:
        return cls.typeName, cls.schemaVersion
