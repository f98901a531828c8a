"""
Tests for finding accounts and stores.
"""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginMethod
from mantissa_like.accounts import (
    accountAddresses,
    accountStates,
    createAccount,
    findAccount,
    findSubStore,
    ownerAddresses,
    setDisabled,
)
from tests.unit.mantissa_like.accounts.site_stores import makeSiteStore


class LookupTests(SynchronousTestCase):
    """
    Tests for L{findAccount}, L{findSubStore} and the lists of addresses.
    """

    def setUp(self) -> None:
        """
        Alice, Bob who is disabled, and an application.
        """
        self.store = makeSiteStore()
        self.addCleanup(self.store.close)
        self.alice = self.successResultOf(createAccount(self.store, "alice", "localhost", "a fine secret"))
        self.bob = self.successResultOf(createAccount(self.store, "bob", "example.com", "a fine secret"))
        setDisabled(self.store, "bob", "example.com", True)
        self.application = SubStore.createNew(self.store, ("app", "timeline.axiom"))
        account = LoginAccount(store=self.store, avatars=self.application, disabled=1)
        LoginMethod(
            store=self.store,
            localpart="timeline",
            internal=True,
            protocol="*",
            verified=True,
            account=account,
        )

    def test_account(self) -> None:
        """
        An account is found by its address, in any case, disabled or not.
        """
        self.assertIs(self.alice, findAccount(self.store, "alice", "localhost"))
        self.assertIs(self.alice, findAccount(self.store, "ALICE", "LocalHost"))
        self.assertIs(self.bob, findAccount(self.store, "bob", "example.com"))

    def test_subStore(self) -> None:
        """
        A store is found as its account is.
        """
        self.assertIs(self.alice.avatars, findSubStore(self.store, "alice", "localhost"))

    def test_addressForLogin(self) -> None:
        """
        By an address of mail its owner logs in, and others find nothing; another address that the site gave
        leads to the same store.
        """
        self.alice.addLoginMethod("private", "mail.example", verified=True)
        self.alice.addLoginMethod("alice", "example.com", verified=True, internal=True)
        self.assertIs(self.alice, findAccount(self.store, "private", "mail.example"))
        self.assertIsNone(findSubStore(self.store, "private", "mail.example"))
        self.assertIs(self.alice.avatars, findSubStore(self.store, "alice", "example.com"))

    def test_application(self) -> None:
        """
        The store of an application is found by its name without a domain, and only so.
        """
        self.assertIs(self.application, findSubStore(self.store, "timeline", None))
        self.assertIsNone(findSubStore(self.store, "timeline", "localhost"))
        self.assertIsNone(findSubStore(self.store, "alice", None))

    def test_nobody(self) -> None:
        """
        An address that nobody has finds nothing, whatever it is made of.
        """
        for localpart in ("eve", "", "..", "a/b", "a\0b", "\udcff", "x" * 100_000, "alice@localhost", "%"):
            self.assertIsNone(findAccount(self.store, localpart, "localhost"))
            self.assertIsNone(findSubStore(self.store, localpart, None))
            self.assertIsNone(findSubStore(self.store, "alice", localpart))

    def test_addresses(self) -> None:
        """
        The addresses of people are listed, sorted, and not the names of applications.
        """
        self.assertEqual(["alice@localhost", "bob@example.com"], accountAddresses(self.store))
        self.assertEqual({"alice@localhost": False, "bob@example.com": True}, accountStates(self.store))

    def test_owner(self) -> None:
        """
        A user's store knows whose it is; that of an application is nobody's.
        """
        self.assertEqual({"alice@localhost"}, ownerAddresses(self.alice.avatars.open()))
        self.assertEqual(set(), ownerAddresses(self.application.open()))
        self.assertEqual(set(), ownerAddresses(Store()))

    def test_onlyReads(self) -> None:
        """
        Looking writes nothing.
        """
        before = self.store.revision
        with self.store.snapshot():
            findSubStore(self.store, "alice", "localhost")
            findSubStore(self.store, "eve", "localhost")
            accountAddresses(self.store)
        self.assertEqual(before, self.store.revision)
