"""
Tests for making accounts, and for disabling them.
"""

from __future__ import annotations

from twisted.cred.credentials import UsernamePassword
from twisted.internet.defer import Deferred
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import implementer

from axiom.errors import NoSuchUser
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount, LoginSystem
from mantissa_like.accounts import (
    AccountExists,
    INewAccount,
    InvalidAddress,
    NoSuchAccount,
    accountAddresses,
    createAccount,
    ownerAddresses,
    setDisabled,
)
from tests.unit.mantissa_like.accounts.site_stores import makeSiteStore


@implementer(INewAccount)
class Witness:
    """
    Sees new accounts, and may not like them.
    """

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.seen: list[tuple[LoginAccount, frozenset[str]]] = []

    def accountCreated(self, account: LoginAccount, userStore: Store) -> None:
        """
        Note it, or refuse.
        """
        self.seen.append((account, ownerAddresses(userStore)))
        if self.error is not None:
            raise self.error


class CreateAccountTests(SynchronousTestCase):
    """
    Tests for L{createAccount}.
    """

    def setUp(self) -> None:
        self.store = makeSiteStore(self.mktemp())
        self.addCleanup(self.store.close)

    def create(self, localpart: str, domain: str = "localhost") -> Deferred[LoginAccount]:
        """
        Make an account.
        """
        return createAccount(self.store, localpart, domain, "a fine word")

    def logIn(self, username: str, password: str) -> Deferred[int]:
        """
        Log in, as a portal does.
        """
        logins: LoginSystem = self.store.findUnique(LoginSystem)
        return logins.requestAvatarId(UsernamePassword(username.encode(), password.encode()))

    def test_logIn(self) -> None:
        """
        The account can be logged in to with its password.
        """
        account = self.successResultOf(self.create("alice"))
        self.assertEqual(account.storeID, self.successResultOf(self.logIn("alice@localhost", "a fine word")))

    def test_store(self) -> None:
        """
        The account has a store, in a directory named for it, which is closed.
        """
        account = self.successResultOf(self.create("Alice", "Example.com"))
        subStore = account.avatars
        self.assertEqual(self.store.newFilePath("account", "example.com", "alice.axiom"), subStore.storepath)
        self.assertFalse(subStore.isOpen)

    def test_exists(self) -> None:
        """
        An address that somebody has is refused.
        """
        self.successResultOf(self.create("alice"))
        error = self.failureResultOf(self.create("Alice"), AccountExists).value
        self.assertEqual(["alice@localhost"], error.addresses)

    def test_gotMeanwhile(self) -> None:
        """
        So is one that somebody gets while the password is hashed.
        """
        hashed: Deferred[str] = Deferred()
        logins = self.store.findUnique(LoginSystem)
        self.patch(LoginSystem, "hashPassword", lambda self, password: hashed)
        created = self.create("alice")
        logins.addAccount("alice", "localhost", None)
        hashed.callback("a hash")
        self.failureResultOf(created, AccountExists)
        self.assertEqual(1, self.store.query(SubStore).count())

    def test_invalid(self) -> None:
        """
        What is no address is refused, and leaves nothing.
        """
        self.assertRaises(InvalidAddress, self.create, "../eve")
        self.assertEqual(0, self.store.query(SubStore).count())

    def test_observed(self) -> None:
        """
        What gives new accounts something is called with the account and its open store.
        """
        witness = Witness()
        self.store.inMemoryPowerUp(witness, INewAccount)
        account = self.successResultOf(self.create("alice"))
        self.assertEqual([(account, {"alice@localhost"})], witness.seen)

    def test_undone(self) -> None:
        """
        If that fails there is no account, and another attempt succeeds.
        """
        witness = Witness(ZeroDivisionError())
        self.store.inMemoryPowerUp(witness, INewAccount)
        self.failureResultOf(self.create("alice"), ZeroDivisionError)
        self.assertEqual([], accountAddresses(self.store))
        witness.error = None
        self.successResultOf(self.create("alice"))
        self.assertEqual(["alice@localhost"], accountAddresses(self.store))

    def test_disabled(self) -> None:
        """
        A disabled account can't be logged in to, until it is enabled.
        """
        self.successResultOf(self.create("alice"))
        setDisabled(self.store, "Alice", "localhost", True)
        self.failureResultOf(self.logIn("alice@localhost", "a fine word"), NoSuchUser)
        setDisabled(self.store, "alice", "localhost", False)
        self.successResultOf(self.logIn("alice@localhost", "a fine word"))

    def test_disabledNobody(self) -> None:
        """
        Who is not there can't be disabled.
        """
        self.assertRaises(NoSuchAccount, setDisabled, self.store, "eve", "localhost", True)
