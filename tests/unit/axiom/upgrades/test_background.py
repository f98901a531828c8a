"""
Upgrades in the background.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
from twisted.application.service import IService
from twisted.internet.defer import maybeDeferred
from twisted.internet.task import Clock

from axiom._engine.claims import Claim
from axiom.errors import CannotOpenStore
from axiom.runtime import Runtime
from axiom.store import Store
from axiom.substore import SubStore
from tests.unit.axiom.versions import TYPE, VersionsTestCase, addTitle, define

A, B, C = ("files", "a"), ("files", "b"), ("files", "a", "files", "c")


class BackgroundUpgradesTests(VersionsTestCase):
    """
    The service of the uppermost store upgrades it, and those below it.
    """

    def setUp(self) -> None:
        """
        A store with three notes of version 1, below it two with one each, below the first of these another
        with one.
        """
        super().setUp()
        note = define(1, number=self.later(1).number)
        store = Store(self.directory)
        self.subStores = []
        for name in ("a", "b"):
            subStore = SubStore.createNew(store, [name])
            self.subStores.append(subStore.storeID)
            with subStore.opened() as opened:
                note(store=opened, number=4)
                if name == "a":
                    with SubStore.createNew(opened, ["c"]).opened() as innermost:
                        note(store=innermost, number=5)
        store.close()
        self.later(2, from1=addTitle)
        self.clock = Clock()
        self.store = self.open(runtime=Runtime(self.clock, maybeDeferred))

    def start(self) -> Any:
        """
        The service, which runs until the end of the test.
        """
        service = IService(self.store)
        service.startService()
        self.addCleanup(service.stopService)
        return service

    def old(self, *names: str) -> int:
        """
        How many notes of version 1 are in the store with this path, which is only looked at.
        """
        place = Path(self.directory, *names, "db.sqlite")
        with closing(apsw.Connection(str(place), apsw.SQLITE_OPEN_READONLY)) as connection:
            found: Any = connection.execute(f"SELECT count(*) FROM item_{TYPE}_v1").get
        return int(found)

    def everywhere(self) -> list[int]:
        """
        How many there are in each store.
        """
        return [self.old(), self.old(*A), self.old(*C), self.old(*B)]

    def test_started(self) -> None:
        """
        Without the service nothing happens; with it, every store is upgraded after a while, in steps between
        which the reactor is free, and none is left open.
        """
        self.clock.pump([1.0] * 20)
        self.assertEqual([3, 1, 1, 1], self.everywhere())
        self.start()
        self.assertEqual([3, 1, 1, 1], self.everywhere())
        steps = 0
        while any(self.everywhere()):
            self.clock.advance(0.005)
            steps += 1
            self.assertLess(steps, 20)
        self.assertGreater(steps, 3)
        self.assertFalse(any(each.isOpen for each in self.store.query(SubStore)))

    def test_stopped(self) -> None:
        """
        It can be stopped at any time, and started again.
        """
        service = self.start()
        self.clock.pump([0.005] * 3)
        service.stopService()
        before = self.everywhere()
        self.clock.pump([0.005] * 20)
        self.assertEqual(before, self.everywhere())
        self.assertTrue(any(before))
        service.startService()
        self.clock.pump([0.005] * 20)
        self.assertEqual([0, 0, 0, 0], self.everywhere())

    def test_severalProcesses(self) -> None:
        """
        While another process does it, nothing is upgraded here; when that one has ended, it is.
        """
        other = Claim.of(self.store.dbdir, "upgrades")
        other.acquire()
        service = self.start()
        self.clock.pump([1.0] * 10)
        self.assertEqual([3, 1, 1, 1], self.everywhere())
        other.release()
        self.clock.pump([2.0, *[0.005] * 20])
        self.assertEqual([0, 0, 0, 0], self.everywhere())
        self.assertFalse(other.acquire())
        service.stopService()
        self.assertTrue(other.acquire())
        other.release()

    def test_openedMeanwhile(self) -> None:
        """
        A substore that is opened while the service runs is upgraded, and stays open.
        """
        self.start()
        second = self.store.getItemByID(self.subStores[1])
        opened = second.open()
        self.clock.pump([0.005] * 2)
        self.assertEqual(0, self.old(*B))
        self.clock.pump([0.005] * 20)
        self.assertEqual([0, 0, 0, 0], self.everywhere())
        self.assertIdentical(opened, second.open())
        self.assertEqual(1, opened.count(self.later(2)))

    def test_openBefore(self) -> None:
        """
        A substore that was open when the service started is upgraded by that object.
        """
        opened = self.store.getItemByID(self.subStores[0]).open()
        waiting = opened.whenFullyUpgraded()
        self.start()
        self.clock.pump([0.005] * 20)
        self.assertEqual(None, self.successResultOf(waiting))
        self.assertEqual([0, 0, 0, 0], self.everywhere())

    def test_gone(self) -> None:
        """
        A substore whose directory is gone is logged, and not made; the others go on.
        """
        place = self.store.newFilePath("a")
        shutil.rmtree(place.path)
        self.start()
        self.clock.pump([0.005] * 20)
        self.assertEqual((0, False), (self.old(*B), place.exists()))
        self.assertEqual(1, len(self.flushLoggedErrors(CannotOpenStore)))
