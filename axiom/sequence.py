"""
Lists of items that are items themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, MutableSequence
from typing import Any, Self, overload

from axiom.attributes import AND, integer, reference
from axiom.item import Item, transacted
from axiom.store import ItemQuery, Store

__all__ = ["List"]


class _ListItem(Item):
    """
    One place in a list.

    @ivar _index: from 0, without gaps.
    @ivar _value: what is there; None once that is deleted.
    @ivar _container: the L{List}.
    """

    typeName = "list_item"
    schemaVersion = 1

    _index = integer()
    _value = reference()
    _container = reference(whenDeleted=reference.CASCADE)


class List(Item):
    """
    A list of items of its store, with all that C{list} can do; what is made of it, as by slicing and adding,
    is a C{list}.

    Like one, it equals lists with the same contents, and can't be a key. Each change is a transaction.

    @ivar length: how many are in it.
    """

    typeName = "list"
    schemaVersion = 1

    length = integer(default=0)

    def __init__(self, contents: Iterable[Any] = (), **attributes: Any) -> None:
        """
        @param contents: what is in it from the beginning; only with a C{store}.
        @raise NotInStore: there are contents and no store.
        """
        store: Store | None = attributes.get("store")
        if store is None:
            self._make(contents, attributes)
        else:
            store.transact(self._make, contents, attributes)

    def _make(self, contents: Iterable[Any], attributes: dict[str, Any]) -> None:
        super().__init__(**attributes)
        if contents != ():
            self.extend(contents)

    # Places

    def _places(self, start: int, stop: int, descending: bool = False) -> ItemQuery[_ListItem]:
        """
        The places from C{start}, up to and without C{stop}.
        """
        order = _ListItem._index.descending if descending else _ListItem._index.ascending
        within = AND(_ListItem._container == self, _ListItem._index >= start, _ListItem._index < stop)
        return self.presentStore().query(_ListItem, within, sort=order)

    def _place(self, index: int) -> _ListItem:
        position = range(self._length)[index]
        return self.presentStore().findUnique(
            _ListItem, AND(_ListItem._container == self, _ListItem._index == position)
        )

    @property
    def _length(self) -> int:
        return self.length or 0

    @transacted
    def _splice(self, start: int, stop: int, values: Iterable[Any]) -> None:
        """
        Put C{values} where the places from C{start} up to C{stop} are.
        """
        # It may be this list itself.
        values, store = list(values), self.presentStore()
        growth = len(values) - (stop - start)
        if stop > start:
            self._places(start, stop).deleteFromStore()
        if growth and stop < self._length:
            store.executeSQL(
                f"UPDATE {store.getTableName(_ListItem)} SET [_index] = [_index] + ?"
                " WHERE [_container] = ? AND [_index] >= ?",
                (growth, self.storeID, stop),
            )
        for index, value in enumerate(values, start):
            _ListItem(store=store, _index=index, _value=value, _container=self)
        self.length = self._length + growth

    # What a sequence can do

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Any]:
        return (row._value for row in self._places(0, self._length))

    def __reversed__(self) -> Iterator[Any]:
        return (row._value for row in self._places(0, self._length, descending=True))

    def __contains__(self, value: object) -> bool:
        return self.count(value) > 0

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if not isinstance(index, slice):
            return self._place(index)._value
        chosen = range(self._length)[index]
        if not chosen:
            return []
        first = min(chosen)
        between = [row._value for row in self._places(first, max(chosen) + 1)]
        return [between[position - first] for position in chosen]

    def count(self, value: object) -> int:
        """
        How often C{value} is in it.
        """
        store = self.presentStore()
        if value is not None and getattr(value, "store", None) is not store:
            return 0
        return store.count(_ListItem, AND(_ListItem._container == self, _ListItem._value == value))

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """
        Where C{value} is first, from C{start} and before C{stop}.

        @raise ValueError: it is not there.
        """
        return list(self).index(value, start, sys.maxsize if stop is None else stop)

    def copy(self) -> list[Any]:
        """
        What is in it.
        """
        return list(self)

    def __add__(self, other: Iterable[Any]) -> list[Any]:
        return [*self, *other]

    def __radd__(self, other: Iterable[Any]) -> list[Any]:
        return [*other, *self]

    def __mul__(self, times: int) -> list[Any]:
        return list(self) * times

    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, (List, list)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, other: Any) -> bool:
        return list(self) < list(other) if isinstance(other, (List, list)) else NotImplemented

    def __le__(self, other: Any) -> bool:
        return list(self) <= list(other) if isinstance(other, (List, list)) else NotImplemented

    def __gt__(self, other: Any) -> bool:
        return list(self) > list(other) if isinstance(other, (List, list)) else NotImplemented

    def __ge__(self, other: Any) -> bool:
        return list(self) >= list(other) if isinstance(other, (List, list)) else NotImplemented

    # What a mutable one can do

    @transacted
    def __setitem__(self, index: int | slice, value: Any) -> None:
        if not isinstance(index, slice):
            self._place(index)._value = value
        elif index.step in (None, 1):
            start, stop, _ = index.indices(self._length)
            self._splice(start, max(start, stop), value)
        else:
            contents = list(self)
            contents[index] = value
            self._refill(contents)

    @transacted
    def __delitem__(self, index: int | slice) -> None:
        chosen = range(self._length)[index]
        if isinstance(chosen, int):
            chosen = range(chosen, chosen + 1)
        if chosen.step == 1:
            self._splice(chosen.start, max(chosen.start, chosen.stop), ())
        else:
            for position in sorted(chosen, reverse=True):
                self._splice(position, position + 1, ())

    def __iadd__(self, values: Iterable[Any]) -> Self:
        self.extend(values)
        return self

    @transacted
    def __imul__(self, times: int) -> Self:
        self[:] = self * times
        return self

    @transacted
    def append(self, value: Any) -> None:
        """
        Add C{value} at the end.
        """
        self._splice(self._length, self._length, (value,))

    @transacted
    def extend(self, values: Iterable[Any]) -> None:
        """
        Add each of C{values} at the end.
        """
        self._splice(self._length, self._length, values)

    @transacted
    def insert(self, index: int, value: Any) -> None:
        """
        Add C{value} before what is at C{index}; at an end if there is nothing.
        """
        self[index:index] = (value,)

    @transacted
    def pop(self, index: int = -1) -> Any:
        """
        Take away what is at C{index}.

        @return: that.
        @raise IndexError: nothing is.
        """
        value = self[index]
        del self[index]
        return value

    @transacted
    def remove(self, value: Any) -> None:
        """
        Take away C{value} where it is first.

        @raise ValueError: it is not there.
        """
        del self[self.index(value)]

    @transacted
    def clear(self) -> None:
        """
        Take away everything.
        """
        del self[:]

    @transacted
    def reverse(self) -> None:
        """
        Turn the order round.
        """
        self._refill(list(reversed(self)))

    @transacted
    def sort(self, *, key: Callable[[Any], Any] | None = None, reverse: bool = False) -> None:
        """
        Put what is in it in order, as C{list.sort} does.
        """
        self._refill(sorted(self, key=key, reverse=reverse))

    def _refill(self, values: list[Any]) -> None:
        """
        Put C{values}, one for each place, into it.
        """
        for row, value in zip(list(self._places(0, self._length)), values, strict=True):
            row._value = value


MutableSequence.register(List)
