"""
Columns that refer to another item of the same store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from zope.interface.interface import InterfaceClass

from axiom._columns.base import R, SQLAttribute
from axiom.errors import BrokenReference, ConstraintError, NoCrossStoreReferences

if TYPE_CHECKING:
    from axiom._items.item import Item
    from axiom.store import Store

__all__ = ["reference"]

T = TypeVar("T")


class reference(SQLAttribute[R]):
    """
    Another item of the same store, or the store itself; stored as its storeID.

    @ivar reftype: the class of what is referred to, or None for any.
    @ivar whenDeleted: what the deletion of the other item does to this one.
    @cvar NULLIFY: it refers to None from then on.
    @cvar CASCADE: it is deleted too.
    @cvar DISALLOW: the deletion is refused.
    """

    sqltype = "INTEGER"
    asStored = frozenset({int})
    identifies = True
    NULLIFY, CASCADE, DISALLOW = "NULLIFY", "CASCADE", "DISALLOW"

    @overload
    def __init__(
        self: reference[T],
        doc: str = ...,
        indexed: bool = ...,
        *,
        allowNone: Literal[False],
        reftype: type[T],
        whenDeleted: str = ...,
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: reference[T | None],
        doc: str = ...,
        indexed: bool = ...,
        allowNone: bool = ...,
        *,
        reftype: type[T],
        whenDeleted: str = ...,
        unique: bool = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: reference[Any],
        doc: str = ...,
        indexed: bool = ...,
        allowNone: bool = ...,
        reftype: None = ...,
        whenDeleted: str = ...,
        *,
        unique: bool = ...,
    ) -> None: ...
    def __init__(
        self,
        doc: str = "",
        indexed: bool = True,
        allowNone: bool = True,
        reftype: Any = None,
        whenDeleted: str = NULLIFY,
        *,
        unique: bool = False,
    ) -> None:
        if whenDeleted not in (self.NULLIFY, self.CASCADE, self.DISALLOW):
            raise ValueError(f"whenDeleted is NULLIFY, CASCADE or DISALLOW, not {whenDeleted!r}")
        super().__init__(doc, indexed, None, allowNone, unique=unique)
        self.reftype, self.whenDeleted = reftype, whenDeleted

    @overload
    def __get__(self, instance: None, owner: Any) -> reference[R]: ...
    @overload
    def __get__(self, instance: object, owner: Any) -> R: ...
    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        found = super().__get__(instance, owner)
        if not isinstance(found, int):
            return found
        target = self._target(instance, found)
        if super().__get__(instance, owner) != found:
            # An upgrader of the other item let this one refer to another.
            return self.__get__(instance, owner)
        return self._existing(instance, found, target)

    def _target(self, item: Item, storeID: int) -> Any:
        store = item.presentStore()
        if storeID == store.storeID:
            return store
        return store.getItemByID(storeID, default=None, autoUpgrade=not item.__legacy__)

    def _existing(self, item: Item, storeID: int, target: Any) -> Any:
        if target is None and self.whenDeleted != self.NULLIFY:
            raise BrokenReference(
                f"{self.fullName()} of item {item.storeID} refers to item {storeID}, which is gone"
            )
        return target

    def stored(self, value: Any, item: Item | None, store: Store | None) -> Any:
        if self.reftype is not None and not (value is None or self._isOfType(value)):
            raise ConstraintError(self.fullName(), f"a {self.reftype.__name__}", value)
        return super().stored(value, item, store)

    def _isOfType(self, value: Any) -> bool:
        if isinstance(self.reftype, InterfaceClass):
            return bool(self.reftype.providedBy(value))
        # An item of another version of the type is one: upgraders copy references as they find them.
        return isinstance(value, (int, self.reftype)) or getattr(value, "typeName", value) == getattr(
            self.reftype, "typeName", None
        )

    def infilter(self, pyval: Any, oself: Any, store: Store | None) -> Any:
        # A storeID stands for its item where that was checked before.
        if pyval is None or isinstance(pyval, int):
            return pyval
        if not hasattr(pyval, "storeID"):
            raise ConstraintError(self.fullName(), "an item", pyval)
        if store is not None and pyval.store is not store:
            raise NoCrossStoreReferences(
                f"{self.fullName()} of an item in {store} can't refer to {pyval!r},"
                f" which is in {pyval.store or 'no store'}"
            )
        return pyval.storeID

    def outfilter(self, dbval: Any, oself: Any) -> Any:
        return None if dbval is None else self._existing(oself, dbval, self._target(oself, dbval))

    def reprFor(self, oself: Item) -> str:
        # Not the other item, which may refer back.
        value = oself._values.get(self.attrname)
        if value is None and oself._row is not None and self.attrname not in oself._values:
            value = oself._row[self.position]
        if value is None:
            return "None"
        storeID = getattr(value, "storeID", value)
        return f"reference({f'unstored@{id(value)}' if storeID is None else storeID})"
