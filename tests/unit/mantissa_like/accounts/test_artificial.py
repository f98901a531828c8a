"""
Tests for L{mantissa_like.accounts._artificial}.
"""

from __future__ import annotations

from twisted.cred.credentials import UsernamePassword
from twisted.trial.unittest import SynchronousTestCase

from axiom.errors import NoSuchUser
from axiom.userbase import LoginSystem, Preauthenticated
from mantissa_like.accounts import (
    AccountExists,
    Address,
    APIToken,
    NobodyLogsIn,
    addMailbox,
    askForReset,
    createAccount,
    createArtificialUser,
    findToken,
    isArtificial,
    isArtificialStore,
    makeToken,
)
from mantissa_like.config import SiteConfig, SiteSettings
from tests.unit.mantissa_like.accounts.site_stores import makeSiteStore

CONFIG = SiteConfig(site=SiteSettings(domain="example.com"))


class ArtificialUserTests(SynchronousTestCase):
    """
    Tests for L{createArtificialUser}, and for all that is refused to what it makes.
    """

    def setUp(self) -> None:
        """
        A site with a group.
        """
        self.site = makeSiteStore()
        self.addCleanup(self.site.close)
        self.account = createArtificialUser(self.site, "team", "example.com")
        self.logins: LoginSystem = self.site.findUnique(LoginSystem)

    def test_known(self) -> None:
        """
        Its account and its store say that nobody logs in; those of a person do not.
        """
        person = self.successResultOf(createAccount(self.site, "alice", "example.com", "a long password 1"))
        self.assertEqual([True, False], [isArtificial(each) for each in (self.account, person)])
        stores = [each.avatars.open() for each in (self.account, person)]
        self.assertEqual([True, False], [isArtificialStore(each) for each in stores])

    def test_addressIsTaken(self) -> None:
        """
        Its address is given to nobody else.
        """
        self.assertRaises(AccountExists, createArtificialUser, self.site, "team", "example.com")

    def test_noPassword(self) -> None:
        """
        No password logs in, not even one that was set; nor does what has been checked elsewhere.
        """
        self.successResultOf(self.account.setPassword("secret"))
        for credentials in (
            UsernamePassword(b"team@example.com", b"secret"),
            Preauthenticated("team@example.com"),
        ):
            self.failureResultOf(self.logins.requestAvatarId(credentials), NoSuchUser)

    def test_noReset(self) -> None:
        """
        No mail is sent to choose a password, and no address is added for that.
        """
        address = Address("team", "example.com")
        self.assertFalse(askForReset(self.site, CONFIG, address))
        self.assertRaises(
            NobodyLogsIn, addMailbox, self.site, CONFIG, self.account, Address("a", "mail.example")
        )

    def test_noToken(self) -> None:
        """
        No program gets a token, and one that there is is of no use.
        """
        address = Address("team", "example.com")
        self.assertRaises(NobodyLogsIn, makeToken, self.account, address, "x", ["read"], 0, 9, bytes)
        self.account.deleteLoginMethods()
        self.account.addLoginMethod("team", "example.com", internal=True)
        token = makeToken(self.account, address, "x", ["read"], 0, 9, bytes)
        self.assertIsInstance(findToken(self.site, token), APIToken)
        self.account.addLoginMethod("crew", "example.com", protocol="none", internal=True)
        self.assertIsNone(findToken(self.site, token))
