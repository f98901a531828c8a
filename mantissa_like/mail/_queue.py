"""
The queue of a site's mail: items of the site store, written in the transaction that has something to tell.

A mail is sent only after that is committed, and survives a crash. Its text, which may have the secret of a
link in it, is sealed, and forgotten once it was sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from axiom import attributes
from axiom.attributes import AND, integer, text, timestamp
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.store import ItemQuery, Store
from mantissa_like.mail._message import Mail
from mantissa_like.mail.errors import MailQueueFull
from mantissa_like.vault import vaultOf

if TYPE_CHECKING:
    from epsilon.extime import Time

__all__ = [
    "FAILED",
    "SENT",
    "WAITING",
    "QueuedMail",
    "clearOld",
    "conclude",
    "countMail",
    "dropMail",
    "nextDue",
    "queueMail",
    "retryMail",
    "takeDue",
]

WAITING, SENT, FAILED = "waiting", "sent", "failed"

_MOST_WAITING = 10_000
_FIRST_DELAY = timedelta(minutes=3)
_LONGEST_DELAY = timedelta(hours=4)
_GIVE_UP = timedelta(days=3)
_KEEP = timedelta(days=30)


class QueuedMail(Item):
    """
    One mail.

    @ivar messageID: the part before the C{@} of its identity, the same for each attempt.
    @ivar recipient: the address that it goes to.
    @ivar subject: its first line.
    @ivar sealed: its text, for the purpose C{mail:MESSAGEID}; None once it was sent.
    @ivar state: C{waiting}, C{sent} or C{failed}.
    @ivar attempts: how often it was tried.
    @ivar queued: when it was written, or put back into the queue.
    @ivar due: when it is tried next, unless the last attempt has succeeded by then; None unless it waits.
    @ivar ended: when it was sent or given up; None while it is waiting.
    @ivar lastError: why the last attempt failed; may be empty.
    """

    typeName = "mail_queued"

    messageID = text(allowNone=False, unique=True, caseSensitive=True)
    recipient = text(allowNone=False, indexed=True)
    subject = text(allowNone=False)
    sealed = attributes.bytes()
    state = text(allowNone=False, indexed=True, caseSensitive=True)
    attempts = integer(allowNone=False, default=0)
    queued = timestamp(allowNone=False, indexed=True)
    due = timestamp(indexed=True)
    ended = timestamp(indexed=True)
    lastError = text(allowNone=False, default="")

    def mail(self) -> Mail | None:
        """
        What it says; None once it was sent.

        @raise VaultError: it can't be opened.
        """
        if self.sealed is None:
            return None
        opened: bytes = vaultOf(self.presentStore()).open(self.sealed, _purpose(self.messageID))
        return Mail(self.recipient, self.subject, opened.decode())

    def beginAttempt(self, now: Time) -> None:
        """
        It is being sent, by whoever committed this; if nothing is heard of that, it is tried again.
        """
        self.attempts += 1
        # More doublings would be no longer, but large numbers.
        self.due = now + min(_FIRST_DELAY * 2 ** min(self.attempts - 1, 10), _LONGEST_DELAY)

    def succeeded(self, now: Time) -> None:
        """
        The relay has it.
        """
        self.state, self.sealed, self.due, self.ended, self.lastError = SENT, None, None, now, ""

    def failed(self, reason: str) -> None:
        """
        An attempt failed, and another one may not.
        """
        self.lastError = reason

    def givenUp(self, now: Time, reason: str) -> None:
        """
        It is not tried again.
        """
        self.state, self.due, self.ended, self.lastError = FAILED, None, now, reason


def queueMail(siteStore: Store, mail: Mail) -> QueuedMail:
    """
    Have a mail sent once the transaction in which this is called is committed.

    @raise MailQueueFull: very many are waiting.
    """
    return siteStore.transact(_queue, siteStore, mail)


def retryMail(mail: QueuedMail) -> None:
    """
    Try now what is waiting or was given up; what was sent is left alone.
    """
    mail.presentStore().transact(_retry, mail)


def dropMail(mail: QueuedMail) -> None:
    """
    Forget a mail; if it is waiting, it will never be sent.
    """
    mail.deleteFromStore()


def countMail(siteStore: Store) -> dict[str, int]:
    """
    How many there are in each state.
    """
    states = (WAITING, SENT, FAILED)
    return {state: siteStore.count(QueuedMail, QueuedMail.state == state) for state in states}


def takeDue(siteStore: Store, most: int) -> list[QueuedMail]:
    """
    Begin an attempt of what is due, in a transaction: nobody else does until it is due again.
    """
    # Mostly there is nothing; finding that out takes no turn at writing.
    return siteStore.transact(_take, siteStore, most) if _due(siteStore).count() else []


def conclude(siteStore: Store, messageID: str, f: Callable[[QueuedMail], object]) -> None:
    """
    Note what came of an attempt, unless the mail was dropped meanwhile.
    """

    def note() -> None:
        mail = siteStore.findFirst(QueuedMail, QueuedMail.messageID == messageID)
        if mail is not None:
            f(mail)

    siteStore.transact(note)


def clearOld(siteStore: Store) -> None:
    """
    Give up what was not sent for three days, and forget what ended 30 days ago.
    """
    now = IScheduler(siteStore).now()
    siteStore.transact(_giveUpOld, siteStore, now)
    siteStore.query(QueuedMail, QueuedMail.ended < now - _KEEP).deleteFromStore()


def nextDue(siteStore: Store) -> Time | None:
    """
    When something is due next; None if nothing is waiting.
    """
    first: QueuedMail | None = siteStore.findFirst(
        QueuedMail, QueuedMail.state == WAITING, sort=QueuedMail.due.ascending
    )
    return None if first is None else first.due


def _queue(siteStore: Store, mail: Mail) -> QueuedMail:
    waiting = siteStore.count(QueuedMail, QueuedMail.state == WAITING)
    if waiting >= _MOST_WAITING:
        raise MailQueueFull(waiting)
    now, messageID = IScheduler(siteStore).now(), secrets.token_hex(16)
    return QueuedMail(
        store=siteStore,
        messageID=messageID,
        recipient=mail.to,
        subject=mail.subject,
        sealed=vaultOf(siteStore).seal(mail.text.encode(), _purpose(messageID)),
        state=WAITING,
        queued=now,
        due=now,
    )


def _retry(mail: QueuedMail) -> None:
    if mail.state != SENT:
        now = IScheduler(mail.presentStore()).now()
        mail.state, mail.due, mail.ended, mail.queued = WAITING, now, None, now


def _giveUpOld(siteStore: Store, now: Time) -> None:
    isOld = AND(QueuedMail.state == WAITING, QueuedMail.queued < now - _GIVE_UP)
    for mail in list(siteStore.query(QueuedMail, isOld)):
        mail.givenUp(now, mail.lastError or "There is no relay to send it.")


def _due(siteStore: Store) -> ItemQuery[QueuedMail]:
    return siteStore.query(
        QueuedMail, QueuedMail.due <= IScheduler(siteStore).now(), sort=QueuedMail.due.ascending
    )


def _take(siteStore: Store, most: int) -> list[QueuedMail]:
    taken = list(_due(siteStore)[:most])
    for mail in taken:
        mail.beginAttempt(IScheduler(siteStore).now())
    return taken


def _purpose(messageID: str) -> str:
    return f"mail:{messageID}"
