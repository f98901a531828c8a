"""
Tests for the agenda's own store.
"""

from __future__ import annotations

import shutil
from math import inf
from pathlib import Path

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.agenda import AgendaEntry, dueIn, openAgenda
from mantissa_like.agenda._entries import findEntries, makeEntries
from mantissa_like.agenda.errors import NotOnAgenda


class EntriesTests(SynchronousTestCase):
    """
    Tests for L{Entries<mantissa_like.agenda._entries.Entries>}.
    """

    def setUp(self) -> None:
        self.siteStore = Store()
        self.entries = makeEntries(self.siteStore)

    def due(self, number: int) -> float | None:
        entry = self.entries.find(number)
        assert entry is not None
        return None if entry.due is None else float(entry.due.asPOSIXTimestamp())

    def test_earlierIsWritten(self) -> None:
        """
        Only an earlier time than the known one is written.
        """
        self.assertTrue(self.entries.hasten(1, 10.5))
        self.assertFalse(self.entries.hasten(1, 11))
        self.assertFalse(self.entries.hasten(1, 10.5))
        self.assertTrue(self.entries.hasten(1, 10))
        self.assertEqual(10.0, self.due(1))

    def test_settledTimeCounts(self) -> None:
        """
        What was settled is known, as later or never, until something is due before.
        """
        self.entries.hasten(1, 10)
        self.entries.settle(1, inf, 7)
        self.assertEqual((None, []), (self.due(1), self.entries.overdue(100, 10)))
        self.entries.settle(1, 50, 8)
        self.assertEqual(50.0, self.entries.nextDue(10))
        self.assertTrue(self.entries.hasten(1, 20))
        self.assertEqual([1], self.entries.overdue(20, 10))

    def test_longestWaitingFirst(self) -> None:
        """
        What is overdue comes in the order in which it became due, a bounded number of it.
        """
        for number, when in enumerate((30, 10, 20, 40)):
            self.entries.hasten(number, when)
        self.assertEqual([1, 2, 0], self.entries.overdue(30, 10))
        self.assertEqual([1, 2], self.entries.overdue(30, 2))
        self.assertEqual(40.0, self.entries.nextDue(30))
        self.assertIsNone(self.entries.nextDue(40))

    def test_putOffAndForgotten(self) -> None:
        """
        What can't be opened is tried later; what is gone is not on the agenda.
        """
        self.entries.hasten(1, 10)
        self.entries.putOff(1, 70)
        self.assertEqual(70.0, self.due(1))
        self.entries.forget(1)
        self.assertIsNone(self.entries.find(1))

    def test_doubt(self) -> None:
        """
        A store that is reconsidered is due and doubtful, until it is settled.
        """
        self.entries.reconsider(1, 10, isDoubtful=True)
        self.entries.reconsider(1, 20, isDoubtful=False)
        entry = self.entries.find(1)
        assert entry is not None
        self.assertEqual((10.0, True), (self.due(1), entry.isDoubtful))
        self.entries.settle(1, inf, 3)
        self.assertEqual((3, False), (entry.revision, entry.isDoubtful))

    def test_removedAgendaIsMadeAnew(self) -> None:
        """
        An agenda whose directory was removed is made anew.
        """
        directory = self.mktemp()
        with Store(directory) as siteStore:
            makeEntries(siteStore).hasten(1, 10)
            siteStore.findUnique(SubStore).close()
        shutil.rmtree(Path(directory) / "files" / "agenda.axiom")
        with Store(directory) as siteStore:
            entries = makeEntries(siteStore)
            self.assertEqual(0, entries.store.count(AgendaEntry))
            self.assertEqual(1, siteStore.count(SubStore))
            siteStore.findUnique(SubStore).close()


class DueInTests(SynchronousTestCase):
    """
    Tests for L{dueIn}.
    """

    def test_siteThatWasNeverStarted(self) -> None:
        """
        Before the first start there is no agenda, and none is made.
        """
        siteStore = Store()
        dueIn(siteStore)
        dueIn(SubStore.createNew(siteStore, ("user",)).open())
        self.assertIsNone(findEntries(siteStore))

    def test_storeOfACommand(self) -> None:
        """
        Where nobody works, it is noted for later.
        """
        siteStore = Store()
        openAgenda(siteStore)
        userStore = SubStore.createNew(siteStore, ("user",)).open()
        dueIn(userStore, Time.fromPOSIXTimestamp(50))
        self.assertEqual([userStore.idInParent], openAgenda(siteStore).entries.overdue(50, 10))

    def test_storeBelowAUsers(self) -> None:
        """
        A store below a user's can have no work, which is told at once.
        """
        userStore = SubStore.createNew(Store(), ("user",)).open()
        self.assertRaises(NotOnAgenda, dueIn, SubStore.createNew(userStore, ("below",)).open())
