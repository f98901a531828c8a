"""
Items: persistent objects with typed columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, Concatenate, ParamSpec, Self, TypeVar

from axiom._columns.base import SQLAttribute
from axiom._columns.memory import NOTHING
from axiom._items.metaitem import MetaItem, isDeclared, undeclared
from axiom._items.powerups import Empowered
from axiom._items.schema import ItemSchema
from axiom._items.states import DELETED, NEW
from axiom.errors import CantInstantiateItem, NotInStore

if TYPE_CHECKING:
    from axiom.store import Store

__all__ = ["Item", "transacted"]

P = ParamSpec("P")
T = TypeVar("T")
I = TypeVar("I", bound="Item")  # noqa: E741

_blank = object.__new__


class Item(Empowered, metaclass=MetaItem):
    """
    One persistent object; subclasses declare its columns.

    @cvar typeName: its type in the database, for good.
    @cvar schemaVersion: of its columns; an upgrader leads from each version to the next.
    @cvar changesRarely: whether such items change so rarely that a store remembers what is asked about them;
        see C{Store.recall}. Where a released class says something else, another C{schemaVersion} does.
    @ivar storeID: its identity within the store; None until it is in one.
    """

    __slots__ = ("__weakref__", "_dirty", "_memory", "_row", "_state", "_store", "_storeID", "_values")

    typeName: ClassVar[str]
    schemaVersion: ClassVar[int]
    schema: ClassVar[ItemSchema]
    changesRarely: ClassVar[bool] = False
    __legacy__: ClassVar[bool] = False

    storeID: Any

    if not TYPE_CHECKING:

        def __new__(cls, *args, **kwargs):
            if cls is Item:
                raise CantInstantiateItem("Item is the base of item classes; make one of those")
            self = _blank(cls)
            self._store = self._storeID = self._row = None
            self._values, self._dirty = cls.schema.defaults.copy(), {}
            self._memory, self._state = NOTHING, NEW
            return self

    else:
        _store: Store | None
        # None until it is in a store.
        _storeID: Any
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
        # A class may assign something before it comes here.
        isFresh = values == schema.defaults
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
            if isFresh:
                dirty.update(schema.storedDefaults)
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
            if isDeclared(type(self), name):
                raise
            raise undeclared(type(self), name) from None
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
        if self._state == DELETED:
            return f"<{cls.__name__} (deleted, storeID was {self._storeID})>"
        parts = [f"{c.attrname}={c.reprFor(self)}" for c in cls.schema.columns if self._isReadable(c)]
        return f"{cls.__name__}({', '.join([*parts, f'storeID={self._storeID}'])})@{id(self):#x}"

    def _isReadable(self, column: SQLAttribute[Any]) -> bool:
        return column.attrname in self._values or self._row is not None


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
