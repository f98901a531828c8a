"""
The scheduler of a store without a parent.
"""

from __future__ import annotations

from typing import Any

from twisted.application.service import IService, IServiceCollection

from axiom.errors import SQLError, StoreBusy
from axiom.iaxiom import IScheduler
from axiom.scheduler import SITE_SCHEDULER, TimedEvent
from axiom.store import Store
from tests.unit.axiom.scheduling import Bell, SchedulerTestCase, at


class ServiceTests(SchedulerTestCase):
    """
    When events are run.
    """

    def test_service(self) -> None:
        """
        The scheduler runs while the service of its store does.
        """
        self.assertTrue(self.scheduler.running)
        service = IService(self.store)
        self.assertIdentical(self.scheduler, IServiceCollection(self.store).getServiceNamed(SITE_SCHEDULER))
        service.stopService()
        self.assertFalse(self.scheduler.running)

    def test_notStarted(self) -> None:
        """
        Without the service nothing is run, and nothing waits for it.
        """
        store = self.open()
        bell = self.bell(1, store=store)
        self.clock.advance(120)
        self.assertEqual(0, bell.rung)

    def test_startedLater(self) -> None:
        """
        What became due while the service did not run is run when it does.
        """
        store = self.open()
        bell = self.bell(1, store=store)
        self.clock.advance(50)
        self.start(store)
        self.clock.advance(0)
        self.assertEqual(1, bell.rung)

    def test_stopped(self) -> None:
        """
        When the service has stopped, which an event may do, nothing is run any more.
        """
        IService(self.store).stopService()
        store = self.open()
        self.start(store)
        first, second = self.bell(1, store=store), self.bell(3, store=store)
        first.callBack = IService(store).stopService
        self.clock.pump([2, 2, 60])
        self.assertEqual((1, 0), (first.rung, second.rung))
        self.assertEqual([], self.clock.getDelayedCalls())

    def test_restarted(self) -> None:
        """
        Events survive the store object.
        """
        directory = self.mktemp()
        store = self.open(directory)
        bellID = self.bell(5, store=store).storeID
        store.close()
        store = self.open(directory)
        self.start(store)
        self.clock.advance(5)
        self.assertEqual(1, store.getItemByID(bellID).rung)

    def test_replaceable(self) -> None:
        """
        An object may be given its own C{now} and C{callLater}.
        """
        store = Store()
        self.addCleanup(store.close)
        scheduler: Any = IScheduler(store)
        scheduler.callLater = self.clock.callLater
        scheduler.now = lambda: at(self.clock.seconds() + 1000)
        bell = self.bell(1005, store=store)
        self.start(store)
        self.clock.advance(4)
        self.assertEqual(0, bell.rung)
        self.clock.advance(1)
        self.assertEqual(1, bell.rung)


class WaitingTests(SchedulerTestCase):
    """
    How long it waits.
    """

    def test_sooner(self) -> None:
        """
        What is scheduled before the next event is not late.
        """
        later, sooner = self.bell(50), self.bell(10)
        self.clock.advance(10)
        self.assertEqual((0, 1), (later.rung, sooner.rung))

    def test_clockAhead(self) -> None:
        """
        When the clock is set ahead, what has become due is run within a minute.
        """
        bell = self.bell(100_000)
        self.clock.advance(0)
        self.scheduler.now = lambda: at(self.clock.seconds() + 100_000)
        self.clock.advance(60)
        self.assertEqual(1, bell.rung)

    def test_clockBack(self) -> None:
        """
        When the clock is set back, what is scheduled by it is run in time, and what was scheduled waits.
        """
        before = self.bell(100)
        self.clock.advance(50)
        self.scheduler.now = lambda: at(self.clock.seconds() - 1000)
        after = self.bell(-945)
        self.clock.advance(5)
        self.assertEqual(1, after.rung)
        self.clock.pump([60] * 16)
        self.assertEqual(0, before.rung)
        self.clock.pump([60] * 2)
        self.assertEqual(1, before.rung)

    def test_noticed(self) -> None:
        """
        What somebody else's store object schedules is run in time.
        """
        directory = self.mktemp()
        store, other = self.open(directory), self.open(directory)
        self.start(store)
        self.clock.advance(0)
        bellID = self.bell(10, store=other).storeID
        # Of what others do it hears soon.
        self.clock.pump([0.1] * 5)
        self.clock.advance(9.5)
        self.assertEqual(1, store.getItemByID(bellID).rung)


