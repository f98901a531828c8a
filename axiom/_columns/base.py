"""
Columns: descriptors that are a typed value on an item and a comparable column on its class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from zope.interface import implementer

from axiom._conditions.comparisons import Comparable
from axiom.errors import AxiomError, ConstraintError, DataIntegrityError
from axiom.iaxiom import IColumn

if TYPE_CHECKING:
    from axiom._items.item import Item
    from axiom.store import Store

__all__ = [
    "LARGEST_NEGATIVE",
    "LARGEST_POSITIVE",
    "R",
    "SQLAttribute",
    "StoreIDColumn",
    "requireType",
]

R = TypeVar("R")

_ABSENT: Any = object()

LARGEST_POSITIVE = 2**63 - 1
LARGEST_NEGATIVE = -(2**63)


def requireType(attr: Comparable, value: object, typerepr: str, *types: type) -> None:
    """
    Refuse a value of another type.

    @param typerepr: what the column takes, in words.
    @raise ConstraintError: C{value} is no instance of C{types}.
    """
    if not isinstance(value, types):
        raise ConstraintError(attr.fullName(), typerepr, value)


@implementer(IColumn)
class SQLAttribute(Comparable, Generic[R]):
    """
    One persistent attribute of a class of items.

    Subclasses give C{sqltype} and override L{infilter} and L{outfilter}.

    @cvar sqltype: the type that SQLite is told.
    @cvar asStored: the types of stored values that need no L{outfilter}.
    @cvar identifies: whether an item in a store keeps the stored identity of what was assigned.
    @ivar attrname: its name in Python and in the table.
    @ivar type: the class that it is declared in.
    @ivar position: of its value in a loaded row.
    @ivar unique: whether no two items may have the same value; any number may have none.
    @ivar compoundIndexes: the L{axiom._columns.indexes.Index}es over it and others.
    """

    sqltype: str
    asStored: frozenset[type] = frozenset()
    identifies = False

    def __init__(
        self,
        doc: str = "",
        indexed: bool = False,
        default: Any = None,
        allowNone: bool = True,
        defaultFactory: Callable[[], Any] | None = None,
        *,
        unique: bool = False,
    ) -> None:
        if default is not None and defaultFactory is not None:
            raise TypeError("give a default or a defaultFactory, not both")
        self.doc, self.indexed, self.allowNone, self.unique = doc, indexed, allowNone, unique
        self.default, self.defaultFactory = default, defaultFactory
        self.compoundIndexes: list[Any] = []
        self.attrname = ""
        self.position = -1

    def __set_name__(self, owner: type, name: str) -> None:
        self.attrname, self.type = name, owner

    def computeDefault(self) -> Any:
        """
        The value of an item that was made without one.
        """
        return self.default if self.defaultFactory is None else self.defaultFactory()

    def coercer(self, value: Any) -> Any:
        """
        The value that will be read back after C{value} was assigned.
        """
        return value

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        """
        C{pyval} as it is stored; None stays None.

        @raise ConstraintError: it does not fit the column.
        """
        return pyval

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        """
        A stored value as Python sees it; None stays None.
        """
        return dbval

    def prepareInsert(self, oself: Item, store: Store) -> None:
        """
        Called when C{oself} is about to enter C{store}.
        """

    def stored(self, value: Any, item: Item | None, store: Store | None) -> Any:
        """
        C{value} as it is stored, None only where it is allowed.

        @raise ConstraintError: it does not fit the column.
        """
        if value is None:
            if not self.allowNone:
                raise ConstraintError(self.fullName(), "a value", value)
            return None
        return self.infilter(value, item, store)

    @overload
    def __get__(self, instance: None, owner: Any) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> R: ...
    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        value = instance._values.get(self.attrname, _ABSENT)
        if value is not _ABSENT:
            return value
        row = instance._row
        if row is None:
            row = instance.fetchRow()
        raw = row[self.position]
        if type(raw) in self.asStored:
            return raw
        try:
            value = self.outfilter(raw, instance)
        except (ArithmeticError, AttributeError, TypeError, ValueError) as e:
            if isinstance(e, AxiomError):
                raise
            raise DataIntegrityError(f"item {instance._storeID} has {raw!r} as {self.fullName()}") from e
        instance._values[self.attrname] = value
        return value

    def __set__(self, instance: Any, value: R) -> None:
        store = instance._store
        raw = self.stored(value, instance, store)
        if store is None:
            instance._values[self.attrname] = self.coercer(value)
            instance._dirty.pop(self.attrname, None)
        else:
            seen = raw if type(raw) in self.asStored else self.coercer(value)
            store.changeAttribute(instance, self.attrname, seen, raw)

    def reprFor(self, oself: Item) -> str:
        """
        The value as it stands in the item's C{repr}.
        """
        return repr(self.__get__(oself, type(oself)))

    def getShortColumnName(self, store: Store) -> str:
        """
        The SQL name within its table.
        """
        return f"[{self.attrname}]"

    def getColumnName(self, store: Store) -> str:
        return f"{self.type.getTableName(store)}.[{self.attrname}]"

    def fullName(self) -> str:
        return f"{self.type.__name__}.{self.attrname}" if self.attrname else type(self).__name__

    def fullyQualifiedName(self) -> str:
        """
        Its name with module and class.
        """
        return f"{self.type.__module__}.{self.type.__name__}.{self.attrname}"

    def __repr__(self) -> str:
        return self.fullName()


@implementer(IColumn)
class StoreIDColumn(Comparable):
    """
    The identity of an item: an C{int} on the item, a column on its class.
    """

    attrname = "storeID"

    def __init__(self, owner: type) -> None:
        self.type = owner

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else instance._storeID

    def __set__(self, instance: Item, value: object) -> None:
        raise AttributeError("an item's storeID is given by its store")

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        if pyval is not None:
            requireType(self, pyval, "a storeID", int)
            if not LARGEST_NEGATIVE <= pyval <= LARGEST_POSITIVE:
                raise ConstraintError(self.fullName(), "a storeID of at most 64 bits", pyval)
        return pyval

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        """
        A stored value as Python sees it: the same.
        """
        return dbval

    def getShortColumnName(self, store: Store) -> str:
        """
        The SQL name within its table.
        """
        return "oid"

    def getColumnName(self, store: Store) -> str:
        return f"{self.type.getTableName(store)}.oid"

    def fullName(self) -> str:
        return f"{self.type.__name__}.storeID"

    def fullyQualifiedName(self) -> str:
        """
        Its name with module and class.
        """
        return f"{self.type.__module__}.{self.type.__name__}.storeID"

    def __repr__(self) -> str:
        return self.fullName()
