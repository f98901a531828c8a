"""
Accounts and login methods of old versions.
"""

from __future__ import annotations

from twisted.internet.defer import maybeDeferred
from twisted.trial.unittest import SynchronousTestCase

from axiom import attributes
from axiom.attributes import integer, reference, text
from axiom.item import declareLegacyItem
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import (
    IPasswordHashing,
    LoginAccount,
    PasswordHashing,
    getAccountNames,
)
from tests.unit.axiom.userbases import CHEAP, factsOf


class UpgradeTests(SynchronousTestCase):
    """
    Tests for the upgrades of accounts from before hashes.
    """

    def setUp(self) -> None:
        self.path = self.mktemp()
        self.store = Store(self.path)
        self.subStore = SubStore.createNew(self.store, ("account", "alice"))

    def reopen(self) -> Store:
        """
        The store, opened again.
        """
        self.store.close()
        store = Store(self.path)
        self.addCleanup(store.close)
        store.inMemoryPowerUp(PasswordHashing(CHEAP, maybeDeferred), IPasswordHashing)
        return store

    def test_account2(self) -> None:
        """
        The password of version 2 becomes a hash.
        """
        columns = {"password": text(), "avatars": reference(), "disabled": integer()}
        old = declareLegacyItem("login", 2, columns)
        old(store=self.store, password="secret", avatars=self.subStore, disabled=0)
        old(store=self.store, password=None, disabled=1)
        store = self.reopen()
        first, second = store.query(LoginAccount, sort=LoginAccount.storeID.ascending)
        self.assertTrue(CHEAP.verify(first.passwordHash or "", "secret"))
        self.assertEqual(
            (None, self.subStore.storeID, 0), (first.password, first.avatars.storeID, first.disabled)
        )
        self.assertEqual((None, None, 1), (second.passwordHash, second.avatars, second.disabled))

    def test_account1(self) -> None:
        """
        The name of version 1 becomes a login method, and the user store gets its copy.
        """
        columns = {
            "username": text(),
            "domain": text(),
            "password": attributes.bytes(),
            "avatars": reference(),
            "disabled": integer(),
        }
        old = declareLegacyItem("login", 1, columns)
        old(
            store=self.store,
            username="alice",
            domain="example.org",
            password=b"secret",
            avatars=self.subStore,
            disabled=0,
        )
        store = self.reopen()
        account = store.findUnique(LoginAccount)
        self.assertIsNotNone(account.passwordHash)
        self.assertTrue(CHEAP.verify(str(account.passwordHash), "secret"))
        self.assertEqual([("alice", "example.org")], list(getAccountNames(store)))
        with account.avatars.opened() as userStore:
            self.assertEqual(factsOf(store), factsOf(userStore))
