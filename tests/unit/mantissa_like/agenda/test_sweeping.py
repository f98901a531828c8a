"""
Tests for putting every store on the agenda.
"""

from __future__ import annotations

from pathlib import Path

from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase

from axiom.store import STORE_SELF_ID, Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount
from mantissa_like.agenda import AgendaEntry, reconsider
from mantissa_like.agenda._flights import Flights
from mantissa_like.agenda._sweeping import Sweeping, bootOf
from tests.unit.mantissa_like.agenda.works import WorkingSite


class SweepingTests(SynchronousTestCase):
    """
    Tests for L{Sweeping}.
    """

    def setUp(self) -> None:
        directory = Path(self.mktemp())
        (directory / "run").mkdir(parents=True)
        self.flights = Flights(FilePath(str(directory)))
        self.site = WorkingSite()
        self.entries = self.site.agenda.entries
        self.entries.store.query(AgendaEntry).deleteFromStore()
        self.sweeping = Sweeping(self.site.store, self.entries, self.flights)
        self.users = [self.addAccount() for _ in range(3)]

    def addAccount(self) -> int:
        userStore = self.site.addStore()
        subStore = self.site.store.getItemByID(userStore.idInParent or 0)
        LoginAccount(store=self.site.store, avatars=subStore, disabled=0)
        return int(subStore.storeID)

    def begin(self, name: str, boot: str = "boot 1") -> None:
        """
        A process begins, and lives until the end of the test.
        """
        self.addCleanup(self.flights.begin(name).close)
        self.sweeping.begin(name, boot)

    def swept(self) -> list[tuple[int, bool]]:
        """
        Sweep to the end.
        """
        while self.sweeping.step(self.site.clock.seconds()):
            pass
        query = self.entries.store.query(AgendaEntry, sort=AgendaEntry.subStoreID.ascending)
        return [(each.subStoreID, each.isDoubtful) for each in query]

    def all(self, isDoubtful: bool) -> list[tuple[int, bool]]:
        return [(each, isDoubtful) for each in (STORE_SELF_ID, *self.users)]

    def test_nothingAfterAGoodEnd(self) -> None:
        """
        After processes that ended in peace nothing is swept, whatever the machine did since.
        """
        self.begin("work-1")
        self.sweeping.end("work-1")
        self.begin("work-2", "boot 2")
        self.assertEqual([], self.swept())

    def test_nothingAfterAKill(self) -> None:
        """
        After a process that was killed nothing is swept: no commit is lost.
        """
        self.sweeping.begin("work-1", "boot 1")
        self.begin("work-2")
        self.assertEqual([], self.swept())

    def test_killIsForgotten(self) -> None:
        """
        A process that was killed is no reason to sweep when the machine starts later, after a good end.
        """
        self.sweeping.begin("work-1", "boot 1")
        self.begin("work-2")
        self.sweeping.end("work-2")
        self.begin("work-3", "boot 2")
        self.assertEqual([], self.swept())

    def test_allAfterTheMachineFailed(self) -> None:
        """
        After the machine failed while a process worked, all stores are put on the agenda, as doubtful; others
        than those of accounts and the site are not.
        """
        self.site.addStore()
        self.sweeping.begin("work-1", "boot 1")
        self.begin("work-2", "boot 2")
        self.assertEqual(self.all(True), self.swept())

    def test_doubtfulAtOnce(self) -> None:
        """
        After the machine failed, whoever comes before all are on the agenda knows that a store is doubtful.
        """
        doubts = []
        for boot in ("boot 1", "boot 2"):
            self.sweeping.begin(f"work of {boot}", boot)
            doubts.append([self.sweeping.isDoubtful(each) for each in (STORE_SELF_ID, *self.users)])
            self.swept()
            doubts.append([self.sweeping.isDoubtful(self.users[0])])
        self.assertEqual([[False] * 4, [False], [True] * 4, [False]], doubts)

    def test_allAgain(self) -> None:
        """
        On demand all stores are put on the agenda, though nothing is lost.
        """
        self.begin("work-1")
        self.swept()
        self.entries.store.query(AgendaEntry).deleteFromStore()
        self.sweeping.again()
        self.assertEqual(self.all(False), self.swept())

    def test_doubtEndsWithTheSweep(self) -> None:
        """
        When all stores were put on the agenda as doubtful, the next time they are not.
        """
        self.entries.store.renewIncarnation()
        self.begin("work-1")
        self.assertEqual(self.all(True), self.swept())
        self.entries.store.query(AgendaEntry).deleteFromStore()
        self.sweeping.again()
        self.assertEqual(self.all(False), self.swept())

    def test_allWhereNothingIsKnownOfTheMachine(self) -> None:
        """
        Where the system does not tell whether the machine failed, it is believed to have.
        """
        self.sweeping.begin("work-1", "")
        self.begin("work-2", "")
        self.assertEqual(self.all(True), self.swept())

    def test_allAfterARestore(self) -> None:
        """
        After the agenda was restored from a copy, all stores are put on it, as doubtful.
        """
        self.entries.store.renewIncarnation()
        self.begin("work-1")
        self.assertEqual(self.all(True), self.swept())

    def test_sweepIsGoneOnWith(self) -> None:
        """
        A sweep that was cut off goes on after the next start.
        """
        self.entries.store.renewIncarnation()
        self.sweeping.begin("work-1", "boot 1")
        self.begin("work-2")
        self.assertEqual(self.all(True), self.swept())
        self.begin("work-3")
        self.entries.store.query(AgendaEntry).deleteFromStore()
        self.assertEqual([], self.swept())

    def test_manyAreSweptInSteps(self) -> None:
        """
        Each step puts a bounded number on the agenda.
        """
        self.users += [self.addAccount() for _ in range(210)]
        self.entries.store.renewIncarnation()
        self.begin("work-1")
        self.assertTrue(self.sweeping.step(self.site.clock.seconds()))
        self.assertEqual(201, self.entries.store.count(AgendaEntry))
        self.assertFalse(self.sweeping.step(self.site.clock.seconds()))
        self.assertEqual(self.all(True), self.swept())

    def test_boot(self) -> None:
        """
        The name of a start of the machine is read from the system, if it tells.
        """
        file = Path(self.mktemp())
        self.assertEqual("", bootOf(file))
        file.write_text("b007\n")
        self.assertEqual("b007", bootOf(file))


