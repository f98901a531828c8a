"""
Classes that describe old versions of types.
"""

from __future__ import annotations

from typing import Any

from axiom._items.item import Item
from axiom._items.metaitem import MetaItem
from axiom._items.registry import knownTypes

__all__ = ["declareLegacyItem"]


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
