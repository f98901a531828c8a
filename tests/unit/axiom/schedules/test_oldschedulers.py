"""
Scheduler items.
"""

from __future__ import annotations

from zope.interface.verify import verifyObject

from axiom.iaxiom import IScheduler
from axiom.scheduler import Scheduler, SubScheduler
from axiom.substore import SubStore
from tests.unit.axiom.scheduling import Bell, SchedulerTestCase, at


class OldSchedulerTests(SchedulerTestCase):
    """
    What a scheduler item does.
    """

    def test_forwarded(self) -> None:
        """
        It does what the scheduler of its store does, in a store and in a substore.
        """
        subStore = SubStore.createNew(self.store, ["one"]).open()
        for kind, store in ((Scheduler, self.store), (SubScheduler, subStore)):
            old = kind(store=store)
            self.assertTrue(verifyObject(IScheduler, old))
            bell = Bell(store=store)
            old.schedule(bell, at(5))
            self.assertEqual([5], self.times(bell))
            old.reschedule(bell, at(5), at(6))
            self.assertEqual([at(6)], list(old.scheduledTimes(bell)))
            old.now = lambda: at(77)
            self.assertEqual(at(77), IScheduler(store).now())
        self.flushWarnings()

    def test_deprecated(self) -> None:
        """
        Making one tells what to do instead.
        """
        Scheduler(store=self.store)
        [warning] = self.flushWarnings([self.test_deprecated])
        self.assertEqual(
            (
                PendingDeprecationWarning,
                "Scheduler is deprecated since Axiom 0.5.32.  Just adapt stores to IScheduler.",
            ),
            (warning["category"], warning["message"]),
        )

    def test_powerup(self) -> None:
        """
        As a powerup it does not stand in the way of the scheduler that it stands for.
        """
        old = Scheduler(store=self.store)
        self.store.powerUp(old, IScheduler)
        self.assertIdentical(self.scheduler, IScheduler(self.store))
        self.flushWarnings()

    def test_application(self) -> None:
        """
        Another powerup of the store is its scheduler.
        """
        store = self.open()
        own = IScheduler(self.store)
        store.inMemoryPowerUp(own, IScheduler)
        self.assertIdentical(own, IScheduler(store))
