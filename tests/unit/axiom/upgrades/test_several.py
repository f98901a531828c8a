"""
Upgrades of several types, whose upgraders need each other's items.
"""

from __future__ import annotations

from typing import Any

from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock

from axiom._items.registry import knownTypes
from axiom._upgrades.upgraders import knownUpgraders
from axiom.attributes import integer
from axiom.item import Item, MetaItem
from axiom.runtime import Runtime
from axiom.upgrade import registerAttributeCopyingUpgrader
from tests.unit.axiom.versions import TYPE, VersionsTestCase, addTitle

PEN = "test_upgrades_pen"


def definePen(version: int) -> Any:
    """
    The class of pens as of one version of the software.
    """
    namespace = {"typeName": PEN, "schemaVersion": version, "number": integer()}
    return MetaItem("Pen", (Item,), {"__module__": __name__, **namespace})


class SeveralTypesTests(VersionsTestCase):
    """
    The upgrader of notes, of which there are three, looks for pens, of which there are four.
    """

    def setUp(self) -> None:
        """
        The store, and the later versions.
        """
        super().setUp()
        self.addCleanup(knownTypes.current.pop, PEN, None)
        self.addCleanup(knownTypes.legacy.pop, (PEN, 1), None)
        self.addCleanup(knownUpgraders.forget, PEN, 1)
        pen = definePen(1)
        with self.open() as store:
            for number in range(4):
                pen(store=store, number=number)
        pens = definePen(2)
        registerAttributeCopyingUpgrader(pens, 1, 2)

        def addPens(old: Any) -> Any:
            old.number = old.store.count(pens)
            return addTitle(old)

        self.note = self.later(2, from1=addPens)

    def test_littleByLittle(self) -> None:
        """
        Little by little each is upgraded, whichever wanted it first.
        """
        store = self.open(runtime=Runtime(Clock(), maybeDeferred))
        self.assertEqual(1, len(list(store.upgrades.slices())))
        self.assertEqual({}, store.upgrades.pending)
        self.assertEqual({"note 4"}, set(store.query(self.note).getColumn("title")))

    def test_counted(self) -> None:
        """
        All at once, each is counted with its type, whichever wanted it first.
        """
        self.assertEqual({TYPE: 3, PEN: 4}, self.open().upgrades.upgradeAtOnce(1))
