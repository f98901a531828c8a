"""
The scheduler of a substore, and the hook by which its parent runs it.
"""

from __future__ import annotations

from typing import Any

from twisted.python.filepath import FilePath
from zope.interface.verify import verifyObject

from axiom.errors import CannotOpenStore, StoreBusy
from axiom.iaxiom import IScheduler
from axiom.scheduler import MAX_WORK_PER_TICK, TimedEvent, TimedEventFailureLog, _SubSchedulerParentHook
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import extractUserStore, insertUserStore
from tests.unit.axiom.scheduling import Bell, SchedulerTestCase, SubSchedulerTestCase, at
from tests.unit.axiom.userbases import UserBaseTestCase


class RunTests(SubSchedulerTestCase):
    """
    When the events of substores are run.
    """

    def test_interface(self) -> None:
        """
        A substore is adapted to a scheduler of its own, by the time of its parent's.
        """
        scheduler = IScheduler(self.subStore)
        self.assertTrue(verifyObject(IScheduler, scheduler))
        self.assertIdentical(scheduler, IScheduler(self.subStore))
        self.clock.advance(7)
        self.assertEqual(at(7), scheduler.now())

    def test_run(self) -> None:
        """
        An event is run when it is due, and the parent forgets it.
        """
        bell = self.bell(10, store=self.subStore)
        self.assertEqual([10], self.hookTimes())
        self.clock.advance(9)
        self.assertEqual(0, bell.rung)
        self.clock.advance(1)
        self.assertEqual((1, []), (bell.rung, self.hookTimes()))
        self.assertEqual(0, self.site.count(TimedEvent))

    def test_closed(self) -> None:
        """
        A substore that is closed is opened for its events, and closed after them.
        """
        with self.second.opened() as store:
            bellID = self.bell(10, store=store).storeID
        self.clock.advance(10)
        self.assertFalse(self.second.isOpen)
        with self.second.opened() as store:
            self.assertEqual(1, store.getItemByID(bellID).rung)

    def test_first(self) -> None:
        """
        The parent has one event for a substore: its first.
        """
        self.bell(20, store=self.subStore)
        self.bell(30, store=self.subStore)
        self.assertEqual([20], self.hookTimes())
        self.bell(10, store=self.subStore)
        self.assertEqual([10], self.hookTimes())
        self.clock.advance(15)
        self.assertEqual([20], self.hookTimes())

    def test_again(self) -> None:
        """
        An event that is run again, or schedules itself, is so in time.
        """
        bell = self.bell(10, store=self.subStore, again=at(20))
        bell.callBack = lambda: bell.rung == 1 and IScheduler(self.subStore).schedule(bell, at(15))
        self.clock.advance(11)
        self.assertEqual(([15, 20], [15]), (self.times(bell), self.hookTimes()))
        self.clock.advance(4)
        self.assertEqual((2, [20]), (bell.rung, self.hookTimes()))

    def test_rescheduled(self) -> None:
        """
        Rescheduled to be earlier, it is run earlier.
        """
        bell = self.bell(50, store=self.subStore)
        IScheduler(self.subStore).reschedule(bell, at(50), at(5))
        self.clock.advance(5)
        self.assertEqual(1, bell.rung)

    def test_unscheduled(self) -> None:
        """
        After what was unscheduled, the parent asks for the next.
        """
        bell, other = self.bell(10, store=self.subStore), self.bell(20, store=self.subStore)
        IScheduler(self.subStore).unscheduleAll(bell)
        self.clock.advance(10)
        self.assertEqual(([20], 0), (self.hookTimes(), bell.rung))
        self.clock.advance(10)
        self.assertEqual(1, other.rung)

    def test_backlog(self) -> None:
        """
        A substore with much to do does not keep others waiting.
        """
        bells = [self.bell(1, store=self.subStore) for _ in range(5 * MAX_WORK_PER_TICK)]
        self.addCleanup(self.second.close)
        other = self.bell(2, store=self.second.open())
        before: list[int] = []
        other.callBack = lambda: before.append(sum(bell.rung for bell in bells))
        self.clock.advance(3)
        self.assertEqual([MAX_WORK_PER_TICK], before)
        self.assertEqual([1] * len(bells), [bell.rung for bell in bells])

    def test_failure(self) -> None:
        """
        A failure is logged in the substore, and does not keep others from running.
        """
        bell, other = self.bell(1, store=self.subStore), self.bell(1, store=self.subStore)
        bell.callBack = lambda: 1 / 0
        self.clock.advance(1)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))
        self.assertEqual(1, other.rung)
        self.assertEqual(1, self.subStore.count(TimedEventFailureLog))
        self.assertEqual(0, self.site.count(TimedEventFailureLog))

    def test_parentIsFree(self) -> None:
        """
        While a substore's event is run, its parent can be written by others.
        """
        directory: Any = self.site.dbdir
        other = self.open(directory.path)
        other.patience = 0
        bell = self.bell(1, store=self.subStore)
        bell.callBack = lambda: self.bell(store=other)
        self.clock.advance(1)
        self.assertEqual((1, 1), (bell.rung, self.site.count(Bell)))

    def test_nested(self) -> None:
        """
        The events of a substore's substore are run.
        """
        inner = SubStore.createNew(self.subStore, ["inner"])
        self.addCleanup(inner.close)
        bell = self.bell(5, store=inner.open())
        self.assertEqual([5], self.hookTimes())
        self.clock.advance(5)
        self.assertEqual((1, []), (bell.rung, self.hookTimes()))


