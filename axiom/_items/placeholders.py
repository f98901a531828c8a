"""
Placeholders: one class of items standing in a query more than once.
"""

from __future__ import annotations

from functools import total_ordering
from typing import TYPE_CHECKING, Any

from zope.interface import implementer

from axiom._columns.jsonpaths import Nested
from axiom._conditions.comparisons import Comparable
from axiom.iaxiom import IColumn

if TYPE_CHECKING:
    from axiom._items.item import Item
    from axiom._items.metaitem import MetaItem
    from axiom.store import Store

__all__ = ["Placeholder", "itemClassOf"]


@total_ordering
class Placeholder:
    """
    Another name for C{itemClass} in a query: its columns are attributes, it is selected from like the class.

    Placeholders are ordered by their age.
    """

    _placeholderCount = 0

    def __init__(self, itemClass: type[Item]) -> None:
        self._itemClass = itemClass
        self._placeholderCount = Placeholder._placeholderCount
        Placeholder._placeholderCount += 1
        self._alias = f"placeholder_{self._placeholderCount}"
        self.__name__ = f"Placeholder<{itemClass.__name__}>"
        self.__module__ = itemClass.__module__
        for column in (*itemClass.schema.columns, itemClass.storeID):
            kind = _PlaceholderJSON if isinstance(column, Nested) else _PlaceholderColumn
            setattr(self, column.attrname, kind(self, column))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._itemClass, name)

    def getTableName(self, store: Store) -> str:
        """
        The SQL name of the class's table.
        """
        return self._itemClass.getTableName(store)

    def getTableAlias(self, store: Store, currentAliases: tuple[str, ...]) -> str:
        """
        The name by which queries call this use of the table.
        """
        return self._alias

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Placeholder):
            return NotImplemented
        return self._placeholderCount < other._placeholderCount

    def __repr__(self) -> str:
        return self.__name__


@implementer(IColumn)
class _PlaceholderColumn(Comparable):
    """
    A column of a placeholder.
    """

    def __init__(self, placeholder: Placeholder, column: Any) -> None:
        self.type, self._column, self.attrname = placeholder, column, column.attrname
        self.searchable = column.searchable
        self.decimalPlaces, self.isBinary = column.decimalPlaces, column.isBinary
        self._name = f"{placeholder._alias}.{column.getShortColumnName(None)}"

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else self._column.__get__(instance, owner)

    def getColumnName(self, store: Store) -> str:
        return self._name

    def getShortColumnName(self, store: Store) -> str:
        """
        The SQL name within its table.
        """
        name: str = self._column.getShortColumnName(store)
        return name

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        return self._column.infilter(pyval, oself, store)

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        """
        A stored value as Python sees it.
        """
        return self._column.outfilter(dbval, oself)

    def fullName(self) -> str:
        return f"{self.type!r}.{self.attrname}"

    def fullyQualifiedName(self) -> str:
        """
        The column's name with module and class, and which placeholder it is.
        """
        return f"{self._column.fullyQualifiedName()}.<placeholder:{self.type._placeholderCount}>"

    def __repr__(self) -> str:
        return self.fullName()


class _PlaceholderJSON(_PlaceholderColumn, Nested):
    """
    A column of JSON of a placeholder.
    """


def itemClassOf(source: Any) -> MetaItem:
    """
    The class of the items that C{source}, a class or a placeholder, yields.
    """
    return source._itemClass if isinstance(source, Placeholder) else source
