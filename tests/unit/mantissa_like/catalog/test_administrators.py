"""
Tests for the administrators of a site.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.accounts import (
    Address,
    NobodyLogsIn,
    createAccount,
    createArtificialUser,
    findSubStore,
    setDisabled,
)
from mantissa_like.catalog import (
    NoBaseOffering,
    administrators,
    appointAdministrator,
    dismissAdministrator,
    isAdministrator,
)
from mantissa_like.sharing import getPrimaryRole
from mantissa_like.stores import StorePool
from tests.unit.mantissa_like.site.sites import makeSite


class AdministratorTests(SynchronousTestCase):
    """
    Tests for L{appointAdministrator}.
    """

    def test_appointed(self) -> None:
        """
        An administrator is a member of the role of administrators.
        """
        store = makeSite(self.mktemp())
        self.addCleanup(store.close)
        for _ in range(2):
            appointAdministrator(store, Address("alice", "localhost"))
        base = findSubStore(store, "base", None)
        assert base is not None
        with base.opened() as appStore:
            names = {role.externalID for role in getPrimaryRole(appStore, "alice@localhost").allRoles()}
            others = {role.externalID for role in getPrimaryRole(appStore, "bob@localhost").allRoles()}
        self.assertIn("administrators", names)
        self.assertNotIn("administrators", others)

    def test_artificial(self) -> None:
        """
        An artificial user is no administrator, since those who act as it would be.
        """
        store = makeSite(self.mktemp())
        self.addCleanup(store.close)
        createArtificialUser(store, "team", "localhost")
        self.assertRaises(NobodyLogsIn, appointAdministrator, store, Address("team", "localhost"))

    def test_asked(self) -> None:
        """
        Who was appointed is one until dismissed; nobody else is.
        """
        store = makeSite(self.mktemp())
        self.addCleanup(store.close)
        pool = StorePool(store, 10)
        self.addCleanup(pool.close)
        self.assertFalse(isAdministrator(store, pool, "alice@localhost"))
        appointAdministrator(store, Address("alice", "localhost"))
        self.assertTrue(isAdministrator(store, pool, "alice@localhost"))
        self.assertFalse(isAdministrator(store, pool, "bob@localhost"))
        for _ in range(2):
            dismissAdministrator(store, Address("alice", "localhost"))
        self.assertFalse(isAdministrator(store, pool, "alice@localhost"))

    def test_listed(self) -> None:
        """
        Administrators are listed once each, sorted, as long as they have an account and can log in.
        """
        store = makeSite(self.mktemp())
        self.addCleanup(store.close)
        pool = StorePool(store, 10)
        self.addCleanup(pool.close)
        for name in ("bob", "alice"):
            self.successResultOf(createAccount(store, name, "localhost", f"password of {name}"))
        for name in ("bob", "alice", "nobody", "bob"):
            appointAdministrator(store, Address(name, "localhost"))
        self.assertEqual(["alice@localhost", "bob@localhost"], administrators(store, pool))
        setDisabled(store, "bob", "localhost", True)
        self.assertEqual(["alice@localhost"], administrators(store, pool))

    def test_noSite(self) -> None:
        """
        Only a site has administrators.
        """
        store = Store()
        self.addCleanup(store.close)
        self.assertRaises(NoBaseOffering, appointAdministrator, store, Address("alice", "localhost"))
