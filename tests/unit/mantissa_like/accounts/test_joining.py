"""
Tests for L{mantissa_like.accounts._joining} and for tickets.
"""

from __future__ import annotations

from twisted.internet.defer import Deferred

from axiom.userbase import LoginAccount
from mantissa_like.accounts import (
    AccountExists,
    AccountTicket,
    Address,
    NoSuchTicket,
    WeakPassword,
    askToJoin,
    findAccount,
    invite,
    join,
    mailboxesOf,
    ownAddressOf,
)
from mantissa_like.accounts import _tickets as tickets
from mantissa_like.mail import QueuedMail
from tests.unit.mantissa_like.accounts.letters import PASSWORD, LetterTestCase

ALICE = Address("alice", "example.com")
MAILBOX = Address("alice", "mail.example")


class JoinTests(LetterTestCase):
    """
    Tests for signing up.
    """

    def join(self, token: str, address: Address = ALICE, password: str = PASSWORD) -> Deferred[LoginAccount]:
        """
        Make an account.
        """
        return join(self.store, token, address, password)

    def ask(self) -> str:
        """
        Get a token.
        """
        askToJoin(self.store, self.config, MAILBOX)
        return self.token("/join")

    def test_joined(self) -> None:
        """
        With the token from a letter somebody makes an account that has the letter's address, too.
        """
        account = self.successResultOf(self.join(self.ask()))
        self.assertEqual(
            ("alice@example.com", ["alice@mail.example"]), (ownAddressOf(account), mailboxesOf(account))
        )
        self.assertIdentical(account, findAccount(self.store, "alice", "mail.example"))

    def test_once(self) -> None:
        """
        A token is of use once.
        """
        token = self.ask()
        self.successResultOf(self.join(token))
        self.failureResultOf(self.join(token, Address("eve", "example.com")), NoSuchTicket)

    def test_kept(self) -> None:
        """
        An attempt that fails leaves the token as it was.
        """
        self.account("bob")
        token = self.ask()
        self.failureResultOf(self.join(token, Address("bob", "example.com")), AccountExists)
        self.failureResultOf(self.join(token, password="alice"), WeakPassword)
        failed = join(self.store, token, ALICE, PASSWORD, furnish=lambda account, ticket: 1 / 0)
        self.failureResultOf(failed, ZeroDivisionError)
        self.assertIdentical(None, findAccount(self.store, "alice", "example.com"))
        self.successResultOf(self.join(token))

    def test_tooLate(self) -> None:
        """
        After two days a token is of no use.
        """
        token = self.ask()
        self.clock.advance(2 * 86_400)
        self.failureResultOf(self.join(token), NoSuchTicket)

    def test_nonsense(self) -> None:
        """
        What is no token is none.
        """
        for token in ("", "x", "\ud800", "é" * 1000):
            self.failureResultOf(self.join(token), NoSuchTicket)

    def test_hashed(self) -> None:
        """
        The database has no token in it.
        """
        token = self.ask()
        self.assertNotIn(token, str(list(self.store.querySQL("SELECT * FROM item_account_ticket_v1"))))

    def test_taken(self) -> None:
        """
        Who has an account is told that, and gets no token.
        """
        self.account("bob", "alice@mail.example")
        askToJoin(self.store, self.config, MAILBOX)
        self.assertEqual([("alice@mail.example", "/reset")], self.letters())
        self.assertEqual(0, self.store.count(AccountTicket))

    def test_takenMeanwhile(self) -> None:
        """
        An address that somebody else has got since is theirs.
        """
        token = self.ask()
        self.account("bob", "alice@mail.example")
        self.failureResultOf(self.join(token), AccountExists)

    def test_few(self) -> None:
        """
        Of one mailbox the newest three tokens are of use.
        """
        tokens = [self.ask() for _ in range(4)]
        self.failureResultOf(self.join(tokens[0]), NoSuchTicket)
        self.successResultOf(self.join(tokens[1]))

    def test_bounded(self) -> None:
        """
        There is a bound for all tickets, too.
        """
        self.patch(tickets, "_MOST", 5)
        for number in range(8):
            askToJoin(self.store, self.config, Address(f"a{number}", "mail.example"))
        self.assertEqual(5, self.store.count(AccountTicket))

    def test_invited(self) -> None:
        """
        An invitation says who invites and brings products; nobody who has an account is invited.
        """
        ticket = invite(self.store, self.config, MAILBOX, ["timeline"], 7, "bob@example.com")
        self.assertEqual((["timeline"], "bob@example.com"), (ticket.products, ticket.inviter))
        seen: list[list[str]] = []
        token = self.token("/join")
        letter = self.store.findUnique(QueuedMail).mail()
        assert letter is not None
        self.assertIn("bob@example.com invites you", letter.text)
        joined = join(
            self.store, token, ALICE, PASSWORD, lambda account, ticket: seen.append(ticket.products)
        )
        self.successResultOf(joined)
        self.assertEqual([["timeline"]], seen)
        self.assertRaises(AccountExists, invite, self.store, self.config, MAILBOX)
