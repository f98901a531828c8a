"""
The service of a store.
"""

from __future__ import annotations

from collections.abc import Iterator

from twisted.application.service import IService, Service
from twisted.internet.task import Clock, SchedulerStopped
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from axiom.attributes import inmemory, integer
from axiom.item import Item
from axiom.runtime import Runtime
from axiom.store import SchedulingService, Store


@implementer(IService)
class Clerk(Item, Service):
    """
    A service that is an item.
    """

    typeName = "test_services_clerk"
    number = integer()
    name = inmemory()
    parent = inmemory()
    running = inmemory()

    def activate(self) -> None:
        """
        Be a service that does not run.
        """
        self.name = self.parent = self.running = None


class StoreServiceTests(SynchronousTestCase):
    """
    Adapting a store to C{IService}.
    """

    def setUp(self) -> None:
        """
        An empty store.
        """
        self.store = Store()
        self.addCleanup(self.store.close)

    def test_service(self) -> None:
        """
        The service of a store is one for all its service powerups.
        """
        clerk = Clerk(store=self.store)
        self.store.powerUp(clerk, IService)
        service = IService(self.store)
        self.assertIdentical(service, IService(self.store))
        service.startService()
        self.assertTrue(clerk.running)
        service.stopService()
        self.assertFalse(clerk.running)


class SchedulingServiceTests(SynchronousTestCase):
    """
    L{SchedulingService} works through iterators while it runs.
    """

    def setUp(self) -> None:
        """
        A service that does not run, with an iterator that notes its steps.
        """
        self.clock = Clock()
        self.service = SchedulingService(Runtime(self.clock))
        self.steps: list[int] = []
        self.end = self.service.addIterator(self.work())

    def work(self) -> Iterator[None]:
        """
        Three steps.
        """
        for number in range(3):
            self.steps.append(number)
            yield

    def test_steps(self) -> None:
        """
        After each step there is a pause; at the end there is nothing more to do.
        """
        self.clock.pump([1.0] * 3)
        self.assertEqual([], self.steps)
        self.service.startService()
        for expected in ([0], [0, 1], [0, 1, 2]):
            self.clock.advance(0.005)
            self.assertEqual(expected, self.steps)
        self.assertNoResult(self.end)
        self.clock.advance(0.005)
        self.successResultOf(self.end)
        self.assertEqual([], self.clock.getDelayedCalls())

    def test_stopped(self) -> None:
        """
        When it stops, it lets go of what is not done.
        """
        self.service.startService()
        self.clock.advance(0.005)
        self.service.stopService()
        self.clock.pump([0.005] * 3)
        self.assertEqual([0], self.steps)
        self.failureResultOf(self.end, SchedulerStopped)
        self.assertEqual([], self.clock.getDelayedCalls())

    def test_stoppedByItsLastStep(self) -> None:
        """
        An iterator may end with stopping the service, also to start it again.
        """

        def stop(service: SchedulingService, again: bool) -> Iterator[None]:
            yield
            service.stopService()
            if again:
                service.startService()

        self.service.startService()
        self.clock.pump([0.005] * 4)
        self.successResultOf(self.end)
        for again in (False, True):
            self.service.startService()
            end = self.service.addIterator(stop(self.service, again))
            self.clock.pump([0.005] * 2)
            self.failureResultOf(end, SchedulerStopped)
            self.assertEqual(again, bool(self.service.running))
