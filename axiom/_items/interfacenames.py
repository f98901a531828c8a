"""
The names by which interfaces are stored.
"""

from __future__ import annotations

import sys

from twisted.python.reflect import qual
from zope.interface.interface import InterfaceClass

__all__ = ["findInterface", "interfaceName", "nameInterface"]

_TAG = "axiom.storedName"

_named: dict[str, InterfaceClass] = {}


def nameInterface(interface: InterfaceClass, name: str) -> InterfaceClass:
    """
    From now on C{interface} is stored as C{name}, wherever its code moves.

    @return: C{interface}.
    """
    interface.setTaggedValue(_TAG, name)
    _named[name] = interface
    return interface


def interfaceName(interface: InterfaceClass) -> str:
    """
    The name by which C{interface} is stored: the one that it was given, else its module and name, as Axiom's.
    """
    # Asked of the interface itself: a tag is inherited, its name is not.
    given = interface.queryDirectTaggedValue(_TAG)  # type: ignore[attr-defined]
    return given or qual(interface)


def findInterface(name: str) -> InterfaceClass | None:
    """
    The interface that is stored as C{name}; None if none is known by it.

    Known are those that were named and those of modules which are imported: whoever has one, or an item that
    is declared to provide it, has imported it. So what a database says makes nobody import anything.
    """
    if name in _named:
        return _named[name]
    module, _, attribute = name.rpartition(".")
    found = getattr(sys.modules.get(module), "__dict__", {}).get(attribute)
    return found if isinstance(found, InterfaceClass) else None
