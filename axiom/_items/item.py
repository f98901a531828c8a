"""
Items: persistent objects with typed columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, Self, TypeVar

from axiom._columns.base import SQLAttribute, StoreIDColumn
from axiom._columns.memory import NOTHING
from axiom._items.powerups import Empowered
from axiom._items.registry import knownTypes
from axiom._items.schema import ItemSchema, makeSchema
from axiom.errors import CantInstantiateItem, NoInheritance, NotInStore

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["Item", "MetaItem", "declareLegacyItem", "normalize", "transacted"]

P = ParamSpec("P")
T = TypeVar("T")
I = TypeVar("I", bound="Item")  # noqa: E741


_blank = object.__new__


def normalize(qualName: str) -> str:
    """
    The default type name of a class with this qualified name.
    """
    return qualName.lower().replace(".", "_")


def _isDeclared(itemClass: type, name: str) -> bool:
    # What is declared has a descriptor that takes values: a column, an inmemory, a property.
    return any(hasattr(base.__dict__.get(name), "__set__") for base in itemClass.__mro__)


def _undeclared(itemClass: type, name: str) -> AttributeError:
    error = AttributeError(f"{itemClass.__name__!r} can't set attribute {name!r}")
    error.add_note("Declare it in the class, perhaps as inmemory().")
    return error


def _setDeclared(self: Any, name: str, value: object) -> None:
    if not _isDeclared(type(self), name):
        raise _undeclared(type(self), name)
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


class Item(Empowered, metaclass=MetaItem):
    """
    One persistent object; subclasses declare its columns.

    @cvar typeName: its type in the database, for good.
    @cvar schemaVersion: of its columns; an upgrader leads from each version to the next.
    @ivar storeID: its identity within the store; None until it is in one.
    """

    __slots__ = ("__weakref__", "_dirty", "_memory", "_row", "_state", "_store", "_storeID", "_values")

    typeName: ClassVar[str]
    schemaVersion: ClassVar[int]
    schema: ClassVar[ItemSchema]
    __legacy__: ClassVar[bool] = False

    storeID: Any

    if not TYPE_CHECKING:

        def __new__(cls, *args, **kwargs):
            if cls is Item:
                raise CantInstantiateItem("Item is the base of item classes; make one of those")
            self = _blank(cls)
            self._store = self._storeID = self._row = None
            self._values, self._dirty, self._memory, self._state = (
                cls.schema.defaults.copy(),
                {},
                NOTHING,
                _NEW,
            )
            return self

    else:
        _store: Store | None
        _storeID: int | None
        _row: Any
        _values: dict[str, Any]
        _dirty: dict[str, Any]
        _memory: Mapping[str, Any]
        _state: int

    def __init__(self, **attributes: Any) -> None:
        """
        Make an item, in a store if C{store} is given.

        @raise ConstraintError: a value does not fit its column.
        @raise AttributeError: an attribute is not declared.
        """
        schema, values = self.schema, self._values
        for name, factory in schema.defaultFactories:
            if name not in attributes:
                values[name] = factory()
        store = attributes.pop("store", None)
        byName, dirty, name = schema.byName, self._dirty, ""
        try:
            if store is None:
                for name, value in attributes.items():
                    setattr(self, name, value)
                return
            # As an assignment to each, which would check the value twice: now, and when the item enters the
            # store.
            for name, value in attributes.items():
                column = byName.get(name)
                if column is None:
                    setattr(self, name, value)
                else:
                    dirty[name] = column.stored(value, self, store)
                    values[name] = value if type(value) in column.asStored else column.coercer(value)
        except AttributeError:
            if _isDeclared(type(self), name):
                raise
            raise _undeclared(type(self), name) from None
        self.store = store

    @classmethod
    def existingInStore(cls, store: Store, storeID: int, attrs: Any) -> Self:
        """
        The item that a row of the database is; called by the store.

        @param attrs: the row: storeID, then the stored value of each column.
        """
        return store.loadRow(cls, attrs)

    @property
    def store(self) -> Store | None:
        """
        The store that it is in; assigning one inserts it there, once.
        """
        return self._store

    @store.setter
    def store(self, store: Store) -> None:
        if self._store is not None:
            raise AttributeError(f"{self!r} is in a store and stays there")
        try:
            store.add(self)
        finally:
            if self._store is None:
                self._dirty = {}

    def prepare(self, store: Store) -> dict[str, Any]:
        """
        Make ready for insertion into C{store}: all that is to be stored is in C{_dirty}. Called by the store.

        @return: the values before; the same as now, if storing them changes none.
        @raise ConstraintError: one does not fit its column.
        """
        schema, values, dirty = self.schema, self._values, self._dirty
        for column in schema.preparing:
            column.prepareInsert(self, store)
        if len(dirty) < len(schema.names):
            for name, column in schema.byName.items():
                if name not in dirty:
                    dirty[name] = column.stored(values[name], self, store)
        if schema.identifying:
            self._values = {**values, **{name: dirty[name] for name in schema.identifying}}
        return values

    def activate(self) -> None:
        """
        Hook: called whenever the item comes into memory, by loading or by insertion.
        """

    def stored(self) -> None:
        """
        Hook: called once, when the item is inserted, in that transaction.
        """

    def committed(self) -> None:
        """
        Hook: called after each commit of a transaction that changed the item; it must not change any.
        """

    def deleted(self) -> None:
        """
        Hook: called after the commit of its deletion.
        """

    def deleteFromStore(self, deleteObject: bool = True) -> None:
        """
        Remove it; references to it become None, are deleted with it or forbid it, as they say.

        @raise DeletionDisallowed: a reference forbids it; nothing was changed.
        """
        self.presentStore().deleteItem(self)

    def touch(self) -> None:
        """
        Count it as changed: the store's revision grows, and C{committed} is called.
        """
        self.presentStore().touchItem(self)

    def presentStore(self) -> Store:
        """
        The store that it is in.

        @raise NotInStore: it is in none.
        """
        if self._store is None:
            raise NotInStore(f"{self!r} is in no store")
        return self._store

    def checkpoint(self) -> None:
        """
        Write its changes to the database, within the transaction.
        """
        self.presentStore().checkpoint()

    def revert(self) -> None:
        """
        Forget its changes that are not written yet; one that is new is in no store again.
        """
        self.presentStore().revertItem(self)

    def fetchRow(self) -> Any:
        """
        Load the row anew; called by columns whose value is not at hand.
        """
        self._row = self.presentStore().fetchRow(self)
        return self._row

    def persistentValues(self) -> dict[str, Any]:
        """
        The values of all columns by name.
        """
        return {name: getattr(self, name) for name in self.schema.names}

    @classmethod
    def getSchema(cls) -> list[tuple[str, SQLAttribute[Any]]]:
        """
        Names and columns, sorted by name.
        """
        return [(column.attrname, column) for column in cls.schema.columns]

    @classmethod
    def getTableName(cls, store: Store) -> str:
        """
        The SQL name of its table.
        """
        return cls.schema.tableName

    @classmethod
    def getTableAlias(cls, store: Store, currentAliases: tuple[str, ...]) -> str | None:
        """
        None: queries call the table by its name.
        """
        return None

    def upgradeVersion(self, typename: str, oldversion: int, newversion: int, **kw: Any) -> Any:
        """
        On an item of an old version: make it one of the next, with the same storeID.

        @param kw: the attributes of the new one.
        @return: the new item.
        """
        return self.presentStore().upgradeItem(self, typename, oldversion, newversion, kw)

    def __repr__(self) -> str:
        cls = type(self)
        if self._state == _DELETED:
            return f"<{cls.__name__} (deleted, storeID was {self._storeID})>"
        parts = [f"{c.attrname}={c.reprFor(self)}" for c in cls.schema.columns if self._isReadable(c)]
        return f"{cls.__name__}({', '.join([*parts, f'storeID={self._storeID}'])})@{id(self):#x}"

    def _isReadable(self, column: SQLAttribute[Any]) -> bool:
        return column.attrname in self._values or self._row is not None


_NEW, _STORED, _DELETED = range(3)


def transacted(
    function: Callable[Concatenate[I, P], T],
) -> Callable[Concatenate[I, P], T]:
    """
    Decorator of a method of an item: each call is a transaction of its store.
    """

    @wraps(function)
    def inTransaction(self: I, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self.presentStore().transact(function, self, *args, **kwargs)

    return inTransaction


def declareLegacyItem(
    typeName: str,
    schemaVersion: int,
    attributes: dict[str, Any],
    dummyBases: tuple[tuple[str, int, dict[str, Any], Any], ...] = (),
) -> type[Item]:
    """
    The class that describes an old version of a type; the one declared before, if there is one.

    @param attributes: the columns by name.
    """
    known = knownTypes.legacy.get((typeName, schemaVersion))
    if known is not None:
        return known
    bases = tuple(declareLegacyItem(*base) for base in dummyBases) or (Item,)
    namespace = {
        **attributes,
        "__module__": "item_dummy",
        "__legacy__": True,
        "typeName": typeName,
        "schemaVersion": schemaVersion,
    }
    legacy: type[Item] = MetaItem(f"DummyItem<{typeName},{schemaVersion}>", bases, namespace)  # type: ignore[assignment]
    return legacy
