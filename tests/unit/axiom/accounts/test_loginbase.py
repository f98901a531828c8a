"""
Tests for realms of an application's own.
"""

from __future__ import annotations

from twisted.cred.checkers import ICredentialsChecker
from twisted.cred.portal import IRealm
from twisted.trial.unittest import SynchronousTestCase
from zope.interface.verify import verifyObject

from axiom.attributes import integer
from axiom.dependency import installOn
from axiom.item import Item
from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginBase, SubStoreLoginMixin


class Club(Item, LoginBase):
    """
    A realm whose members' stores are in a place of its own.
    """

    typeName = "test_loginbase_club"

    loginCount = integer(default=0)
    failedLogins = integer(default=0)

    def makeAvatars(self, domain: str | None, username: str) -> SubStore:
        """
        A store among the members.
        """
        return SubStore.createNew(self.presentStore(), ("members", username))


class School(Item, LoginBase, SubStoreLoginMixin):
    """
    A realm with two counts, and stores where they usually are.
    """

    typeName = "test_loginbase_school"

    loginCount = integer(default=0)
    failedLogins = integer(default=0)


class LoginBaseTests(SynchronousTestCase):
    """
    Tests for L{LoginBase} and L{SubStoreLoginMixin} as bases of items.
    """

    def setUp(self) -> None:
        self.store = Store(self.mktemp())
        self.addCleanup(self.store.close)

    def test_powerup(self) -> None:
        """
        Such an item, once it is installed, is the realm and the checker of its store.
        """
        club = Club(store=self.store)
        installOn(club, self.store)
        for interface in (IRealm, ICredentialsChecker):
            self.assertIs(club, interface(self.store))
            self.assertTrue(verifyObject(interface, club))

    def test_avatars(self) -> None:
        """
        It makes the avatars of accounts as it wants.
        """
        account = Club(store=self.store).addAccount("ann", "example.org", None)
        self.assertEqual(self.store.newFilePath("members", "ann"), account.avatars.storepath)

    def test_usualPlace(self) -> None:
        """
        With the mixin they are stores in a directory for each domain.
        """
        account = School(store=self.store).addAccount("ann", "example.org", None)
        self.assertEqual(
            self.store.newFilePath("account", "example.org", "ann.axiom"), account.avatars.storepath
        )
