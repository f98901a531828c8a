"""
Mail as it is meant, and as it is on the wire.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from mantissa_like.mail.errors import InvalidMail

__all__ = ["Mail", "Message", "mailbox"]

# Without quotes, comments and the like, which nobody has in an address and many have in an attack.
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9.-]+")
_LONGEST_MAILBOX = 254
_LONGEST_SUBJECT = 200
_LONGEST_TEXT = 100_000


def mailbox(address: str) -> str:
    """
    An address as it is in mail.

    @param address: its domain may have any letters.
    @return: ASCII.
    @raise InvalidMail: mail can't be sent there.
    """
    localpart, _, domain = address.rpartition("@")
    try:
        found = f"{localpart}@{domain.encode('idna').decode()}"
    except UnicodeError:
        found = ""
    if not _MAILBOX.fullmatch(found) or len(found) > _LONGEST_MAILBOX:
        raise InvalidMail(f"mail can't be sent to {address[:300]!r}")
    return found


@dataclass(frozen=True)
class Mail:
    """
    Something to tell one person.

    @ivar to: the address, at most 254 characters.
    @ivar subject: one line, 1 to 200 characters.
    @ivar text: plain text of at most 100,000 characters.
    """

    to: str
    subject: str
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        """
        @raise InvalidMail: some of it can't be sent.
        """
        mailbox(self.to)
        if not (0 < len(self.subject) <= _LONGEST_SUBJECT and self.subject.isprintable()):
            raise InvalidMail(f"{self.subject[:300]!r} can't be the subject of a mail")
        if len(self.text) > _LONGEST_TEXT:
            raise InvalidMail(f"a mail can't have {len(self.text):,} characters")


@dataclass(frozen=True)
class Message:
    """
    One mail on its way.

    @ivar messageID: the same for each attempt, such as C{<1f…@example.com>}.
    @ivar sender: the address it comes from.
    @ivar senderName: what people read for that.
    @ivar written: when.
    """

    mail: Mail
    messageID: str
    sender: str
    senderName: str
    written: datetime

    @property
    def recipient(self) -> str:
        """
        Where it goes, ASCII.
        """
        return mailbox(self.mail.to)

    def asBytes(self) -> bytes:
        """
        As it is sent, with line feeds.
        """
        made = EmailMessage(SMTP.clone(linesep="\n"))
        made["From"] = Address(self.senderName, addr_spec=self.sender)
        made["To"] = self.recipient
        made["Subject"] = self.mail.subject
        made["Date"] = self.written
        made["Message-ID"] = self.messageID
        # So that no holiday notice answers, which nobody reads.
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(self.mail.text, cte="quoted-printable")
        return made.as_bytes()
