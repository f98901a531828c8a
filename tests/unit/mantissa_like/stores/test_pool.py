"""
Tests for the pool of open stores.
"""

from __future__ import annotations

from contextlib import ExitStack

from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.errors import CannotOpenStore
from axiom.store import Store
from axiom.substore import SubStore
from mantissa_like.stores import IStorePool, StorePool, TooManyStores


class StorePoolTests(SynchronousTestCase):
    """
    Tests for L{StorePool}.
    """

    def setUp(self) -> None:
        self.siteStore = Store(self.mktemp())
        self.addCleanup(self.siteStore.close)
        self.pool = StorePool(self.siteStore, limit=2)
        self.addCleanup(self.pool.close)
        self.subStores = [SubStore.createNew(self.siteStore, ("account", name)) for name in "abcde"]
        for each in self.subStores:
            each.close()

    def use(self, *indexes: int) -> None:
        """
        Lease these stores one after the other.
        """
        for index in indexes:
            with self.pool.lease(self.subStores[index]) as store:
                self.assertEqual(self.subStores[index].storeID, store.idInParent)

    def test_interface(self) -> None:
        """
        It provides L{IStorePool}.
        """
        verifyObject(IStorePool, self.pool)

    def test_staysOpen(self) -> None:
        """
        A store that was leased is the same object the next time.
        """
        with self.pool.lease(self.subStores[0]) as first:
            pass
        with self.pool.lease(self.subStores[0]) as second:
            self.assertIs(first, second)
        self.assertEqual("<StorePool 1 open, 0 leased, limit 2>", repr(self.pool))

    def test_closesOldest(self) -> None:
        """
        Over the limit, the idle store that was used longest ago is closed.
        """
        self.use(0, 1)
        with self.pool.lease(self.subStores[0]) as first:
            pass
        self.use(2)
        self.assertEqual("<StorePool 2 open, 0 leased, limit 2>", repr(self.pool))
        with self.pool.lease(self.subStores[0]) as again:
            self.assertIs(first, again)

    def test_leasedStaysOpen(self) -> None:
        """
        A leased store is usable however many others are used meanwhile.
        """
        with self.pool.lease(self.subStores[0]) as store:
            self.use(1, 2, 3, 4)
            self.assertEqual(0, store.revision)

    def test_overLimit(self) -> None:
        """
        Leases over the limit work, and the surplus is closed when they end.
        """
        with ExitStack() as stack:
            for each in self.subStores[:4]:
                stack.enter_context(self.pool.lease(each))
            self.assertEqual("<StorePool 4 open, 4 leased, limit 2>", repr(self.pool))
        self.assertEqual("<StorePool 2 open, 0 leased, limit 2>", repr(self.pool))

    def test_bound(self) -> None:
        """
        Twice the limit is the most that can be in use.
        """
        with ExitStack() as stack:
            for each in self.subStores[:4]:
                stack.enter_context(self.pool.lease(each))
            with self.assertRaises(TooManyStores) as caught:
                stack.enter_context(self.pool.lease(self.subStores[4]))
        self.assertEqual(4, caught.exception.bound)
        self.use(4)

    def test_nestedLeases(self) -> None:
        """
        A store that is leased twice is idle only after both leases.
        """
        with self.pool.lease(self.subStores[0]):
            with self.pool.lease(self.subStores[0]):
                pass
            self.assertEqual("<StorePool 1 open, 1 leased, limit 2>", repr(self.pool))

    def test_closedByOthers(self) -> None:
        """
        A store that somebody else closed is opened again.
        """
        self.use(0)
        self.subStores[0].close()
        with self.pool.lease(self.subStores[0]) as store:
            self.assertEqual(0, store.revision)

    def test_missing(self) -> None:
        """
        A store whose directory is gone is an error, and takes no place in the pool.
        """
        place = self.subStores[0].storepath
        assert place is not None
        place.remove()
        self.assertRaises(CannotOpenStore, self.use, 0)
        self.assertEqual("<StorePool 0 open, 0 leased, limit 2>", repr(self.pool))

    def test_close(self) -> None:
        """
        Closing the pool closes its stores, and may be repeated.
        """
        self.use(0, 1)
        self.pool.close()
        self.pool.close()
        self.assertEqual("<StorePool 0 open, 0 leased, limit 2>", repr(self.pool))
