"""
Logging in, and the names of accounts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from twisted.cred.checkers import ANONYMOUS, ICredentialsChecker
from twisted.cred.credentials import IUsernameHashedPassword, IUsernamePassword, UsernamePassword
from twisted.cred.error import UnauthorizedLogin
from twisted.cred.portal import IRealm, Portal
from twisted.internet.defer import Deferred, maybeDeferred
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.dependency import installOn
from axiom.errors import (
    BadCredentials,
    MissingDomainPart,
    NoSuchUser,
)
from axiom.store import Store
from axiom.userbase import (
    ANY_PROTOCOL,
    IPasswordHashing,
    LoginMethod,
    PasswordHashing,
    Preauthenticated,
    getAccountNames,
    getDomainNames,
    getLoginMethods,
)
from tests.unit.axiom.userbases import CHEAP, Greeter, IGreeter, UserBaseTestCase


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
