"""
Tests for working for stores.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

from epsilon.extime import Time
from twisted.internet.defer import Deferred, succeed
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import StoreBusy
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount
from mantissa_like.agenda import AgendaEntry, TookTooLong, Turn, dueIn, guarded
from mantissa_like.agenda._flights import Handling
from mantissa_like.site._clockjumps import keepTimers
from tests.unit.mantissa_like.agenda.works import Chore, ChoreWork, WorkingSite

DAY = 86_400.0


class WorkServiceTests(SynchronousTestCase):
    """
    Tests for L{WorkService<mantissa_like.agenda.WorkService>}.
    """

    def setUp(self) -> None:
        self.site = WorkingSite()
        self.userStore = self.site.addStore()

    def start(self) -> None:
        self.site.service.startService()
        self.site.settle()

    def due(self) -> list[Any]:
        entries = self.site.agenda.entries.store.query(AgendaEntry)
        return [each.due for each in entries]

    def test_workIsDoneAfterTheCommit(self) -> None:
        """
        What is made due is done in the next turn of the reactor, without waiting.
        """
        self.start()
        self.site.add(self.userStore, "sweep", "wash")
        self.assertEqual([], self.site.work.done)
        self.site.settle()
        self.assertEqual(["sweep", "wash"], self.site.work.done)

    def test_workOfBeforeTheStartIsDone(self) -> None:
        """
        What became due while nobody worked is done after the start.
        """
        self.site.add(self.userStore, "sweep")
        self.start()
        self.assertEqual(["sweep"], self.site.work.done)

    def test_clockIsSetBack(self) -> None:
        """
        What comes late only because the clock was set back is done a minute later.
        """
        keepTimers(self.site.clock)
        account = self.site.store.getItemByID(self.userStore.idInParent or 0)
        LoginAccount(store=self.site.store, avatars=account, disabled=0)
        self.start()
        self.site.clock.advance(DAY)
        self.site.clock.rightNow -= DAY
        Chore(store=self.userStore, name="sweep")
        self.site.clock.advance(0)
        self.site.clock.advance(60)
        self.site.settle()
        self.assertEqual(["sweep"], self.site.work.done)

    def test_siteStoreHasWork(self) -> None:
        """
        The site store itself is worked for, too.
        """
        self.start()
        self.site.add(self.site.store, "guard")
        self.site.settle()
        self.assertEqual(["guard"], self.site.work.done)

    def test_undoneTransactionMakesNothingDue(self) -> None:
        """
        Nobody works for a transaction that was undone.
        """
        self.start()

        def fail() -> None:
            dueIn(self.userStore)
            raise ZeroDivisionError

        self.assertRaises(ZeroDivisionError, self.userStore.transact, fail)
        self.site.settle()
        self.assertEqual(0, self.site.work.turns)

    def test_storesTakeTurns(self) -> None:
        """
        A store with much to do lets another have its turns in between.
        """
        other = self.site.addStore()
        self.start()
        self.site.add(self.userStore, "a1", "a2", "a3")
        self.site.add(other, "b1", "b2")
        self.site.settle()
        self.assertEqual(["a1", "b1", "a2", "b2", "a3"], self.site.work.done)

    def test_idleStoreIsTakenOffTheAgenda(self) -> None:
        """
        Some seconds after the last change the entry says that nothing is due, and nothing waits for the clock
        but the look at the agenda.
        """
        self.start()
        self.site.add(self.userStore, "sweep")
        self.site.settle()
        self.assertNotEqual([None], self.due())
        self.site.clock.pump([1.0] * 5)
        self.assertEqual([None], self.due())
        self.assertEqual(1, len(self.site.clock.getDelayedCalls()))

    def test_busyStoreCostsTheAgendaNothing(self) -> None:
        """
        While a store is worked for, more work for it is not written to the agenda.
        """
        self.start()
        self.site.add(self.userStore, "sweep")
        self.site.settle()
        before = self.site.agenda.entries.store.revision
        for name in "abc":
            self.site.add(self.userStore, name)
            self.site.settle()
        self.assertEqual(before, self.site.agenda.entries.store.revision)
        self.assertEqual(["sweep", "a", "b", "c"], self.site.work.done)

    def test_laterWorkWaitsForItsTime(self) -> None:
        """
        What a turn says is due later has its turn then, also after the store was given back.
        """
        later = Time.fromPOSIXTimestamp(self.site.clock.seconds() + 3600)
        self.site.work.then = lambda store: Turn(later)
        self.start()
        self.site.add(self.userStore, "sweep")
        self.site.settle()
        self.site.clock.pump([1.0] * 5)
        self.assertEqual([later], self.due())
        turns = self.site.work.turns
        self.site.work.then = lambda store: Turn()
        self.site.clock.pump([60.0] * 59)
        self.assertEqual(turns, self.site.work.turns)
        self.site.clock.pump([60.0, 0.0])
        self.assertEqual(turns + 1, self.site.work.turns)

    def test_dueLaterIsNotedBefore(self) -> None:
        """
        What is made due for later has its turn then, not before.
        """
        self.start()
        dueIn(self.userStore, Time.fromPOSIXTimestamp(self.site.clock.seconds() + 10))
        self.site.settle()
        self.assertEqual(0, self.site.work.turns)
        self.site.clock.advance(10)
        self.site.settle()
        self.assertEqual(1, self.site.work.turns)

    def test_storeStaysOpenForWhatIsUnderWay(self) -> None:
        """
        What goes on beyond a turn keeps the store open and due, and another turn follows it.
        """
        underWay: Deferred[None] = Deferred()
        self.site.work.then = lambda store: Turn(underWay=[underWay])
        self.start()
        self.site.add(self.userStore)
        self.site.settle()
        self.site.work.then = lambda store: Turn()
        self.site.clock.pump([1.0] * 10)
        self.assertEqual(1, self.site.work.turns)
        self.assertNotEqual([None], self.due())
        self.assertIn("1 leased", repr(self.site.pool))
        underWay.callback(None)
        self.site.settle()
        self.assertEqual(2, self.site.work.turns)
        self.assertIn("0 leased", repr(self.site.pool))

    def test_whatIsUnderWayIsToldAgain(self) -> None:
        """
        What goes on may be told after each turn, and counts once; what it fails with is logged once.
        """
        underWay: Deferred[None] = Deferred()
        self.site.work.then = lambda store: Turn(underWay=[underWay])
        self.start()
        for _ in range(3):
            self.site.add(self.userStore)
            self.site.settle()
        self.site.work.then = lambda store: Turn()
        underWay.errback(ZeroDivisionError())
        self.site.settle()
        self.assertEqual(4, self.site.work.turns)
        self.assertEqual(1, len(self.flushLoggedErrors(ZeroDivisionError)))

    def test_noTurnBeforeTheLastHasEnded(self) -> None:
        """
        While a turn goes on there is no other for this store; what became due meanwhile has one after it.
        """
        turn: Deferred[Turn] = Deferred()
        self.site.work.then = lambda store: turn
        self.start()
        self.site.add(self.userStore)
        self.site.settle()
        self.site.add(self.userStore, "sweep")
        self.site.settle()
        self.assertEqual(1, self.site.work.turns)
        turn.callback(Turn())
        self.site.work.then = lambda store: succeed(Turn())
        self.site.settle()
        self.assertEqual(["sweep"], self.site.work.done)

    def test_coroutinesAreAwaited(self) -> None:
        """
        A turn may be a coroutine.
        """

        async def work(store: Store) -> Turn:
            Chore(store=store, name="found")
            self.site.work.then = lambda store: Turn()
            return Turn(Time.fromPOSIXTimestamp(0))

        self.site.work.then = work
        self.start()
        self.site.add(self.userStore)
        self.site.settle()
        self.assertEqual(["found"], self.site.work.done)

    def test_failureIsLoggedAndTriedAgain(self) -> None:
        """
        Work that fails is logged, and has another turn after a while, later and later.
        """

        def fail(store: Store) -> Turn:
            raise ZeroDivisionError

        self.site.work.then = fail
        self.start()
        self.site.add(self.userStore)
        self.site.settle()
        self.site.clock.pump([0.1] * 20)
        self.assertEqual(3, self.site.work.turns)
        self.assertEqual(3, len(self.flushLoggedErrors(ZeroDivisionError)))
        self.site.work.then = lambda store: Turn()
        self.site.clock.pump([0.5] * 20)
        self.assertEqual([None], self.due())

    def test_busyStoreIsTriedSoon(self) -> None:
        """
        A store that others write to has another turn soon, and nothing is logged.
        """

        def fail(store: Store) -> Turn:
            self.site.work.then = lambda store: Turn()
            raise StoreBusy("somebody writes")

        self.site.work.then = fail
        self.start()
        self.site.add(self.userStore)
        self.site.settle()
        self.site.clock.advance(0.1)
        self.site.settle()
        self.assertEqual(2, self.site.work.turns)

    def test_fewStoresAreOpenAtOnce(self) -> None:
        """
        No more stores than allowed are open at once; the others have their turns when one is done.
        """
        site = WorkingSite(atOnce=2)
        waiting: list[Deferred[None]] = []

        def work(store: Store) -> Turn:
            waiting.append(Deferred())
            return Turn(underWay=waiting[-1:])

        site.work.then = work
        for _ in range(3):
            site.add(site.addStore())
        site.service.startService()
        site.settle()
        self.assertEqual(2, len(waiting))
        site.work.then = lambda store: Turn()
        waiting[0].callback(None)
        site.settle()
        self.assertEqual(4, site.work.turns)

    def test_kindsOfWorkDoNotWaitForEachOther(self) -> None:
        """
        While a turn of one kind goes on, another kind has its turns.
        """
        slow, quick = ChoreWork(), ChoreWork()
        site = WorkingSite(slow, quick)
        userStore = site.addStore()
        slow.then = lambda store: Deferred()
        site.service.startService()
        site.add(userStore)
        site.settle()
        site.add(userStore, "sweep")
        site.settle()
        self.assertEqual((1, ["sweep"]), (slow.turns, quick.done))

    def test_goneStoreIsForgotten(self) -> None:
        """
        A store that was deleted is no more on the agenda.
        """
        self.site.add(self.userStore, "sweep")
        self.site.store.findUnique(SubStore, SubStore.storeID == self.userStore.idInParent).deleteFromStore()
        self.start()
        self.assertEqual(([], []), (self.due(), self.site.work.done))

    def test_stoppingWaitsForWhatIsUnderWay(self) -> None:
        """
        Stopping begins nothing more, and waits a moment for what goes on.
        """
        underWay: Deferred[None] = Deferred()
        self.site.work.then = lambda store: Turn(underWay=[underWay])
        self.start()
        self.site.add(self.userStore)
        self.site.settle()
        stopped = self.site.service.stopService()
        self.assertNoResult(stopped)
        underWay.callback(None)
        self.successResultOf(stopped)
        self.assertEqual((1, []), (self.site.work.turns, self.site.clock.getDelayedCalls()))

    def test_stoppingWaitsNotForEver(self) -> None:
        """
        What goes on for long does not keep the service from stopping.
        """
        self.site.work.then = lambda store: Turn(underWay=[Deferred()])
        self.start()
        self.site.add(self.userStore)
        self.site.settle()
        stopped = self.site.service.stopService()
        self.site.clock.advance(10)
        self.successResultOf(stopped)

    def test_handlersAreGuarded(self) -> None:
        """
        While the service runs, application code that takes too long is interrupted.
        """
        site = WorkingSite(handlerSeconds=0.002)
        userStore = site.addStore()

        def handle() -> None:
            with guarded(userStore, "chores", "sweep"):
                while True:
                    pass

        site.service.startService()
        self.assertRaises(TookTooLong, handle)
        site.service.stopService()
        with guarded(userStore, "chores", "sweep"):
            self.assertEqual((0.0, 0.0), signal.getitimer(signal.ITIMER_REAL))

    def test_deathsAreCountedBeforeTheFirstTurn(self) -> None:
        """
        What a process died of is counted in its store, whichever store has a turn; if that can't be written
        now, no turn comes before it.
        """
        site, deaths = WorkingSite(), []
        userStore = site.addStore()

        def died(store: Store, what: str) -> None:
            deaths.append((store, what, site.work.turns))
            if len(deaths) == 1:
                raise StoreBusy("somebody writes")

        def countDead(count: Callable[[Handling], object]) -> None:
            if len(deaths) < 2:
                count(Handling(userStore.idInParent or 0, "chores", "sweep"))

        site.work.died = died  # type: ignore[method-assign]
        site.service._flights.countDead = countDead  # type: ignore[method-assign]
        site.service.startService()
        site.add(site.store, "guard")
        site.settle()
        self.assertEqual([], site.work.done)
        site.clock.advance(0.1)
        site.settle()
        self.assertEqual([(userStore, "sweep", 0)] * 2, deaths)
        self.assertEqual(["guard"], site.work.done)
