"""
Taking user stores out of a site and bringing them in.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from typing import Any

from twisted.cred.credentials import UsernamePassword
from twisted.python.filepath import FilePath

from axiom.attributes import InvalidPathError
from axiom.errors import (
    CannotOpenStore,
)
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import (
    AllNamesConflict,
    DatabaseDirectoryConflict,
    LoginAccount,
    LoginMethod,
    LoginSystem,
    extractUserStore,
    getAccountNames,
    insertUserStore,
)
from tests.unit.axiom.userbases import Greeter, Undone, UserBaseTestCase, factsOf


class MovingTests(UserBaseTestCase):
    """
    Tests for L{extractUserStore} and L{insertUserStore}.
    """

    def setUp(self) -> None:
        super().setUp()
        self.account = self.addAccount()
        Greeter(store=self.account.avatars.open(), word="hello")
        self.place = self.account.avatars.storepath
        self.outside: FilePath[str] = FilePath(self.mktemp())

    def otherSite(self) -> LoginSystem:
        """
        Another site.
        """
        site = self.makeSite()
        return LoginSystem(store=site)

    def test_extract(self) -> None:
        """
        An extracted store is outside with all it has, and nothing of it is in the site.
        """
        extractUserStore(self.account, self.outside)
        self.assertFalse(os.path.exists(self.place.path))
        counts = [self.site.count(each) for each in (LoginAccount, LoginMethod, SubStore)]
        self.assertEqual([0, 0, 0], counts)
        with closing(Store(self.outside)) as userStore:
            self.assertEqual("hello", userStore.findUnique(Greeter).word)

    def test_mendsCopy(self) -> None:
        """
        The account in the store is what it was in the site, if the site is right.
        """
        self.account.avatars.open().findUnique(LoginAccount).passwordHash = "old"
        passwordHash = self.account.passwordHash
        extractUserStore(self.account, self.outside)
        with closing(Store(self.outside)) as userStore:
            self.assertEqual(passwordHash, userStore.findUnique(LoginAccount).passwordHash)

    def test_inTheWay(self) -> None:
        """
        Nothing is overwritten by an extraction, and the account stays.
        """
        self.outside.makedirs()
        error = self.assertRaises(DatabaseDirectoryConflict, extractUserStore, self.account, self.outside)
        self.assertEqual(self.outside.path, error.path)
        self.assertCopied(self.account)

    def test_immovable(self) -> None:
        """
        If the directory can't be moved, the account stays.
        """
        self.assertRaises(OSError, extractUserStore, self.account, self.outside.child("no").child("where"))
        self.assertCopied(self.account)

    def test_commitFails(self) -> None:
        """
        If the transaction fails after the move, the directory is put back.
        """

        transact = self.site.transact

        def failing(f: Callable[..., object], *args: Any) -> None:
            def thenFail() -> None:
                f(*args)
                raise Undone

            transact(thenFail)

        self.patch(self.site, "transact", failing)
        self.assertRaises(Undone, extractUserStore, self.account, self.outside)
        self.assertFalse(os.path.exists(self.outside.path))
        self.assertCopied(self.account)

    def test_completeExtraction(self) -> None:
        """
        An extraction that was cut off after the move is completed by the next.
        """
        self.account.avatars.close()
        self.place.moveTo(self.outside)
        extractUserStore(self.account, self.outside)
        self.assertEqual(0, self.site.count(LoginAccount))

    def test_noStore(self) -> None:
        """
        What is in memory, or nowhere, can't be extracted.
        """
        account = LoginAccount(store=self.site, disabled=0)
        self.assertRaises(CannotOpenStore, extractUserStore, account, self.outside)

    def test_insert(self) -> None:
        """
        An account moves to another site with its store and its password.
        """
        self.account.addLoginMethod("a", "example.net", internal=True)
        facts = factsOf(self.site)
        extractUserStore(self.account, self.outside)
        system = self.otherSite()
        site = system.presentStore()
        account = insertUserStore(site, self.outside)
        self.addCleanup(account.avatars.close)
        self.assertFalse(os.path.exists(self.outside.path))
        self.assertEqual(site.newFilePath("account", "example.net", "a.axiom"), account.avatars.storepath)
        self.assertEqual(facts, factsOf(site))
        self.assertEqual("hello", account.avatars.open().findUnique(Greeter).word)
        login = system.requestAvatarId(UsernamePassword(b"alice@example.org", b"secret"))
        self.assertEqual(account.storeID, self.successResultOf(login))

    def test_otherIncarnation(self) -> None:
        """
        A store that was moved is another incarnation, for the site that it left may have a copy of it.
        """
        before = self.account.avatars.open().incarnation
        extractUserStore(self.account, self.outside)
        account = insertUserStore(self.otherSite().presentStore(), self.outside)
        self.addCleanup(account.avatars.close)
        after = account.avatars.open().incarnation
        self.assertEqual(before.identity, after.identity)
        self.assertNotEqual(before.name, after.name)

    def test_migrateUp(self) -> None:
        """
        The copy in a user store can be made an account of its site.
        """
        userStore = self.account.avatars.open()
        copy = userStore.findUnique(LoginAccount)
        self.account.deleteLoginMethods()
        self.account.deleteFromStore()
        copy.migrateUp()
        self.assertIs(self.account.avatars, self.site.findUnique(LoginAccount).avatars)
        self.assertEqual(factsOf(userStore), factsOf(self.site))

    def test_someNamesTaken(self) -> None:
        """
        Addresses that somebody else has are left behind, in both stores.
        """
        self.account.addLoginMethod("a", "example.net")
        extractUserStore(self.account, self.outside)
        self.addAccount("alice")
        account = insertUserStore(self.site, self.outside)
        self.addCleanup(account.avatars.close)
        self.assertEqual([("a", "example.net")], list(getAccountNames(account.avatars.open())))
        self.assertEqual({("alice", "example.org"), ("a", "example.net")}, set(getAccountNames(self.site)))

    def test_allNamesTaken(self) -> None:
        """
        A store of which all addresses are taken stays where it is.
        """
        extractUserStore(self.account, self.outside)
        self.addAccount("alice")
        self.assertRaises(AllNamesConflict, insertUserStore, self.site, self.outside)
        self.assertEqual((True, 1), (self.outside.isdir(), self.site.count(LoginAccount)))

    def test_placeTaken(self) -> None:
        """
        Nothing is overwritten by an insertion.
        """
        extractUserStore(self.account, self.outside)
        self.place.makedirs()
        self.assertRaises(DatabaseDirectoryConflict, insertUserStore, self.site, self.outside)
        self.assertTrue(self.outside.isdir())

    def test_hostileStore(self) -> None:
        """
        A store with a name that leads elsewhere is refused, and stays where it is.
        """
        extractUserStore(self.account, self.outside)
        with closing(Store(self.outside)) as userStore:
            userStore.findUnique(LoginMethod).localpart = "../../../evil"
        self.assertRaises(InvalidPathError, insertUserStore, self.site, self.outside)
        self.assertEqual((True, 0), (self.outside.isdir(), self.site.count(LoginAccount)))

    def test_insertionUndone(self) -> None:
        """
        If the site store refuses, the directory is where it was.
        """
        extractUserStore(self.account, self.outside)

        def fail(*args: Any) -> None:
            raise Undone

        self.patch(LoginAccount, "cloneInto", fail)
        self.assertRaises(Undone, insertUserStore, self.site, self.outside)
        self.assertEqual((True, 0), (self.outside.child("db.sqlite").isfile(), self.site.count(SubStore)))

    def test_completeInsertion(self) -> None:
        """
        An insertion that was cut off after the move is completed from there.
        """
        extractUserStore(self.account, self.outside)
        self.outside.moveTo(self.place)
        account = insertUserStore(self.site, self.place)
        self.addCleanup(account.avatars.close)
        self.assertCopied(account)

    def test_noSuchStore(self) -> None:
        """
        Where no store is, none is made.
        """
        self.assertRaises(CannotOpenStore, insertUserStore, self.site, self.outside)
        self.assertFalse(self.outside.exists())
