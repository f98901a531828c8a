"""
Tests for what new accounts start with.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.accounts import accountAddresses, createAccount
from mantissa_like.catalog import NoSuchProduct, findOffering, installations, installOffering
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
        account = self.successResultOf(createAccount(self.store, "alice", "localhost", "a fine secret"))
        with account.avatars.opened() as userStore:
            names = [installation.productName for installation in installations(userStore)]
        self.assertEqual(["timeline"], names)

    def test_noSuchProduct(self) -> None:
        """
        No account is made where a product is missing.
        """
        self.failureResultOf(createAccount(self.store, "alice", "localhost", "a fine secret"), NoSuchProduct)
        self.assertEqual([], accountAddresses(self.store))