class CommitTests(SubSchedulerTestCase):
    """
    The two stores commit separately.
    """

    def test_before(self) -> None:
        """
        The parent knows of an event before it is committed, in case that this process ends then.
        """
        seen: list[list[float]] = []

        def schedule() -> None:
            self.bell(10, store=self.subStore)
            seen.append(self.hookTimes())

        self.subStore.transact(schedule)
        self.assertEqual([[10]], seen)

    def test_meanwhile(self) -> None:
        """
        If the parent finds nothing to run before the event is committed, it is told again.
        """

        def schedule() -> None:
            self.bell(10, store=self.subStore)
            hook = self.site.findUnique(_SubSchedulerParentHook)
            # As another process does that sees no event yet.
            IScheduler(self.site).unscheduleAll(hook)

        self.subStore.transact(schedule)
        self.assertEqual([10], self.hookTimes())

    def test_busy(self) -> None:
        """
        While the parent is busy, it is told after the commit only.
        """
        original: Any = self.site.transactions.transact
        calls: list[object] = []

        def transact(*args: object) -> object:
            calls.append(args)
            if len(calls) == 1:
                raise StoreBusy("busy")
            return original(*args)

        self.patch(self.site.transactions, "transact", transact)
        self.bell(10, store=self.subStore)
        self.assertEqual([10], self.hookTimes())

    def test_undone(self) -> None:
        """
        For an event that was not committed the parent looks in vain.
        """

        def schedule() -> None:
            self.bell(10, store=self.subStore)
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.subStore.transact, schedule)
        self.assertEqual([10], self.hookTimes())
        self.clock.advance(10)
        self.assertEqual([], self.hookTimes())

    def test_forgotten(self) -> None:
        """
        If the parent has forgotten the substore's events, the next that is scheduled reminds it.
        """
        self.bell(10, store=self.subStore)
        self.site.query(TimedEvent).deleteFromStore()
        self.bell(20, store=self.subStore)
        self.assertEqual([10], self.hookTimes())


class TroubleTests(SubSchedulerTestCase):
    """
    Substores that can't be run.
    """

    def test_deleted(self) -> None:
        """
        With the item of the substore goes its hook.
        """
        with self.second.opened() as store:
            self.bell(10, store=store)
        self.second.deleteFromStore()
        self.clock.advance(10)
        self.assertEqual((0, 0), (self.site.count(_SubSchedulerParentHook), self.site.count(TimedEvent)))

    def test_gone(self) -> None:
        """
        Where the directory is gone for a while, it is tried again, and others are run meanwhile.
        """
        with self.second.opened() as store:
            bellID = self.bell(10, store=store).storeID
        bell = self.bell(11, store=self.subStore)
        # Until nobody else wants to open it.
        self.clock.pump([0.1] * 10)
        place: Any = self.second.storepath
        away = place.sibling("away")
        place.moveTo(away)
        self.clock.pump([10, 1])
        self.assertEqual(1, len(self.flushLoggedErrors(CannotOpenStore)))
        self.assertEqual(1, bell.rung)
        away.moveTo(place)
        self.clock.advance(60)
        with self.second.opened() as store:
            self.assertEqual(1, store.getItemByID(bellID).rung)
        self.assertEqual(0, self.site.count(TimedEventFailureLog))

    def test_busy(self) -> None:
        """
        While a substore is busy its events wait for a moment.
        """
        bell = self.bell(10, store=self.subStore)

        def refuse() -> None:
            raise StoreBusy("busy")

        bell.callBack = refuse
        self.clock.advance(10)
        self.assertEqual((0, [10.5]), (bell.rung, self.hookTimes()))
        bell.callBack = None
        self.clock.advance(0.5)
        self.assertEqual((1, []), (bell.rung, self.hookTimes()))


class MigrationTests(SubSchedulerTestCase):
    """
    Stores that leave their parent, and come to one.
    """

    def test_down(self) -> None:
        """
        The parent forgets the substore, which keeps its events.
        """
        bell = self.bell(10, store=self.subStore)
        self.subScheduler.migrateDown()
        self.assertEqual((0, 0), (self.site.count(_SubSchedulerParentHook), self.site.count(TimedEvent)))
        self.assertEqual([10], self.times(bell))
        self.subScheduler.migrateDown()

    def test_up(self) -> None:
        """
        The parent knows the first of the substore's events.
        """
        for when in (20, 10):
            TimedEvent(store=self.subStore, time=at(when), runnable=Bell(store=self.subStore))
        self.subScheduler.migrateUp()
        self.assertEqual([10], self.hookTimes())

    def test_upEmpty(self) -> None:
        """
        Without events there is nothing to know.
        """
        self.subScheduler.migrateUp()
        self.assertEqual(0, self.site.count(_SubSchedulerParentHook))


class MovedTests(UserBaseTestCase):
    """
    User stores that leave a site, and come to one.
    """

    def test_moved(self) -> None:
        """
        The old site forgets the store's events, and the new one knows them.
        """
        account = self.addAccount()
        userStore = account.avatars.open()
        IScheduler(userStore).schedule(Bell(store=userStore), at(10))
        self.assertEqual(1, self.site.count(TimedEvent))
        outside = FilePath(self.mktemp())
        extractUserStore(account, outside)
        self.assertEqual((0, 0), (self.site.count(_SubSchedulerParentHook), self.site.count(TimedEvent)))
        other = self.makeSite()
        insertUserStore(other, outside)
        event = other.findUnique(TimedEvent)
        self.assertEqual((at(10), other.findUnique(SubStore)), (event.time, event.runnable.subStore))


class MemoryTests(SchedulerTestCase):
    """
    Stores in memory.
    """

    def test_run(self) -> None:
        """
        The events of a substore in memory are run.
        """
        store: Store = SubStore.createNew(self.store, ["one"]).open()
        bell = self.bell(5, store=store)
        self.clock.advance(5)
        self.assertEqual(1, bell.rung)
