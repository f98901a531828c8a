"""
Tickets: secrets sent by mail that let whoever gets them do one thing once.

The database has their hashes alone.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from axiom.attributes import AND, text, textlist, timestamp
from axiom.iaxiom import IScheduler
from axiom.item import Item
from axiom.store import Store
from mantissa_like.accounts.errors import NoSuchTicket

if TYPE_CHECKING:
    from epsilon.extime import Time

__all__ = [
    "INVITE",
    "JOIN",
    "RESET",
    "VERIFY",
    "AccountTicket",
    "findTicket",
    "issueTicket",
    "redeemTicket",
    "untilInWords",
]

JOIN, INVITE, VERIFY, RESET = "join", "invite", "verify", "reset"

_TOKEN_BYTES = 32
_MOST_OF_ONE_MAILBOX = 3
_MOST = 20_000


class AccountTicket(Item):
    """
    What one token allows.

    @ivar tokenHash: SHA-256 of the token, in hexadecimal.
    @ivar purpose: C{join} or C{invite}: make an account; C{verify}: give C{account} the address C{mailbox};
        C{reset}: choose a new password for C{account}.
    @ivar mailbox: the address that the token was sent to.
    @ivar account: C{user@domain}; empty for those that make an account, and for those that lead nowhere.
    @ivar products: names of those that the new account is granted besides the usual ones.
    @ivar inviter: C{user@domain} of who invites; empty otherwise.
    @ivar created: when it was made.
    @ivar expires: until when it is of use.
    """

    typeName = "account_ticket"

    tokenHash = text(allowNone=False, unique=True, caseSensitive=True)
    purpose = text(allowNone=False, indexed=True, caseSensitive=True)
    mailbox = text(allowNone=False, indexed=True, caseSensitive=True)
    account = text(allowNone=False, default="", indexed=True, caseSensitive=True)
    products = textlist(allowNone=False, defaultFactory=list)
    inviter = text(allowNone=False, default="", caseSensitive=True)
    created = timestamp(allowNone=False)
    expires = timestamp(allowNone=False, indexed=True)


def issueTicket(
    siteStore: Store, purpose: str, mailbox: str, lifetime: timedelta, **facts: Any
) -> tuple[AccountTicket, str]:
    """
    Make a ticket, in the caller's transaction. The oldest go: of those for the same mailbox all but two, and
    of all if there are very many.

    @param facts: further columns.
    @return: with it its token, for the mail alone: 43 letters, digits, dashes and underscores.
    """
    now = IScheduler(siteStore).now()
    siteStore.query(AccountTicket, AccountTicket.expires <= now).deleteFromStore()
    alike = AND(AccountTicket.purpose == purpose, AccountTicket.mailbox == mailbox)
    _keepNewest(siteStore, alike, _MOST_OF_ONE_MAILBOX)
    _keepNewest(siteStore, None, _MOST)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    ticket = AccountTicket(
        store=siteStore,
        tokenHash=_hashed(token),
        purpose=purpose,
        mailbox=mailbox,
        created=now,
        expires=now + lifetime,
        **facts,
    )
    return ticket, token


def findTicket(siteStore: Store, token: str, *purposes: str) -> AccountTicket:
    """
    The ticket with this token, which stays of use.

    @raise NoSuchTicket: there is none for any of these purposes, or no longer.
    """
    now = IScheduler(siteStore).now()
    found: AccountTicket | None = siteStore.findFirst(
        AccountTicket, AND(AccountTicket.tokenHash == _hashed(token), AccountTicket.expires > now)
    )
    if found is None or found.purpose not in purposes:
        raise NoSuchTicket
    return found


def redeemTicket(siteStore: Store, token: str, *purposes: str) -> AccountTicket:
    """
    The ticket with this token, which is of no use any more once the caller's transaction is committed.

    @return: the item, which is not in the store any more.
    @raise NoSuchTicket: there is none for any of these purposes, or no longer.
    """
    found = findTicket(siteStore, token, *purposes)
    found.deleteFromStore()
    return found


def untilInWords(moment: Time) -> str:
    """
    Until when a ticket is of use, for people.
    """
    when = moment.asDatetime()
    return f"{when.day} {when:%B %Y, %H:%M} UTC"


def _keepNewest(siteStore: Store, comparison: Any, most: int) -> None:
    newestFirst = siteStore.query(AccountTicket, comparison, sort=AccountTicket.storeID.descending)
    for ticket in list(newestFirst[most - 1 :]):
        ticket.deleteFromStore()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
