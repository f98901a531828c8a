"""
Running the due events of one store.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from zope.interface.verify import verifyObject

from axiom.errors import DiskFull, StoreBusy, UnknownItemType
from axiom.iaxiom import IScheduler
from axiom.scheduler import MAX_WORK_PER_TICK, TimedEvent, TimedEventFailureLog
from tests.unit.axiom.scheduling import Brick, SchedulerTestCase, at


def refuse() -> None:
    """
    Be busy.
    """
    raise StoreBusy("busy")


class ScheduleTests(SchedulerTestCase):
    """
    What is to be run, and when.
    """

    def test_interface(self) -> None:
        """
        A store is adapted to its scheduler, which is always the same.
        """
        self.assertTrue(verifyObject(IScheduler, self.scheduler))
        self.assertIdentical(self.scheduler, IScheduler(self.store))

    def test_scheduled(self) -> None:
        """
        What is scheduled is known, in its order, and is run once, when it is due.
        """
        bell = self.bell()
        for when in (20, 10):
            self.scheduler.schedule(bell, at(when))
        self.assertEqual([10, 20], self.times(bell))
        self.clock.advance(9)
        self.assertEqual(0, bell.rung)
        self.clock.advance(1)
        self.assertEqual((1, [20]), (bell.rung, self.times(bell)))
        self.clock.advance(10)
        self.assertEqual((2, []), (bell.rung, self.times(bell)))
        self.assertEqual(0, self.store.count(TimedEvent))

    def test_datetime(self) -> None:
        """
        A time is a C{Time} or a C{datetime} with a time zone.
        """
        bell = self.bell()
        self.scheduler.schedule(bell, datetime.fromtimestamp(5, UTC))
        self.clock.advance(5)
        self.assertEqual(1, bell.rung)

    def test_past(self) -> None:
        """
        What is scheduled for the past is run as soon as possible.
        """
        self.clock.advance(100)
        bell = self.bell(1)
        self.clock.advance(0)
        self.assertEqual(1, bell.rung)

    def test_again(self) -> None:
        """
        What C{run} returns is when it is run again.
        """
        bell = self.bell(1, again=at(7))
        self.clock.advance(2)
        self.assertEqual((1, [7]), (bell.rung, self.times(bell)))
        self.clock.advance(5)
        self.assertEqual((2, []), (bell.rung, self.times(bell)))

    def test_rescheduled(self) -> None:
        """
        One of its times is replaced, earlier or later; a time that it has not can't be.
        """
        bell = self.bell(50)
        self.scheduler.reschedule(bell, at(50), at(3))
        self.assertRaises(ValueError, self.scheduler.reschedule, bell, at(50), at(1))
        self.clock.advance(2)
        self.scheduler.reschedule(bell, at(3), at(4))
        self.clock.advance(1)
        self.assertEqual(0, bell.rung)
        self.clock.advance(1)
        self.assertEqual(1, bell.rung)

    def test_unscheduled(self) -> None:
        """
        The earliest of its times is forgotten, or all of them, and those of others are not.
        """
        bell, other = self.bell(2), self.bell(1)
        for when in (3, 1):
            self.scheduler.schedule(bell, at(when))
        self.scheduler.unscheduleFirst(bell)
        self.assertEqual([2, 3], self.times(bell))
        self.scheduler.unscheduleAll(bell)
        self.assertEqual(([], [1]), (self.times(bell), self.times(other)))
        self.scheduler.unscheduleFirst(bell)

    def test_duringRun(self) -> None:
        """
        The run that is under way is none of the times of an item, which may schedule itself.
        """
        bell = self.bell(1)
        seen: list[list[float]] = []

        def schedule() -> None:
            seen.append(self.times(bell))
            self.scheduler.schedule(bell, at(5))
            seen.append(self.times(bell))

        bell.callBack = schedule
        self.clock.advance(1)
        self.assertEqual([[], [5]], seen)
        self.assertEqual([5], self.times(bell))

    def test_unscheduledInRun(self) -> None:
        """
        A runnable may unschedule itself; when it returns a time, that counts.
        """
        bell = self.bell(1)
        bell.callBack = partial(self.scheduler.unscheduleAll, bell)
        self.clock.advance(1)
        self.assertEqual((1, []), (bell.rung, self.times(bell)))
        bell.again = at(9)
        self.scheduler.schedule(bell, at(2))
        self.clock.advance(1)
        self.assertEqual((2, [9]), (bell.rung, self.times(bell)))

    def test_undone(self) -> None:
        """
        What was scheduled in a transaction that failed is not run.
        """
        bell = self.bell()

        def fail() -> None:
            self.scheduler.schedule(bell, at(1))
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.store.transact, fail)
        self.clock.advance(2)
        self.assertEqual(0, bell.rung)

    def test_deleted(self) -> None:
        """
        The event of an item that was deleted goes away without a trace.
        """
        self.bell(1).deleteFromStore()
        self.clock.advance(1)
        self.assertEqual((0, 0), (self.store.count(TimedEvent), self.store.count(TimedEventFailureLog)))

    def test_inTransaction(self) -> None:
        """
        Each event is run in a transaction of its own.
        """
        revision = self.store.revision
        for when in (1, 1, 1):
            self.bell(when)
        made = self.store.revision - revision
        self.clock.advance(1)
        self.assertEqual(made + 3, self.store.revision - revision)


class TickTests(SchedulerTestCase):
    """
    How much is done at once.
    """

    def test_bounded(self) -> None:
        """
        One tick runs some events, and the service goes on with the others soon after.
        """
        store = self.open()
        bells = [self.bell(0, store=store) for _ in range(MAX_WORK_PER_TICK + 3)]
        IScheduler(store).tick()
        self.assertEqual(MAX_WORK_PER_TICK, sum(bell.rung for bell in bells))
        self.start(store)
        self.clock.advance(0)
        self.assertEqual([1] * len(bells), [bell.rung for bell in bells])

    def test_order(self) -> None:
        """
        Events are run in the order of their times.
        """
        order: list[str] = []
        bells = []
        for when, name in ((3, "c"), (1, "a"), (2, "b")):
            bell = self.bell(when, name=name)
            bell.callBack = partial(order.append, name)
            bells.append(bell)
        self.clock.advance(5)
        self.assertEqual(["a", "b", "c"], order)

    def test_past(self) -> None:
        """
        One that is to be run again in the past comes after what is due now.
        """
        store = self.open()
        bell = self.bell(1, store=store, again=at(-5))
        bell.callBack = lambda: setattr(bell, "again", at(-5))
        other = self.bell(2, store=store)
        self.clock.advance(3)
        IScheduler(store).tick()
        self.assertEqual((1, [3]), (other.rung, self.times(bell)))
        self.assertGreater(bell.rung, 1)

    def test_waiting(self) -> None:
        """
        Finding that an event has to wait counts as running it.
        """
        store, tried = self.open(), []

        def refuseAlso() -> None:
            tried.append(1)
            refuse()

        bells = [self.bell(0, store=store) for _ in range(MAX_WORK_PER_TICK + 3)]
        for bell in bells:
            bell.callBack = refuseAlso
        IScheduler(store).tick()
        self.assertEqual(MAX_WORK_PER_TICK, len(tried))

    def test_stopped(self) -> None:
        """
        A tick runs what is due, whether or not the service runs.
        """
        store = self.open()
        bell = self.bell(0, store=store)
        IScheduler(store).tick()
        self.assertEqual(1, bell.rung)

    def test_next(self) -> None:
        """
        The next tick is that of the first event.
        """
        self.assertIdentical(None, self.scheduler.nextTick())
        self.bell(8)
        self.bell(4)
        self.assertEqual(at(4), self.scheduler.nextTick())


class PassingOverTests(SchedulerTestCase):
    """
    Events that can't be run now.
    """

    def test_busy(self) -> None:
        """
        While a store is busy its event waits, which is no failure; others are run meanwhile.
        """
        busy, other = self.bell(1), self.bell(1)

        busy.callBack = refuse
        self.clock.advance(1)
        self.assertEqual((0, 1, [1]), (busy.rung, other.rung, self.times(busy)))
        busy.callBack = None
        self.clock.advance(0.4)
        self.assertEqual(0, busy.rung)
        self.clock.advance(0.1)
        self.assertEqual((1, 0), (busy.rung, self.store.count(TimedEventFailureLog)))

    def test_noRoom(self) -> None:
        """
        A full disk is no failure of the event, which is run when there is room; others are run meanwhile.
        """
        bell, other = self.bell(1), self.bell(1)

        def fill() -> None:
            raise DiskFull("full")

        bell.callBack = fill
        self.clock.advance(1)
        self.assertEqual(1, len(self.flushLoggedErrors(DiskFull)))
        self.assertEqual((0, 1, [1]), (bell.rung, other.rung, self.times(bell)))
        bell.callBack = None
        self.clock.advance(60)
        self.assertEqual((1, 0), (bell.rung, self.store.count(TimedEventFailureLog)))

    def test_manyBusy(self) -> None:
        """
        However many events have to wait, the others are run.
        """
        busy = [self.bell(1) for _ in range(2 * MAX_WORK_PER_TICK)]
        for bell in busy:
            bell.callBack = refuse
        other = self.bell(2)
        self.clock.pump([2, 0, 0])
        self.assertEqual(1, other.rung)

    def test_unknown(self) -> None:
        """
        The event of an item whose class is gone is kept, and the others are run.
        """
        directory = self.mktemp()
        store = self.open(directory)
        IScheduler(store).schedule(Brick(store=store), at(1))
        bell = self.bell(1, store=store)
        bellID = bell.storeID
        store.executeSQL(
            "UPDATE axiom_types SET typename = 'gone_brick', module = 'gone' WHERE typename = ?",
            (Brick.typeName,),
        )
        store.executeSQL("ALTER TABLE item_test_scheduling_brick_v1 RENAME TO item_gone_brick_v1")
        store.close()
        store = self.open(directory)
        self.start(store)
        self.clock.pump([1, 60, 60])
        self.assertEqual(1, store.getItemByID(bellID).rung)
        self.assertEqual(1, len(self.flushLoggedErrors(UnknownItemType)))
        self.assertEqual((1, 0), (store.count(TimedEvent), store.count(TimedEventFailureLog)))

    def test_clockSetBack(self) -> None:
        """
        An event that waits does not do so for longer when the clock is set back.
        """
        bell = self.bell()
        bell.callBack = refuse
        self.scheduler.schedule(bell, at(-1_000_000))
        self.clock.advance(0)
        bell.callBack = None
        self.scheduler.now = lambda: at(self.clock.seconds() - 86_400)
        self.clock.advance(0.5)
        self.assertEqual(1, bell.rung)