class ClaimTests(SchedulerTestCase):
    """
    Several store objects of one store, as several processes have them.
    """

    def setUp(self) -> None:
        """
        Two of them, whose services run.
        """
        super().setUp()
        directory = self.mktemp()
        self.one, self.other = self.open(directory), self.open(directory)
        self.start(self.one)
        self.start(self.other)
        self.clock.advance(0)

    def ran(self, store: Store) -> list[int]:
        """
        Note the storeIDs of the bells that C{store} runs, from now on.
        """
        seen: list[int] = []
        scheduler: Any = IScheduler(store)
        original = scheduler._run

        def run(storeID: int, now: object) -> None:
            seen.append(storeID)
            original(storeID, now)

        scheduler._run = run
        return seen

    def test_one(self) -> None:
        """
        One of them runs the events, whichever they were scheduled with.
        """
        byOne, byOther = self.ran(self.one), self.ran(self.other)
        self.bell(1, store=self.one)
        self.bell(1, store=self.other)
        self.clock.pump([0.1] * 20)
        self.assertEqual((2, []), (len(byOne), byOther))
        self.assertEqual([1, 1], [bell.rung for bell in self.one.query(Bell)])

    def test_takenOver(self) -> None:
        """
        When it ends, the other takes over within seconds.
        """
        bellID = self.bell(10, store=self.one).storeID
        IService(self.one).stopService()
        self.clock.pump([1] * 12)
        self.assertEqual(1, self.other.getItemByID(bellID).rung)


class TroubleTests(SchedulerTestCase):
    """
    Failures that are not an event's.
    """

    def failOnce(self, error: Exception) -> None:
        """
        Let the next look for events fail.
        """
        original = self.scheduler._getNextEvent

        def fail(now: object) -> None:
            self.scheduler._getNextEvent = original
            raise error

        self.scheduler._getNextEvent = fail

    def test_busy(self) -> None:
        """
        While the store is busy, it is tried again soon.
        """
        bell = self.bell(1)
        self.failOnce(StoreBusy("busy"))
        self.clock.advance(1)
        self.assertEqual(0, bell.rung)
        self.clock.advance(0.5)
        self.assertEqual(1, bell.rung)

    def test_closed(self) -> None:
        """
        When the store is closed while its service runs, that is the end of it.
        """
        store = self.open()
        scheduler: Any = IScheduler(store)
        self.start(store)
        self.bell(1, store=store)
        store.close()
        self.clock.pump([1, 60])
        self.assertIdentical(None, scheduler.timer)

    def test_noClaim(self) -> None:
        """
        Where the claim can't be had for a while it is tried again each minute.
        """
        store = self.open(self.mktemp())
        bell = self.bell(1, store=store)
        run: Any = store.dbdir
        run = run.child("run")
        away = run.sibling("away")
        run.moveTo(away)
        self.start(store)
        self.clock.advance(0)
        self.assertEqual(1, len(self.flushLoggedErrors(FileNotFoundError)))
        away.moveTo(run)
        self.clock.advance(59)
        self.assertEqual(0, bell.rung)
        self.clock.advance(1)
        self.assertEqual(1, bell.rung)

    def test_broken(self) -> None:
        """
        What goes wrong with the database is logged, and tried again within a minute.
        """
        bell = self.bell(1)
        self.failOnce(SQLError("SELECT", (), OSError("disk")))
        self.clock.advance(1)
        self.assertEqual(1, len(self.flushLoggedErrors(SQLError)))
        self.clock.advance(60)
        self.assertEqual((1, 0), (bell.rung, self.store.count(TimedEvent)))
