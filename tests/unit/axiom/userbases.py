"""
A user base to test with: a login system whose hashing is cheap and done at once.
"""

from __future__ import annotations

from typing import Any

from argon2 import PasswordHasher
from twisted.cred.checkers import ICredentialsChecker
from twisted.cred.credentials import UsernamePassword
from twisted.internet.defer import Deferred, maybeDeferred
from twisted.trial.unittest import SynchronousTestCase
from zope.interface import Interface

from axiom.attributes import inmemory, text
from axiom.dependency import installOn
from axiom.item import Item, empowerment
from axiom.store import Store
from axiom.userbase import (
    IPasswordHashing,
    LoginAccount,
    LoginMethod,
    LoginSystem,
    PasswordHashing,
)

__all__ = ["CHEAP", "Greeter", "IGreeter", "Undone", "UserBaseTestCase", "factsOf"]

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
