"""
Tests for what the agenda tells of stores without opening them.
"""

from __future__ import annotations

from epsilon.extime import Time
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from axiom.store import Store
from mantissa_like.agenda import (
    IStoreFigures,
    StoreFigures,
    Turn,
    figuresByStore,
    figuresOf,
    openAgenda,
    storesToLookInto,
)
from tests.unit.mantissa_like.agenda.works import Chore, ChoreWork, WorkingSite


@implementer(IStoreFigures)
class CountedChores(ChoreWork):
    """
    Chores that are never done, and are counted.
    """

    def __init__(self) -> None:
        super().__init__()
        self.isLazy = True

    def work(self, store: Store) -> object:
        """
        See L{IStoreFigures}.
        """
        return self.then(store) if self.isLazy else super().work(store)

    def figures(self, store: Store) -> dict[str, int]:
        """
        See L{IStoreFigures}.
        """
        return {"left": store.count(Chore), "lost": 0}


class ReportTests(SynchronousTestCase):
    """
    Tests for L{mantissa_like.agenda._report}.
    """

    def setUp(self) -> None:
        """
        A site that works for two of its three stores.
        """
        self.work = CountedChores()
        self.site = WorkingSite(self.work)
        self.alice, self.bob, self.carol = (self.site.addStore() for _ in range(3))
        self.site.service.startService()
        self.addCleanup(self.site.service.stopService)
        self.site.add(self.alice, "wash", "iron")
        self.site.add(self.bob, "cook")

    def rest(self) -> None:
        """
        Let the site come to rest.
        """
        for _ in range(10):
            self.site.clock.advance(0.5)
            self.site.settle()

    def number(self, store: Store) -> int:
        """
        What a store is called here.
        """
        return store.idInParent or 0

    def test_nothingKnown(self) -> None:
        """
        Of a site that was never started nothing is known.
        """
        self.assertEqual(({}, []), (figuresOf(Store(), "chores"), storesToLookInto(Store(), "chores")))

    def test_noted(self) -> None:
        """
        When a store's work is done for a while, it is noted what is left there, but no zeros.
        """
        self.assertEqual([], figuresByStore(self.site.store, "chores"))
        self.rest()
        self.assertEqual(
            [
                StoreFigures(self.number(self.alice), {"left": 2}),
                StoreFigures(self.number(self.bob), {"left": 1}),
            ],
            figuresByStore(self.site.store, "chores"),
        )
        self.assertEqual({"left": 3}, figuresOf(self.site.store, "chores"))
        self.assertEqual({}, figuresOf(self.site.store, "messages"))

    def test_neverQuiet(self) -> None:
        """
        Of a store that has something to do every second something is noted, too, twice a minute.
        """
        self.rest()
        self.work.then = lambda store: Turn(Time.fromPOSIXTimestamp(self.site.clock.seconds() + 1))
        self.site.add(self.bob, "shop")
        for _ in range(30):
            self.assertEqual(1, self.figureOf(self.bob))
            self.site.clock.advance(1)
            self.site.settle()
        self.assertEqual(2, self.figureOf(self.bob))

    def figureOf(self, store: Store) -> int:
        """
        How many chores a store is known to have.
        """
        found = figuresByStore(self.site.store, "chores")
        return {each.subStoreID: each.counts["left"] for each in found}[self.number(store)]

    def test_notedAnew(self) -> None:
        """
        What changes is noted, and what is gone is forgotten.
        """
        self.rest()
        self.work.isLazy = False
        self.site.add(self.bob, "shop")
        self.rest()
        self.assertEqual({"left": 2}, figuresOf(self.site.store, "chores"))

    def test_whereToLook(self) -> None:
        """
        What had something and what is not done is to be looked into; what never had work is not.
        """
        both = [self.number(self.alice), self.number(self.bob)]
        self.assertEqual(both, storesToLookInto(self.site.store, "chores"))
        self.rest()
        self.assertEqual(both, storesToLookInto(self.site.store, "chores"))

    def test_forgotten(self) -> None:
        """
        What is known of a store goes with it.
        """
        self.rest()
        openAgenda(self.site.store).entries.forget(self.number(self.alice))
        self.assertEqual({"left": 1}, figuresOf(self.site.store, "chores"))
