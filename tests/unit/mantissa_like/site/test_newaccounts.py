"""
Tests for what new accounts start with, and for administrators.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from mantissa_like.accounts import Address, accountAddresses, createAccount, findSubStore
from mantissa_like.catalog import NoSuchProduct, findOffering, installations, installOffering
from mantissa_like.sharing import getPrimaryRole
from mantissa_like.site import appointAdministrator
from mantissa_like.site.errors import NotASite
from tests.unit.mantissa_like.site.sites import makeSite


class NewAccountsTests(SynchronousTestCase):
    """
    Tests for L{mantissa_like.site.NewAccounts}.
    """

    def setUp(self) -> None:
        self.store = makeSite(self.mktemp(), '[accounts]\nproducts = ["timeline"]\n')
        self.addCleanup(self.store.close)

    def test_endowed(self) -> None:
        """
        A new account has the products that the configuration names.
        """
        installOffering(self.store, findOffering("timeline"))
        account = self.successResultOf(createAccount(self.store, "alice", "localhost", "secret"))
        with account.avatars.opened() as userStore:
            names = [installation.productName for installation in installations(userStore)]
        self.assertEqual(["timeline"], names)

    def test_noSuchProduct(self) -> None:
        """
        No account is made where a product is missing.
        """
        self.failureResultOf(createAccount(self.store, "alice", "localhost", "secret"), NoSuchProduct)
        self.assertEqual([], accountAddresses(self.store))


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

    def test_noSite(self) -> None:
        """
        Only a site has administrators.
        """
        store = Store()
        self.addCleanup(store.close)
        self.assertRaises(NotASite, appointAdministrator, store, Address("alice", "localhost"))
