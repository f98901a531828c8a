"""
Tests for finding stores that are not on the agenda.
"""

from __future__ import annotations

from pathlib import Path

from epsilon.extime import Time
from twisted.plugin import IPlugin
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.attributes import timestamp
from axiom.care import StorePlace, storesBelow
from axiom.iaxiom import IStoreCheck
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.agenda import AgendaCheck, dueIn, openAgenda

_NOW = 1_000_000_000


class Deadline(Item):
    """
    Something that is due at a time.
    """

    typeName = "test_agenda_deadline"
    due = timestamp()


class AgendaCheckTests(SynchronousTestCase):
    """
    Tests for L{AgendaCheck}.
    """

    def setUp(self) -> None:
        self.directory = self.mktemp()
        self.site = Store(self.directory)
        self.addCleanup(self.site.close)
        self.subStore = SubStore.createNew(self.site, ("account", "user.axiom"))
        self.check = AgendaCheck([Deadline.due], lambda: float(_NOW))

    def give(self, store: Store, seconds: float | None) -> None:
        """
        Let a store have something that is due so much later than now.
        """
        due = None if seconds is None else Time.fromPOSIXTimestamp(_NOW + seconds)
        Deadline(store=store, due=due)

    def names(self) -> list[str]:
        """
        Of the stores with problems.
        """
        places = list(storesBelow(StorePlace(Path(self.directory))))
        return [name for name, _ in self.check.problemsIn(places)]

    def test_interface(self) -> None:
        """
        It is a plugin.
        """
        verifyObject(IStoreCheck, self.check)
        self.assertTrue(IPlugin.providedBy(self.check))

    def test_notOnTheAgenda(self) -> None:
        """
        A store with something due, now or later, that is not on the agenda has a problem; so has the site's.
        """
        openAgenda(self.site)
        self.give(self.subStore.open(), 3600)
        self.assertEqual(["account/user.axiom"], self.names())
        self.give(self.site, -_NOW)
        self.assertEqual([".", "account/user.axiom"], self.names())

    def test_onTheAgendaTooLate(self) -> None:
        """
        A store that will be looked at only after its work is due has a problem.
        """
        openAgenda(self.site)
        self.give(self.subStore.open(), 3600)
        dueIn(self.subStore.open(), Time.fromPOSIXTimestamp(_NOW + 7200))
        self.assertEqual(["account/user.axiom"], self.names())
        dueIn(self.subStore.open(), Time.fromPOSIXTimestamp(_NOW + 3600))
        self.assertEqual([], self.names())

    def test_overdue(self) -> None:
        """
        A store that is on the agenda since its work is overdue has no problem.
        """
        openAgenda(self.site)
        self.give(self.subStore.open(), -_NOW)
        dueIn(self.subStore.open(), Time.fromPOSIXTimestamp(_NOW - 5))
        self.assertEqual([], self.names())

    def test_nothingDue(self) -> None:
        """
        A store in which nothing is due need not be on the agenda.
        """
        openAgenda(self.site)
        self.give(self.subStore.open(), None)
        self.assertEqual([], self.names())

    def test_doneMeanwhile(self) -> None:
        """
        What is done while it is looked for is no problem.
        """
        openAgenda(self.site)
        store = self.subStore.open()
        self.give(store, -5)

        def now() -> float:
            store.query(Deadline).deleteFromStore()
            return float(_NOW)

        self.check = AgendaCheck([Deadline.due], now)
        self.assertEqual([], self.names())

    def test_noAgenda(self) -> None:
        """
        Before the first start of a site nothing is expected.
        """
        self.give(self.subStore.open(), -5)
        self.assertEqual([], self.names())
