"""
Values that can't be changed in place, since the item that has them would not learn of it.

Objects and arrays of JSON become dictionaries and lists that refuse to change, and are equal to others; a
copy of them is an ordinary one.
"""

from __future__ import annotations

from typing import Any, NoReturn

import msgspec

__all__ = ["FrozenDict", "FrozenList", "freeze", "requireFrozen"]


def _refuse(self: object, *args: object, **kwargs: object) -> NoReturn:
    raise TypeError(
        "a value of JSON in an item can't be changed in place: change a copy.deepcopy() of it and assign that"
    )


class FrozenDict(dict[Any, Any]):
    """
    An object of JSON.
    """

    __slots__ = ()
    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce_ex__(self, protocol: object) -> Any:
        return dict, (dict(self),)


class FrozenList(list[Any]):
    """
    An array of JSON.
    """

    __slots__ = ()
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce_ex__(self, protocol: object) -> Any:
        return list, (list(self),)


def freeze(value: Any) -> Any:
    """
    C{value}, just decoded, so that it can't be changed.
    """
    if isinstance(value, dict):
        return FrozenDict({key: freeze(each) for key, each in value.items()})
    if isinstance(value, list):
        return FrozenList(map(freeze, value))
    if isinstance(value, tuple):
        return tuple(map(freeze, value))
    if isinstance(value, set):
        return frozenset(value)
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            msgspec.structs.force_setattr(value, name, freeze(getattr(value, name)))
    return value


def requireFrozen(valueType: Any) -> None:
    """
    Make sure that L{freeze} can freeze what is of C{valueType}.

    @raise TypeError: it can't.
    """
    _requireFrozen(msgspec.inspect.type_info(valueType), set())


def _requireFrozen(info: Any, seen: set[int]) -> None:
    if id(info) in seen:
        return
    seen.add(id(info))
    isMutableStruct = isinstance(info, msgspec.inspect.StructType) and not info.cls.__struct_config__.frozen
    if isMutableStruct or isinstance(info, msgspec.inspect.DataclassType):
        raise TypeError(f"{info.cls.__qualname__} can be changed in place: make it a frozen msgspec.Struct")
    for name in info.__struct_fields__:
        part = getattr(info, name)
        for each in part if isinstance(part, tuple) else (part,):
            if isinstance(each, (msgspec.inspect.Type, msgspec.inspect.Field)):
                _requireFrozen(each, seen)
