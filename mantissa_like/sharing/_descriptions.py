"""
Interfaces in plain words: what somebody may do with whom an item is shared by them.

Only interfaces that an application has described are offered to people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zope.interface import providedBy
from zope.interface.interface import InterfaceClass

from axiom.item import Item, interfaceName
from mantissa_like.sharing.errors import InterfaceNotProvided
from mantissa_like.sharing.interfaces import ITitled

__all__ = ["Described", "describeInterface", "describedInterfaces", "interfacesNamed", "titleOf"]

_TAG = "mantissa.described"
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Described:
    """
    One interface as people read of it.

    @ivar interface: the interface.
    @ivar words: what it lets somebody do, such as C{read the timeline}.
    @ivar needs: interfaces without which it is of no use, which are shared with it.
    """

    interface: InterfaceClass
    words: str
    needs: tuple[InterfaceClass, ...] = ()

    @property
    def name(self) -> str:
        """
        The stored name of the interface.
        """
        return interfaceName(self.interface)


def describeInterface(interface: InterfaceClass, words: str, needs: Iterable[InterfaceClass] = ()) -> None:
    """
    From now on people can share items by C{interface}.

    @param words: what it lets somebody do, beginning with a verb.
    @param needs: interfaces without which it is of no use.
    """
    interface.setTaggedValue(_TAG, Described(interface, words, tuple(needs)))


def describedInterfaces(item: Item) -> list[Described]:
    """
    The interfaces by which people can share C{item}, those first which others need; may be empty.
    """
    found = [each.queryDirectTaggedValue(_TAG) for each in providedBy(item).flattened()]
    return sorted((each for each in found if each), key=lambda each: (len(each.needs), each.name))


def interfacesNamed(item: Item, names: Iterable[str]) -> list[InterfaceClass]:
    """
    The described interfaces of C{item} with these stored names, and what they need.

    @raise InterfaceNotProvided: people can't share the item by one of them.
    """
    wanted, known = set(names), describedInterfaces(item)
    if unknown := sorted(wanted - {each.name for each in known}):
        raise InterfaceNotProvided(item, unknown)
    chosen = [each for each in known if each.name in wanted]
    return list(dict.fromkeys(interface for each in chosen for interface in (*each.needs, each.interface)))


def titleOf(item: Item, otherwise: str) -> str:
    """
    What people call C{item}.

    @param otherwise: for one that has no title.
    @return: at most 200 characters on one line.
    """
    title = " ".join(str(item.title or "").split()) if ITitled.providedBy(item) else ""
    return (title or otherwise)[:_LONGEST_TITLE]
