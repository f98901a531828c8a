"""
Tests for accounts, and logging in to them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from typing import Any

from argon2 import PasswordHasher
from twisted.cred.checkers import ANONYMOUS, ICredentialsChecker
from twisted.cred.credentials import IUsernameHashedPassword, IUsernamePassword, UsernamePassword
from twisted.cred.error import UnauthorizedLogin
from twisted.cred.portal import IRealm, Portal
from twisted.internet.defer import Deferred, maybeDeferred
from twisted.python.filepath import FilePath
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface
from zope.interface.verify import verifyObject

from axiom import attributes
from axiom.attributes import InvalidPathError, inmemory, integer, reference, text
from axiom.dependency import installOn
from axiom.errors import (
    BadCredentials,
    CannotOpenStore,
    DuplicateUniqueItem,
    DuplicateUser,
    MissingDomainPart,
    NoSuchUser,
)
from axiom.item import Item, declareLegacyItem, empowerment
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import (
    ANY_PROTOCOL,
    AllNamesConflict,
    DatabaseDirectoryConflict,
    IPasswordHashing,
    LoginAccount,
    LoginMethod,
    LoginSystem,
    PasswordHashing,
    Preauthenticated,
    extractUserStore,
    getAccountNames,
    getDomainNames,
    getLoginMethods,
    insertUserStore,
)

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class IGreeter(Interface):
    """
    What one logs in for.
    """


@empowerment(IGreeter)
class Greeter(Item):
    """
    What one logs in to.
    """

    typeName = "test_userbase_greeter"

    word = text()
    logouts = inmemory()

    def logout(self) -> None:
        """
        Counted.
        """
        self.logouts = getattr(self, "logouts", 0) + 1


class Undone(Exception):
    """
    Undoes a transaction.
    """


def factsOf(store: Store) -> tuple[Any, ...]:
    """
    What a store has of an account and of its login methods.
    """
    account = store.findUnique(LoginAccount)
    methods = store.query(LoginMethod, sort=LoginMethod.storeID.ascending)
    names = ("localpart", "domain", "internal", "protocol", "verified")
    assert all(method.account is account for method in methods)
    return (
        account.passwordHash,
        account.disabled,
        *(tuple(getattr(method, name) for name in names) for method in methods),
    )


class UserBaseTestCase(SynchronousTestCase):
    """
    A site store with a login system, in which passwords are hashed cheaply and at once.
    """

    def setUp(self) -> None:
        self.site = self.makeSite()
        self.system = LoginSystem(store=self.site)
        installOn(self.system, self.site)

    def makeSite(self) -> Store:
        """
        A new store on disk.
        """
        site = Store(self.mktemp())
        self.addCleanup(site.close)
        site.inMemoryPowerUp(PasswordHashing(CHEAP, maybeDeferred), IPasswordHashing)
        return site

    def addAccount(self, username: str = "alice", **kwargs: Any) -> LoginAccount:
        """
        Add an account whose password is C{secret}.
        """
        account = self.system.addAccount(username, "example.org", "secret", **kwargs)
        self.addCleanup(account.avatars.close)
        return account

    def requestID(self, username: Any, password: Any = "secret") -> Deferred[Any]:
        """
        Check these credentials.
        """
        return ICredentialsChecker(self.site).requestAvatarId(UsernamePassword(username, password))

    def assertCopied(self, account: LoginAccount) -> None:
        """
        The user store has what the site store has.
        """
        with account.avatars.opened() as userStore:
            self.assertEqual(factsOf(self.site), factsOf(userStore))


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


class LoginTests(UserBaseTestCase):
    """
    Tests for L{LoginSystem} as a checker and a realm.
    """

    def setUp(self) -> None:
        super().setUp()
        self.account = self.addAccount("Alice")

    def portal(self) -> Portal:
        """
        The portal of the site.
        """
        return Portal(IRealm(self.site), [ICredentialsChecker(self.site)])

    def greeter(self) -> Greeter:
        """
        Give the account what it can log in to.
        """
        greeter = Greeter(store=self.account.avatars.open())
        installOn(greeter, greeter.presentStore())
        return greeter

    def test_interfaces(self) -> None:
        """
        A login system provides what a portal needs.
        """
        verifyObject(IRealm, self.system)
        verifyObject(ICredentialsChecker, self.system)
        self.assertEqual((self.system, self.system), (IRealm(self.site), ICredentialsChecker(self.site)))

    def test_login(self) -> None:
        """
        The right password, of an address in any case, leads to what the user store provides, until logout.
        """
        greeter = self.greeter()
        usernames: tuple[Any, ...] = (b"alice@example.org", b"ALICE@Example.org", "Alice@example.org")
        for username in usernames:
            login = self.portal().login(UsernamePassword(username, b"secret"), None, IGreeter)
            interface, avatar, logout = self.successResultOf(login)
            self.assertEqual((IGreeter, greeter), (interface, avatar))
            logout()
        self.assertEqual(3, greeter.logouts)
        self.assertEqual((3, 0), (self.system.loginCount, self.system.failedLogins))

    def test_noSuchInterface(self) -> None:
        """
        A user whose store does not provide what is asked for does not get in.
        """
        login = self.portal().login(UsernamePassword(b"alice@example.org", b"secret"), None, IGreeter)
        self.failureResultOf(login, NotImplementedError)

    def test_anonymous(self) -> None:
        """
        Who is anonymous gets what the site store provides.
        """
        greeter = Greeter(store=self.site)
        self.site.powerUp(greeter)
        self.assertEqual((IGreeter, greeter), self.system.requestAvatar(ANONYMOUS, None, IGreeter)[:2])

    def test_refused(self) -> None:
        """
        A wrong password and an unknown user are both unauthorized, and counted.
        """
        self.failureResultOf(self.requestID("alice@example.org", "guess"), BadCredentials)
        self.failureResultOf(self.requestID("eve@example.org"), NoSuchUser)
        self.failureResultOf(self.requestID("alice@example.net"), NoSuchUser)
        self.failureResultOf(self.requestID("alice"), MissingDomainPart)
        self.assertTrue(
            issubclass(BadCredentials, UnauthorizedLogin) and issubclass(NoSuchUser, UnauthorizedLogin)
        )
        self.assertEqual(4, self.system.failedLogins)

    def test_oddNames(self) -> None:
        """
        What is no text, or no name, is an unknown user.
        """
        for username in (
            b"\xff@example.org",
            "\ud800@x",
            "a\0b@x",
            "@",
            "",
            "a@b@example.org",
            "%@example.org",
        ):
            self.failureResultOf(self.requestID(username), NoSuchUser)

    def test_sameWork(self) -> None:
        """
        A password is compared with a hash also where there is no such user.
        """
        compared: list[str | None] = []

        class Witness(PasswordHashing):
            """
            Notes what it compares with.
            """

            def verify(self, password: str | bytes, passwordHash: str | None) -> Any:
                compared.append(passwordHash)
                return super().verify(password, passwordHash)

        self.site.inMemoryPowerUp(Witness(CHEAP, maybeDeferred), IPasswordHashing)
        self.failureResultOf(self.requestID("eve@example.org"), NoSuchUser)
        self.account.setDisabled(True)
        self.failureResultOf(self.requestID("alice@example.org"), NoSuchUser)
        self.assertEqual([None, None], compared)

    def test_disabled(self) -> None:
        """
        Nobody logs in to a disabled account, with a password or without.
        """
        self.account.setDisabled(True)
        self.failureResultOf(self.requestID("alice@example.org"), NoSuchUser)
        login = self.system.requestAvatarId(Preauthenticated("alice@example.org"))
        self.failureResultOf(login, NoSuchUser)

    def test_noPassword(self) -> None:
        """
        Nobody logs in to an account without a password by password.
        """
        self.account.setPasswordHash(None)
        for password in ("", "secret", "None"):
            self.failureResultOf(self.requestID("alice@example.org", password), BadCredentials)

    def test_preauthenticated(self) -> None:
        """
        Who is known already needs no password.
        """
        credentials = Preauthenticated("alice@example.org")
        verifyObject(IUsernamePassword, credentials)
        verifyObject(IUsernameHashedPassword, credentials)
        self.assertTrue(credentials.checkPassword("anything"))
        avatarID = self.successResultOf(self.system.requestAvatarId(credentials))
        self.assertEqual(self.account.storeID, avatarID)

    def changedMeanwhile(self, change: Callable[[], object]) -> Deferred[Any]:
        """
        Log in with the right password, while something changes as it is compared.
        """
        done: Deferred[None] = Deferred()
        slow = PasswordHashing(CHEAP, lambda f, *args: done.addCallback(lambda _: f(*args)))
        self.site.inMemoryPowerUp(slow, IPasswordHashing)
        result = self.requestID("alice@example.org")
        change()
        done.callback(None)
        return result

    def test_disabledMeanwhile(self) -> None:
        """
        An account that is disabled while the password is compared stays closed.
        """
        self.failureResultOf(self.changedMeanwhile(lambda: self.account.setDisabled(True)), NoSuchUser)

    def test_removedMeanwhile(self) -> None:
        """
        So does one that is removed.
        """
        self.failureResultOf(self.changedMeanwhile(self.account.deleteFromStore), NoSuchUser)

    def test_changedMeanwhile(self) -> None:
        """
        And one whose password is changed.
        """
        self.failureResultOf(self.changedMeanwhile(lambda: self.account.setPasswordHash("x")), BadCredentials)

    def test_rehash(self) -> None:
        """
        A hash with the parameters of another time is replaced at the next login, in both stores.
        """
        old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash("secret")
        self.account.setPasswordHash(old)
        self.failureResultOf(self.requestID("alice@example.org", "guess"), BadCredentials)
        self.assertEqual(old, self.account.passwordHash)
        self.successResultOf(self.requestID("alice@example.org"))
        self.assertFalse(CHEAP.check_needs_rehash(self.account.passwordHash or ""))
        self.assertCopied(self.account)


class NameTests(SynchronousTestCase):
    """
    Tests for L{getLoginMethods}, L{getAccountNames} and L{getDomainNames}.
    """

    def setUp(self) -> None:
        self.store = Store()
        for localpart, domain, internal, protocol in (
            ("local", "example.com", True, "email"),
            ("local", "example.net", True, ANY_PROTOCOL),
            ("another", "example.com", True, "speech"),
            ("remote", "example.org", False, "email"),
            ("application", None, True, "email"),
        ):
            LoginMethod(
                store=self.store,
                localpart=localpart,
                domain=domain,
                internal=internal,
                protocol=protocol,
                verified=True,
                account=self.store,
            )

    def test_domains(self) -> None:
        """
        The domains of a site are those of its internal addresses, each once.
        """
        self.assertEqual(["example.com", "example.net"], getDomainNames(self.store))

    def test_protocol(self) -> None:
        """
        For a protocol there are its login methods and those for any.
        """
        self.assertEqual(5, getLoginMethods(self.store).count())
        self.assertEqual(
            {("local", "example.net"), ("another", "example.com")}, set(getAccountNames(self.store, "speech"))
        )


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
