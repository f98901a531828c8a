"""
Tests for L{mantissa_like.mail._message}.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from twisted.trial.unittest import SynchronousTestCase

from mantissa_like.mail import InvalidMail, Mail, Message, mailbox


def read(mail: Mail, senderName: str = "Example") -> EmailMessage:
    """
    A mail as who gets it reads it.
    """
    message = Message(
        mail, "<1@example.com>", "noreply@example.com", senderName, datetime(2026, 1, 2, tzinfo=UTC)
    )
    return message_from_bytes(message.asBytes(), policy=default)


class MailboxTests(SynchronousTestCase):
    """
    Tests for L{mailbox}.
    """

    def test_usual(self) -> None:
        """
        Usual addresses are left as they are.
        """
        for address in ("alice@example.com", "a.b+c@x.example", "o'neill_1@localhost"):
            self.assertEqual(address, mailbox(address))

    def test_anyDomain(self) -> None:
        """
        A domain may have any letters; on the wire it has others.
        """
        self.assertEqual("alice@xn--bcher-kva.example", mailbox("alice@bücher.example"))

    def test_unusable(self) -> None:
        """
        What is no address, or is one and something else, is refused.
        """
        for address in (
            "",
            "alice",
            "@example.com",
            "alice@",
            "älice@example.com",
            "a b@example.com",
            "a\r\nBcc: eve@evil.example\r\n@example.com",
            "alice@example.com\n",
            "alice@example.com, eve@evil.example",
            "<alice@example.com>",
            '"a b"@example.com',
            "a..b@example.com",
            "alice@" + "x" * 300,
            "alice@exa>mple.com",
        ):
            self.assertRaises(InvalidMail, mailbox, address)


class MailTests(SynchronousTestCase):
    """
    Tests for L{Mail}.
    """

    def test_unusable(self) -> None:
        """
        A subject is one line, and nothing is very long.
        """
        for subject, text in (
            ("", "x"),
            ("a\nBcc: eve@evil.example", "x"),
            ("a\r", "x"),
            ("x" * 201, "x"),
            ("x", "x" * 100_001),
        ):
            self.assertRaises(InvalidMail, Mail, "alice@example.com", subject, text)


class MessageTests(SynchronousTestCase):
    """
    Tests for L{Message}.
    """

    def test_headers(self) -> None:
        """
        A message says whom it is from, for and about, when it was written, and that no machine need answer.
        """
        found = read(Mail("alice@bücher.example", "Grüße", "x"), senderName="Büro, oben")
        self.assertEqual(
            {
                "From": '"Büro, oben" <noreply@example.com>',
                "To": "alice@xn--bcher-kva.example",
                "Subject": "Grüße",
                "Date": "Fri, 02 Jan 2026 00:00:00 +0000",
                "Message-ID": "<1@example.com>",
                "Auto-Submitted": "auto-generated",
            },
            {name: value for name, value in found.items() if not name.startswith(("Content-", "MIME-"))},
        )

    def test_text(self) -> None:
        """
        The text arrives as it is, with whatever letters, and however long the lines are.
        """
        for text in ("Grüße\n.\n.x\n\n", "x" * 5000 + "\n", "From me\n=3D\n", "\u2028 \t\n"):
            self.assertEqual(text, read(Mail("alice@example.com", "x", text)).get_content())

    def test_onTheWire(self) -> None:
        """
        All of it is ASCII, in lines of at most 998 bytes.
        """
        mail = Mail("alice@example.com", "ü" * 200, "ü" * 5000)
        message = Message(
            mail, "<1@example.com>", "n@example.com", "ü" * 200, datetime(2026, 1, 2, tzinfo=UTC)
        )
        content = message.asBytes()
        self.assertTrue(content.isascii())
        self.assertLess(max(map(len, content.split(b"\n"))), 999)
