"""
Tests for L{mantissa_like.accounts._mailboxes}.
"""

from __future__ import annotations

from mantissa_like.accounts import (
    AccountExists,
    Address,
    CannotRemoveAddress,
    NoSuchTicket,
    TooManyAddresses,
    addMailbox,
    findAccount,
    mailboxesOf,
    ownerAddresses,
    removeMailbox,
    unconfirmedMailboxes,
    verifyMailbox,
)
from tests.unit.mantissa_like.accounts.letters import LetterTestCase

MAILBOX = Address("alice", "mail.example")


class MailboxTests(LetterTestCase):
    """
    Tests for the addresses of mail of an account.
    """

    def setUp(self) -> None:
        super().setUp()
        self.alice = self.account("alice")

    def add(self) -> str:
        """
        Ask for an address, and get a token.
        """
        addMailbox(self.store, self.config, self.alice, MAILBOX)
        return self.token("/verify")

    def test_unconfirmed(self) -> None:
        """
        Until it is confirmed, an address is nobody's.
        """
        self.add()
        self.assertEqual(
            ([], ["alice@mail.example"]), (mailboxesOf(self.alice), unconfirmedMailboxes(self.alice))
        )
        self.assertIdentical(None, findAccount(self.store, "alice", "mail.example"))

    def test_neverConfirmed(self) -> None:
        """
        An address that was not confirmed in time is not waited for.
        """
        self.add()
        self.clock.advance(2 * 86_400)
        self.assertEqual([], unconfirmedMailboxes(self.alice))

    def test_confirmed(self) -> None:
        """
        By the token it becomes the account's, also in the copy that the user's store has.
        """
        self.assertEqual((self.alice, "alice@mail.example"), verifyMailbox(self.store, self.add()))
        self.assertEqual(
            (["alice@mail.example"], []), (mailboxesOf(self.alice), unconfirmedMailboxes(self.alice))
        )
        with self.alice.avatars.opened() as userStore:
            self.assertEqual({"alice@example.com", "alice@mail.example"}, ownerAddresses(userStore))

    def test_once(self) -> None:
        """
        A token is of use once.
        """
        token = self.add()
        verifyMailbox(self.store, token)
        self.assertRaises(NoSuchTicket, verifyMailbox, self.store, token)

    def test_somebodyElses(self) -> None:
        """
        The owner of an address that is another account's is told that they have one; nothing else happens.
        """
        self.account("bob", "alice@mail.example")
        addMailbox(self.store, self.config, self.alice, MAILBOX)
        self.assertEqual([("alice@mail.example", "/reset")], self.letters())

    def test_somebodyWasFaster(self) -> None:
        """
        Of two accounts that ask for an address, the one that confirms it first has it.
        """
        token = self.add()
        bob = self.account("bob")
        addMailbox(self.store, self.config, bob, MAILBOX)
        verifyMailbox(self.store, self.token("/verify"))
        self.assertRaises(AccountExists, verifyMailbox, self.store, token)
        self.assertEqual(["alice@mail.example"], mailboxesOf(bob))

    def test_removed(self) -> None:
        """
        An address that was removed is free, and a token for it of no use.
        """
        verifyMailbox(self.store, self.add())
        removeMailbox(self.store, self.alice, MAILBOX)
        token = self.add()
        removeMailbox(self.store, self.alice, MAILBOX)
        self.assertRaises(NoSuchTicket, verifyMailbox, self.store, token)
        self.assertEqual(([], []), (mailboxesOf(self.alice), unconfirmedMailboxes(self.alice)))

    def test_siteAddressStays(self) -> None:
        """
        The address that the site gave stays.
        """
        own = Address("alice", "example.com")
        self.assertRaises(CannotRemoveAddress, removeMailbox, self.store, self.alice, own)

    def test_disabled(self) -> None:
        """
        Nothing is added to an account that is suspended.
        """
        token = self.add()
        self.alice.setDisabled(True)
        self.assertRaises(NoSuchTicket, verifyMailbox, self.store, token)

    def test_many(self) -> None:
        """
        An account has at most ten, those among them that are to be confirmed; one of these may be asked for
        again.
        """
        for number in range(8):
            self.alice.addLoginMethod(f"a{number}", "mail.example", verified=True)
        other = Address("other", "mail.example")
        for mailbox in (MAILBOX, other, other):
            addMailbox(self.store, self.config, self.alice, mailbox)
        one = Address("one", "more.example")
        self.assertRaises(TooManyAddresses, addMailbox, self.store, self.config, self.alice, one)
