"""
The modules that define the types of stored items, imported when a database names them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from twisted.logger import Logger

from axiom._items.registry import knownTypes

if TYPE_CHECKING:
    from axiom._items.item import Item

__all__ = ["findItemClass", "importDefiner"]

_log = Logger()


def importDefiner(module: str | None) -> None:
    """
    Import a module which a database names. One that can't be imported leaves its types unknown.
    """
    if not all(part.isidentifier() for part in (module or "").split(".")):
        return
    try:
        importlib.import_module(module or "")
    except Exception as e:
        _log.warn("items of {module} stay unknown: {error}", module=module, error=e)


def findItemClass(typeName: str, module: str | None) -> type[Item] | None:
    """
    The class of the newest version of a stored type; None if it is unknown and C{module} does not define it.
    """
    if typeName not in knownTypes.current:
        importDefiner(module)
    return knownTypes.current.get(typeName)
