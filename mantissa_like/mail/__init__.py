"""
Mail: a durable queue in the site store, and the way out through a relay.
"""

from mantissa_like.mail._message import Mail, Message, mailbox
from mantissa_like.mail._queue import (
    FAILED,
    SENT,
    WAITING,
    QueuedMail,
    countMail,
    dropMail,
    queueMail,
    retryMail,
)
from mantissa_like.mail._service import MailService, Sender
from mantissa_like.mail._smtp import SMTPRelay
from mantissa_like.mail._texts import composeMail
from mantissa_like.mail.errors import (
    BadMailText,
    InvalidMail,
    MailError,
    MailQueueFull,
    MailRefused,
    RelayTrouble,
)
from mantissa_like.mail.interfaces import IMailDelivery, IMailRelay

__all__ = [
    "FAILED",
    "SENT",
    "WAITING",
    "BadMailText",
    "IMailDelivery",
    "IMailRelay",
    "InvalidMail",
    "Mail",
    "MailError",
    "MailQueueFull",
    "MailRefused",
    "MailService",
    "Message",
    "QueuedMail",
    "RelayTrouble",
    "SMTPRelay",
    "Sender",
    "composeMail",
    "countMail",
    "dropMail",
    "mailbox",
    "queueMail",
    "retryMail",
]
