"""
Making and changing accounts.
"""

from __future__ import annotations

import os
from contextlib import closing

from twisted.internet.defer import maybeDeferred

from axiom.attributes import InvalidPathError
from axiom.errors import (
    BadCredentials,
    DuplicateUniqueItem,
    DuplicateUser,
)
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import (
    ANY_PROTOCOL,
    IPasswordHashing,
    LoginAccount,
    LoginMethod,
    PasswordHashing,
    getAccountNames,
)
from tests.unit.axiom.userbases import CHEAP, Undone, UserBaseTestCase, factsOf


class AccountCreationTests(UserBaseTestCase):
    """
    Tests for L{LoginSystem.addAccount}.
    """

    def test_userStore(self) -> None:
        """
        An account has a store of its own with a copy of the account, whose avatars are that store.
        """
        account = self.addAccount(protocol="speech", internal=True, verified=False)
        place = self.site.newFilePath("account", "example.org", "alice.axiom")
        self.assertEqual(place, account.avatars.storepath)
        self.assertCopied(account)
        userStore = account.avatars.open()
        self.assertIs(userStore, userStore.findUnique(LoginAccount).avatars)
        self.assertEqual(
            (account.passwordHash, 0, ("alice", "example.org", True, "speech", False)), factsOf(userStore)
        )

    def test_noPassword(self) -> None:
        """
        The password itself is stored nowhere, in no column.
        """
        account = self.addAccount()
        self.assertIsNone(account.password)
        self.assertNotIn("secret", account.passwordHash)

    def test_repr(self) -> None:
        """
        Not even the hash gets into a log.
        """
        account = self.addAccount()
        self.assertEqual(f"<LoginAccount {account.storeID}>", repr(account))

    def test_hashed(self) -> None:
        """
        An account can be made of the hash of a password, which was made elsewhere.
        """
        passwordHash = self.successResultOf(self.system.hashPassword("secret"))
        account = self.system.addAccount("bob", "example.org", None, passwordHash=passwordHash)
        self.assertEqual(account.storeID, self.successResultOf(self.requestID("bob@example.org")))

    def test_both(self) -> None:
        """
        A password and a hash are one too many.
        """
        self.assertRaises(ValueError, self.addAccount, passwordHash="$argon2id$")

    def test_duplicate(self) -> None:
        """
        Each address is given once, in whatever case, also when its account is disabled.
        """
        self.addAccount(disabled=1)
        error = self.assertRaises(DuplicateUser, self.addAccount, "ALICE")
        self.assertEqual(("ALICE", "example.org"), (error.username, error.domain))
        self.assertEqual((1, 1), (self.site.count(LoginAccount), self.site.count(SubStore)))

    def test_hostileNames(self) -> None:
        """
        Names that lead out of the directory of accounts are refused, and nothing is made.
        """
        for username, domain in (
            ("../eve", "x"),
            ("eve", ".."),
            ("a/b", "x"),
            ("eve", "a/../.."),
            ("a\0b", "x"),
        ):
            self.assertRaises(InvalidPathError, self.system.addAccount, username, domain, None)
        self.assertEqual(0, self.site.count(LoginAccount))
        self.assertEqual([], os.listdir(self.site.newFilePath().path))

    def test_undone(self) -> None:
        """
        An account that was undone can be made again.
        """

        def undo() -> None:
            self.addAccount()
            raise Undone

        self.assertRaises(Undone, self.site.transact, undo)
        self.assertEqual(0, self.site.count(LoginAccount))
        self.assertCopied(self.addAccount())

    def test_avatars(self) -> None:
        """
        The store may be anywhere, and be that of an application, which has no domain.
        """
        application = SubStore.createNew(self.site, ("app", "notes"))
        account = self.system.addAccount("notes", None, None, avatars=application, internal=True)
        self.assertIs(application, account.avatars)
        self.assertCopied(account)
        self.assertEqual([("notes", None)], list(getAccountNames(self.site)))

    def test_avatarsTaken(self) -> None:
        """
        A store belongs to one account.
        """
        account = self.addAccount()
        self.assertRaises(DuplicateUniqueItem, self.addAccount, "bob", avatars=account.avatars)
        self.assertCopied(account)

    def test_module(self) -> None:
        """
        Databases name the module by which Axiom's programs find the classes.
        """
        self.addAccount()
        rows = self.site.querySQL(
            "SELECT typename, version FROM axiom_types WHERE module = 'axiom.userbase' ORDER BY typename"
        )
        self.assertEqual([("login", 3), ("login_method", 2), ("login_system", 1)], rows)


