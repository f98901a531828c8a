"""
The values of stored items, as people and programs get them.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from twisted.web.template import Flattenable, tags

from axiom.care import HIDDEN, Reference
from axiom.store import STORE_SELF_ID
from mantissa_like.web._views.wording import timeTag

__all__ = ["itemURL", "plain", "shown", "typeURL"]

_LONGEST_CELL = 120
_SHOWN_BYTES = 64


def typeURL(storeURL: str, typeName: str, version: int) -> str:
    """
    Where the items of a type are, quoted.
    """
    return f"{storeURL}/types/{quote(typeName, safe='')}/{version}"


def itemURL(storeURL: str, storeID: int) -> str:
    """
    Where one item is, quoted; the store itself is item -1.
    """
    if storeID == STORE_SELF_ID:
        return storeURL
    return f"{storeURL}/items/{storeID}"


def plain(value: object) -> object:
    """
    A value for programs.
    """
    if value is HIDDEN:
        return {"hidden": True}
    if isinstance(value, Reference):
        return {"storeID": value.storeID}
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def shown(value: object, storeURL: str, isWhole: bool = False) -> Flattenable:
    """
    A value for people.

    @param storeURL: of the store, to whose items references lead.
    @param isWhole: whether long ones are not cut off.
    """
    if value is None:
        return "–"
    if value is HIDDEN:
        return tags.span("hidden", class_="badge", title="Secrets are not shown.")
    if isinstance(value, Reference):
        return tags.a(str(value.storeID), href=itemURL(storeURL, value.storeID))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return timeTag(value.timestamp())
    if isinstance(value, bytes):
        start = value if isWhole else value[:_SHOWN_BYTES]
        return tags.code(start.hex(" ", 4), "" if start == value else " …", f" ({len(value):,} bytes)")
    text = str(value)
    if isWhole or len(text) <= _LONGEST_CELL:
        return text
    return f"{text[: _LONGEST_CELL - 1]}…"
