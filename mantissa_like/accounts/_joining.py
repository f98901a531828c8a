"""
Signing up: a ticket goes to an address of mail, and whoever gets it makes an account.

So each account that was made this way has an address that is known to be its owner's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from twisted.internet.defer import Deferred

from axiom.store import Store
from axiom.userbase import LoginAccount, LoginSystem
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._creation import addAccount, mustBeFree
from mantissa_like.accounts._lookups import findAccount
from mantissa_like.accounts._mailedlinks import Letters
from mantissa_like.accounts._strength import checkPassword
from mantissa_like.accounts._tickets import INVITE, JOIN, AccountTicket, findTicket, issueTicket, redeemTicket
from mantissa_like.accounts.errors import AccountExists
from mantissa_like.config import SiteConfig

__all__ = ["askToJoin", "invite", "join"]

_JOIN_LIFETIME = timedelta(days=2)
_PAGE = "/join"


def askToJoin(siteStore: Store, config: SiteConfig, mailbox: Address) -> None:
    """
    Send somebody a ticket to make an account with; or, if they have an account, that they have.

    What is done takes as long in either case, and nothing tells who asked which it was.

    @raise MailError: no mail can be sent there.
    """
    siteStore.transact(_askToJoin, siteStore, config, mailbox)


def invite(
    siteStore: Store,
    config: SiteConfig,
    mailbox: Address,
    products: Sequence[str] = (),
    days: int = 14,
    inviter: str = "",
) -> AccountTicket:
    """
    Send somebody a ticket to make an account with.

    @param products: names of those that the account will be granted besides the usual ones.
    @param days: how long the ticket is of use.
    @param inviter: C{user@domain} of who invites; empty for the site.
    @raise AccountExists: somebody has an account with that address.
    @raise MailError: no mail can be sent there.
    """
    return siteStore.transact(_invite, siteStore, config, mailbox, list(products), days, inviter)


def join(
    siteStore: Store,
    token: str,
    address: Address,
    password: str,
    furnish: Callable[[LoginAccount, AccountTicket], object] = lambda account, ticket: None,
) -> Deferred[LoginAccount]:
    """
    Make an account with a ticket, by whose mailbox it can be logged in to, too.

    @param address: of the account.
    @param furnish: called in the transaction that makes it; what it raises undoes it.
    @return: fires with the account.
    @raise NoSuchTicket: there is none, or it was used meanwhile.
    @raise WeakPassword: C{password} is not good enough.
    @raise AccountExists: somebody has one of the addresses.
    """
    return Deferred.fromCoroutine(_join(siteStore, token, address, password, furnish))


def _askToJoin(siteStore: Store, config: SiteConfig, mailbox: Address) -> None:
    ticket, token = issueTicket(siteStore, JOIN, str(mailbox), _JOIN_LIFETIME)
    letters = Letters(siteStore, config)
    if findAccount(siteStore, mailbox.localpart, mailbox.domain) is None:
        letters.sendTicket("join", _PAGE, ticket, token)
    else:
        ticket.deleteFromStore()
        letters.send("taken", str(mailbox), "/reset", account=str(mailbox))


def _invite(
    siteStore: Store, config: SiteConfig, mailbox: Address, products: list[str], days: int, inviter: str
) -> AccountTicket:
    if findAccount(siteStore, mailbox.localpart, mailbox.domain) is not None:
        raise AccountExists([str(mailbox)])
    ticket, token = issueTicket(
        siteStore, INVITE, str(mailbox), timedelta(days=days), products=products, inviter=inviter
    )
    Letters(siteStore, config).sendTicket("invitation", _PAGE, ticket, token)
    return ticket


async def _join(
    siteStore: Store,
    token: str,
    address: Address,
    password: str,
    furnish: Callable[[LoginAccount, AccountTicket], object],
) -> LoginAccount:
    findTicket(siteStore, token, JOIN, INVITE)
    mustBeFree(siteStore, address)
    checkPassword(password, address)
    logins: LoginSystem = siteStore.findUnique(LoginSystem)
    passwordHash = await logins.hashPassword(password)

    def make() -> LoginAccount:
        ticket = redeemTicket(siteStore, token, JOIN, INVITE)
        mailbox = Address.parse(ticket.mailbox)
        if mailbox != address and findAccount(siteStore, mailbox.localpart, mailbox.domain) is not None:
            raise AccountExists([ticket.mailbox])
        account = addAccount(siteStore, logins, address, passwordHash)
        if mailbox != address:
            account.addLoginMethod(mailbox.localpart, mailbox.domain, verified=True, internal=False)
        furnish(account, ticket)
        return account

    return siteStore.transact(make)