class AccountChangeTests(UserBaseTestCase):
    """
    Tests for the changes of an account, which reach both stores, wherever they are made.
    """

    def setUp(self) -> None:
        super().setUp()
        self.account = self.addAccount()
        self.userStore = self.account.avatars.open()
        self.copy = self.userStore.findUnique(LoginAccount)

    def test_addLoginMethod(self) -> None:
        """
        An address that is added, in either store and repeatedly, is in both once.
        """
        for account, name in [(self.account, "one"), (self.copy, "two")] * 2:
            account.addLoginMethod(name, "example.net", protocol="test", verified=True)
        self.assertCopied(self.account)
        self.assertEqual(
            [("alice", "example.org"), ("one", "example.net"), ("two", "example.net")],
            list(getAccountNames(self.userStore)),
        )

    def test_othersAddress(self) -> None:
        """
        The address of another account can't be added.
        """
        self.addAccount("bob")
        self.assertRaises(DuplicateUser, self.account.addLoginMethod, "bob", "example.org")
        self.assertEqual(2, self.site.count(LoginMethod))

    def test_sameAddress(self) -> None:
        """
        The same address can be added for another protocol.
        """
        self.account.addLoginMethod("alice", "example.org", protocol="speech")
        self.assertEqual(2, self.userStore.count(LoginMethod))

    def test_setPassword(self) -> None:
        """
        A new password, set in either store, is the one to log in with, and in both.
        """
        for account, password in ((self.account, "second"), (self.copy, "third")):
            self.successResultOf(account.setPassword(password))
            self.successResultOf(self.requestID("alice@example.org", password))
            self.failureResultOf(self.requestID("alice@example.org"), BadCredentials)
            self.assertCopied(self.account)

    def test_replacePassword(self) -> None:
        """
        Who knows the current password can replace it; who does not, can't.
        """
        self.failureResultOf(self.copy.replacePassword("guess", "second"), BadCredentials)
        self.successResultOf(self.requestID("alice@example.org"))
        self.successResultOf(self.copy.replacePassword("secret", "second"))
        self.successResultOf(self.requestID("alice@example.org", "second"))
        self.assertCopied(self.account)

    def test_setDisabled(self) -> None:
        """
        A disabled account is disabled in both stores, and can be enabled again.
        """
        self.account.setDisabled(True)
        self.assertEqual((1, 1), (self.account.disabled, self.copy.disabled))
        self.copy.setDisabled(False)
        self.assertEqual((0, 0), (self.account.disabled, self.copy.disabled))

    def test_undone(self) -> None:
        """
        A change that is not committed in the site store does not reach the user store.
        """

        def undo() -> None:
            self.account.addLoginMethod("other", "example.net")
            self.account.setDisabled(True)
            raise Undone

        self.assertRaises(Undone, self.site.transact, undo)
        self.assertEqual((0, 1), (self.copy.disabled, self.userStore.count(LoginMethod)))

    def test_mended(self) -> None:
        """
        What a copy lacks, or has too much, is mended with the next change.
        """
        self.userStore.query(LoginMethod).deleteFromStore()
        LoginMethod(
            store=self.userStore,
            localpart="gone",
            domain="example.org",
            internal=False,
            protocol=ANY_PROTOCOL,
            verified=True,
            account=self.copy,
        )
        self.copy.passwordHash = None
        self.account.setDisabled(False)
        self.assertCopied(self.account)

    def test_sameCopy(self) -> None:
        """
        A copy that is right is not written again.
        """
        before = self.userStore.revision
        self.account.migrateDown()
        self.assertEqual(before, self.userStore.revision)

    def test_wasClosed(self) -> None:
        """
        A store that was closed is closed again.
        """
        self.account.avatars.close()
        self.account.addLoginMethod("other", "example.net")
        self.assertFalse(self.account.avatars.isOpen)

    def test_noSite(self) -> None:
        """
        The copy in a store that is in no site can be changed alone.
        """
        path = self.userStore.dbdir
        self.account.avatars.close()
        with closing(Store(path)) as alone:
            alone.findUnique(LoginAccount).addLoginMethod("other", "example.net")
            self.assertEqual(2, alone.count(LoginMethod))


class MemoryAccountTests(AccountChangeTests):
    """
    The same where everything is in memory.
    """

    def makeSite(self) -> Store:
        """
        A new store in memory.
        """
        site = Store()
        site.inMemoryPowerUp(PasswordHashing(CHEAP, maybeDeferred), IPasswordHashing)
        return site

    test_wasClosed = test_noSite = None  # type: ignore[assignment]
