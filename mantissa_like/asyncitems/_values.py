"""
Values of operations as they are stored: what JSON can say, and items of the same store in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from axiom.item import Item
from axiom.store import Store
from mantissa_like.asyncitems._schemas import decodeBy, encodeBy
from mantissa_like.asyncitems.errors import BadOperationValue, OtherStore

__all__ = ["decodeValue", "encodeValue", "itemsIn"]

_LARGEST = 2**20
# How an item is written; a dictionary that looks like one is refused.
_ITEM = "$item"
_WRITTEN = f'{{"{_ITEM}":'


def encodeValue(store: Store, value: Any, schema: str = "") -> str:
    """
    A value as text.

    @param schema: the name of what describes it; empty for JSON and items.
    @raise BadOperationValue: it can't be one, or is larger than 1 MiB.
    @raise OtherStore: it has an item of another store in it.
    """
    text = encodeBy(schema, value) if schema else _encode(store, value)
    if len(text) > _LARGEST:
        raise BadOperationValue(f"{len(text):,} characters are too many for a value")
    return text


def decodeValue(store: Store, text: str, schema: str = "") -> Any:
    """
    The value that L{encodeValue} made text of; in place of an item that was deleted there is None.
    """
    if schema:
        return decodeBy(schema, text)
    return json.loads(text, object_hook=_reader(store) if _WRITTEN in text else None)


def itemsIn(text: str) -> set[int]:
    """
    The storeIDs of the items in a value without a schema, as text.
    """
    found: set[int] = set()

    def note(each: dict[str, Any]) -> None:
        if _ITEM in each:
            found.add(each[_ITEM])

    if _WRITTEN in text:
        json.loads(text, object_hook=note)
    return found


def _encode(store: Store, value: Any) -> str:
    items = 0

    def write(each: object) -> dict[str, int]:
        nonlocal items
        if not isinstance(each, Item):
            raise BadOperationValue(f"{each!r:.200} can't be said in JSON")
        if each.store is not store:
            raise OtherStore(f"{each!r} is not in {store}")
        items += 1
        return {_ITEM: each.storeID}

    try:
        text = _encoder(write).encode(value)
    except (BadOperationValue, OtherStore):
        raise
    except (TypeError, ValueError, RecursionError) as e:
        raise BadOperationValue(f"{value!r:.200} can't be said in JSON: {e}") from e
    # Within a string each quote has a backslash before it.
    if text.count(_WRITTEN) != items:
        raise BadOperationValue(f"the key {_ITEM!r} is how an item is written")
    return text


def _encoder(write: Callable[[object], object]) -> json.JSONEncoder:
    return json.JSONEncoder(default=write, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _reader(store: Store) -> Any:
    def read(each: dict[str, Any]) -> Any:
        return store.getItemByID(each[_ITEM], default=None) if _ITEM in each else each

    return read
