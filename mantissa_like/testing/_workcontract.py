"""
What is promised of work for stores, as tests.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from mantissa_like.agenda import IStoreWork, Turn
from mantissa_like.testing._trialsite import TrialSite

__all__ = ["StoreWorkContract"]


class StoreWorkContract(SynchronousTestCase):
    """
    What those rely on who let stores have their turns.
    """

    def makeWork(self, site: TrialSite) -> IStoreWork:
        """
        The work, for the stores of C{site}.
        """
        raise NotImplementedError("subclass, make yours, inherit the tests")

    def setUp(self) -> None:
        """
        Make a store, and the work.
        """
        self.site = TrialSite()
        self.addCleanup(self.site.close)
        self.store = self.site.addUser("alice@example.com")
        self.work = self.makeWork(self.site)

    def turn(self) -> Turn:
        """
        Let the store have a turn.
        """

        async def work() -> Turn:
            turn = self.work.work(self.store)
            return turn if isinstance(turn, Turn) else await turn

        return self.successResultOf(Deferred.fromCoroutine(work()))

    def isIdle(self, turn: Turn) -> bool:
        """
        Whether nothing goes on, and nothing will.
        """
        return turn.again is None and not turn.underWay

    def test_interface(self) -> None:
        """
        It provides L{IStoreWork}, and has a name.
        """
        self.assertTrue(verifyObject(IStoreWork, self.work))
        self.assertTrue(self.work.name)

    def test_nothingToDo(self) -> None:
        """
        Where nothing is to be done, nothing is done, nothing is written, and no other turn is asked for.
        """
        before = self.store.revision
        for _ in range(2):
            self.assertTrue(self.isIdle(self.turn()))
        self.assertEqual(before, self.store.revision)

    def test_commitsLost(self) -> None:
        """
        It can be told any number of times that commits may be lost.
        """
        for _ in range(2):
            self.work.commitsLost(self.store)
        self.assertTrue(self.isIdle(self.turn()))
