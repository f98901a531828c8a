"""
A type of items in several versions, as releases of the software that came one after the other have it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface, implementer

from axiom._items.registry import knownTypes
from axiom._upgrades.upgraders import knownUpgraders
from axiom.attributes import integer, reference, text
from axiom.item import Item, MetaItem
from axiom.store import Store
from axiom.upgrade import registerUpgrader

__all__ = ["TYPE", "Holder", "INote", "VersionsTestCase", "addTitle", "define", "doubleNumber"]

TYPE = "test_upgrades_note"


class INote(Interface):
    """
    Something to be a powerup for.
    """


class Holder(Item):
    """
    An item that refers to a note.
    """

    typeName = "test_upgrades_holder"

    note = reference()


def define(version: int, **columns: Any) -> Any:
    """
    The class of notes as of one version of the software.
    """
    namespace = {"__module__": __name__, "typeName": TYPE, "schemaVersion": version, **columns}
    return implementer(INote)(MetaItem("Note", (Item,), namespace))


def addTitle(old: Any) -> Any:
    """
    Upgrade from version 1 to 2, which has a title.
    """
    return old.upgradeVersion(TYPE, 1, 2, number=old.number, title=f"note {old.number}")


def doubleNumber(old: Any) -> Any:
    """
    Upgrade from version 2 to 3, which counts twice as high.
    """
    return old.upgradeVersion(TYPE, 2, 3, number=old.number * 2, title=old.title)


class VersionsTestCase(SynchronousTestCase):
    """
    A store made by version 1 of the software, used by a later one.
    """

    def setUp(self) -> None:
        """
        A store with three notes of version 1, to the first of which an item refers, and no upgraders.
        """
        self.addCleanup(self.forget)
        self.directory = self.mktemp()
        note = define(1, number=integer())
        store = Store(self.directory)
        self.first, *_ = [note(store=store, number=number).storeID for number in (1, 2, 3)]
        first = store.getItemByID(self.first)
        self.holder = Holder(store=store, note=first).storeID
        store.powerUp(first, INote)
        store.close()

    def forget(self) -> None:
        """
        Know nothing of notes.
        """
        knownTypes.current.pop(TYPE, None)
        for version in range(1, 5):
            knownTypes.legacy.pop((TYPE, version), None)
            knownUpgraders.forget(TYPE, version)

    def later(self, version: int, **upgraders: Callable[[Any], Any]) -> Any:
        """
        The class of notes of a later version, with the given upgraders, C{from1=} and so on.
        """
        self.forget()
        for name, upgrader in upgraders.items():
            registerUpgrader(upgrader, TYPE, int(name[4:]), int(name[4:]) + 1)
        return define(version, number=integer(), title=text())

    def open(self, **settings: Any) -> Store:
        """
        The store, closed after the test.
        """
        store = Store(self.directory, **settings)
        self.addCleanup(store.close)
        return store
