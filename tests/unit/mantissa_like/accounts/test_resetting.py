"""
Tests for L{mantissa_like.accounts._resetting}.
"""

from __future__ import annotations

from twisted.cred.credentials import UsernamePassword
from twisted.internet.defer import Deferred

from axiom.errors import BadCredentials
from axiom.userbase import LoginAccount, LoginSystem
from mantissa_like.accounts import (
    AccountTicket,
    Address,
    NoSuchTicket,
    WeakPassword,
    accountOfReset,
    askForReset,
    removeMailbox,
    resetPassword,
)
from tests.unit.mantissa_like.accounts.letters import PASSWORD, LetterTestCase

OWN, MAILBOX = Address("alice", "example.com"), Address("alice", "mail.example")
NEW = "eleven blue windmills turn"


class ResetTests(LetterTestCase):
    """
    Tests for choosing a new password by mail.
    """

    def setUp(self) -> None:
        super().setUp()
        self.alice = self.account("alice", "alice@mail.example")

    def ask(self, address: Address = OWN) -> str:
        """
        Get a token.
        """
        self.assertTrue(askForReset(self.store, self.config, address))
        return self.token("/reset")

    def logIn(self, password: str) -> Deferred[int]:
        """
        Log in, as a portal does.
        """
        logins: LoginSystem = self.store.findUnique(LoginSystem)
        return logins.requestAvatarId(UsernamePassword(b"alice@mail.example", password.encode()))

    def reset(self, token: str, password: str = NEW) -> Deferred[LoginAccount]:
        """
        Choose a password.
        """
        return resetPassword(self.store, token, password)

    def test_reset(self) -> None:
        """
        With the token from the letter somebody chooses a new password; the old one is none.
        """
        token = self.ask()
        self.assertEqual(OWN, accountOfReset(self.store, token))
        self.assertIdentical(self.alice, self.successResultOf(self.reset(token)))
        self.successResultOf(self.logIn(NEW))
        self.failureResultOf(self.logIn(PASSWORD), BadCredentials)

    def test_once(self) -> None:
        """
        Once it is chosen, all tokens for that are of no use.
        """
        tokens = [self.ask(), self.ask(MAILBOX)]
        self.successResultOf(self.reset(tokens[0]))
        for token in tokens:
            self.failureResultOf(self.reset(token), NoSuchTicket)

    def test_weak(self) -> None:
        """
        A password that is easily guessed is refused, and the token stays of use.
        """
        token = self.ask()
        self.failureResultOf(self.reset(token, "alice@example.com"), WeakPassword)
        self.successResultOf(self.reset(token))

    def test_tooLate(self) -> None:
        """
        After an hour a token is of no use.
        """
        token = self.ask()
        self.clock.advance(3600)
        self.failureResultOf(self.reset(token), NoSuchTicket)

    def test_nobody(self) -> None:
        """
        For unknown accounts, those without a confirmed address and those that are suspended nothing is sent,
        though as much is written.
        """
        self.account("bob")
        addresses = [Address("nobody", "example.com"), Address("bob", "example.com")]
        for address in addresses:
            self.assertFalse(askForReset(self.store, self.config, address))
        self.alice.setDisabled(True)
        self.assertFalse(askForReset(self.store, self.config, OWN))
        self.assertEqual(([], 3), (self.letters(), self.store.count(AccountTicket)))

    def test_removedMeanwhile(self) -> None:
        """
        Who lost the address can't use a letter that went there.
        """
        token = self.ask()
        removeMailbox(self.store, self.alice, MAILBOX)
        self.failureResultOf(self.reset(token), NoSuchTicket)

    def test_suspendedMeanwhile(self) -> None:
        """
        Who was suspended can't either.
        """
        token = self.ask()
        self.alice.setDisabled(True)
        self.failureResultOf(self.reset(token), NoSuchTicket)