class ReconsiderTests(SynchronousTestCase):
    """
    Tests for L{reconsider}, and for stores that may have lost commits.
    """

    def setUp(self) -> None:
        self.site = WorkingSite()
        self.userStore = self.site.addStore()
        self.subStore = self.site.store.findUnique(SubStore, SubStore.storeID == self.userStore.idInParent)

    def test_storeIsLookedAt(self) -> None:
        """
        A store that has come to the site has a turn once the transaction is committed; before that, all works
        hear that commits may be lost.
        """
        self.site.service.startService()
        self.site.store.transact(reconsider, self.subStore)
        self.site.settle()
        self.assertEqual(([self.userStore], 1), (self.site.work.doubted, self.site.work.turns))

    def test_doubtEnds(self) -> None:
        """
        Once everything was done there is no doubt.
        """
        self.site.store.transact(reconsider, self.subStore)
        self.site.run(self.site.service)
        self.site.add(self.userStore, "sweep")
        self.site.run(self.site.service)
        self.assertEqual(([self.userStore], ["sweep"]), (self.site.work.doubted, self.site.work.done))

    def test_storeThatWentBack(self) -> None:
        """
        A store whose revision is less than it was when last noted has lost commits.
        """
        self.site.add(self.userStore, "sweep")
        self.site.agenda.entries.store.findUnique(AgendaEntry).revision = 1000
        self.site.run(self.site.service)
        self.assertEqual([self.userStore], self.site.work.doubted)

    def test_otherStoresAreNotDoubted(self) -> None:
        """
        A store of which nothing is lost hears nothing of the kind.
        """
        self.site.add(self.userStore, "sweep")
        self.site.run(self.site.service)
        self.assertEqual([], self.site.work.doubted)

    def test_failureDoesNotKeepAStoreFromItsTurn(self) -> None:
        """
        Work that can't note that commits were lost is logged.
        """

        def fail(store: Store) -> None:
            raise ZeroDivisionError

        self.site.work.commitsLost = fail  # type: ignore[method-assign]
        self.site.store.transact(reconsider, self.subStore)
        self.site.run(self.site.service)
        self.assertEqual((1, 1), (len(self.flushLoggedErrors(ZeroDivisionError)), self.site.work.turns))
