"""
Tests for working for stores while the agenda, or one of them, is in trouble.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn
from unittest.mock import patch

from twisted.internet.defer import Deferred, succeed
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import DiskFull, StoreBusy
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.agenda import AgendaEntry
from mantissa_like.agenda._entries import Entries
from mantissa_like.agenda._jobs import Job
from mantissa_like.agenda._sweeping import Sweeping
from tests.unit.mantissa_like.agenda.works import WorkingSite


def full(*args: object) -> NoReturn:
    """
    There is no room on the disk.
    """
    raise DiskFull("no room")


def busy(*args: object) -> NoReturn:
    """
    Somebody else writes.
    """
    raise StoreBusy("somebody writes")


class TroubleTests(SynchronousTestCase):
    """
    Tests for L{WorkService<mantissa_like.agenda.WorkService>}.
    """

    def setUp(self) -> None:
        self.site = WorkingSite()
        self.userStore = self.site.addStore()

    def start(self) -> None:
        self.site.service.startService()
        self.site.settle()

    def test_fullDiskStopsNobody(self) -> None:
        """
        While it can't be noted that a store has no work, it is worked for all the same, and so are others.
        """
        other = self.site.addStore()
        self.start()
        with patch.object(Entries, "settle", full):
            self.site.add(self.userStore, "a")
            self.site.add(other, "b")
            self.site.clock.pump([0.5] * 20)
            self.assertGreater(len(self.flushLoggedErrors(DiskFull)), 1)
            self.site.add(self.userStore, "c")
            self.site.settle()
        self.assertEqual(["a", "b", "c"], self.site.work.done)
        self.site.clock.pump([0.5] * 20)
        self.assertEqual({None}, {each.due for each in self.site.agenda.entries.store.query(AgendaEntry)})
        self.assertEqual("<WorkService: 0 jobs>", repr(self.site.service))

    def test_fullDiskHidesNoStore(self) -> None:
        """
        A deleted store that can't be forgotten now keeps no other one from its turn.
        """
        gone = self.site.addStore()
        self.site.add(gone, "lost")
        self.site.clock.advance(1)
        self.site.add(self.userStore, "a")
        self.site.store.findUnique(SubStore, SubStore.storeID == gone.idInParent).deleteFromStore()
        with patch.object(Entries, "forget", full):
            self.start()
        self.assertEqual(["a"], self.site.work.done)
        self.assertEqual(1, len(self.flushLoggedErrors(DiskFull)))

    def test_troubleInClosing(self) -> None:
        """
        If the pool can't close another store, the place of the one that is given back is free all the same.
        """
        site = WorkingSite(atOnce=1)
        stores = [site.addStore() for _ in range(3)]
        for number, store in enumerate(stores):
            site.add(store, str(number))
        lease = site.pool.lease

        @contextmanager
        def leaseBadly(subStore: SubStore) -> Iterator[Store]:
            with lease(subStore) as store:
                yield store
            full()

        with patch.object(site.pool, "lease", leaseBadly):
            site.service.startService()
            site.settle()
        self.assertEqual(["0", "1", "2"], site.work.done)
        self.assertGreater(len(self.flushLoggedErrors(DiskFull)), 2)

    def test_oneFailureCostsNobodysTurn(self) -> None:
        """
        Whatever goes wrong in giving back one store, others have their turns.
        """
        other = self.site.addStore()
        rested, failures = self.site.service._rested, [ZeroDivisionError()]

        def restBadly(job: Job, store: Store) -> None:
            if failures:
                raise failures.pop()
            rested(job, store)

        with patch.object(self.site.service, "_rested", restBadly):
            self.start()
        self.site.add(self.userStore, "a")
        self.site.add(other, "b", "c")
        self.assertRaises(ZeroDivisionError, self.site.settle)
        self.site.settle()
        self.assertEqual(["a", "b", "c"], self.site.work.done)

    def test_busyAgendaIsNotTakenForWork(self) -> None:
        """
        A store that can't be opened, which can't be noted now, is tried again all the same.
        """
        self.site.add(self.userStore, "a")
        with patch.object(self.site.pool, "lease", full), patch.object(Entries, "putOff", busy):
            self.start()
        self.assertEqual(1, len(self.flushLoggedErrors(DiskFull)))
        self.site.clock.pump([1.0, 1.0, 0.0])
        self.assertEqual(["a"], self.site.work.done)

    def test_noWorkBeforeLostCommitsAreNoted(self) -> None:
        """
        While it can't be written that commits to a store may be lost, there is no work for it.
        """
        self.site.agenda.reconsider(
            self.site.store.findUnique(SubStore, SubStore.storeID == self.userStore.idInParent)
        )
        self.site.add(self.userStore, "a")
        with patch.object(self.site.work, "commitsLost", full):
            self.start()
            self.site.clock.pump([1.0] * 70)
        self.assertEqual(([], 2), (self.site.work.done, len(self.flushLoggedErrors(DiskFull))))
        self.site.clock.pump([1.0] * 61)
        self.assertEqual(["a"], self.site.work.done)

    def test_beginningIsOnTheDisk(self) -> None:
        """
        That somebody works for stores gets onto the disk at once, since what it has written before its
        machine fails may be lost.
        """
        synchronized: list[Store] = []

        def durable(store: Store) -> Deferred[None]:
            synchronized.append(store)
            return succeed(None)

        with patch.object(Store, "durable", durable):
            self.start()
        self.assertEqual([self.site.agenda.entries.store], synchronized)

    def test_fullDiskAtTheStart(self) -> None:
        """
        A site starts on a full disk, and looks at all stores as soon as there is room.
        """
        for method in ("begin", "step"):
            site = WorkingSite()
            userStore = site.addStore()
            with patch.object(Sweeping, method, full):
                site.service.startService()
                site.clock.pump([1.0] * 5)
            began: list[object] = []
            with patch.object(Sweeping, method, lambda *args, began=began: began.append(args)):
                site.clock.pump([1.0] * 5)
            self.assertEqual(1, len(began))
            site.add(userStore, "a")
            site.settle()
            self.assertEqual(["a"], site.work.done)
