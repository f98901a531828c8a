"""
The names by which interfaces are stored.
"""

from __future__ import annotations

from twisted.python.reflect import namedAny, qual
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
    The interface that is stored as C{name}; None if there is none, or its module can't be imported.
    """
    if name in _named:
        return _named[name]
    try:
        found = namedAny(name)
    except (AttributeError, ImportError, ValueError):
        return None
    return found if isinstance(found, InterfaceClass) else None
