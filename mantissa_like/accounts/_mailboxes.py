"""
The addresses of mail by which people log in, besides that which the site gave them.

An address becomes one of an account only when somebody follows the link that was sent there. So nobody can
claim somebody else's, log in by an address that is not known to be theirs, or have a reset sent there.
"""

from __future__ import annotations

from datetime import timedelta

from axiom.attributes import AND
from axiom.iaxiom import IScheduler
from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._artificial import mustBeAPersons
from mantissa_like.accounts._lookups import findAccount
from mantissa_like.accounts._mailedlinks import Letters
from mantissa_like.accounts._tickets import VERIFY, AccountTicket, issueTicket, redeemTicket
from mantissa_like.accounts.errors import AccountExists, CannotRemoveAddress, NoSuchTicket, TooManyAddresses
from mantissa_like.config import SiteConfig

__all__ = [
    "addMailbox",
    "mailboxesOf",
    "ownAddressOf",
    "removeMailbox",
    "unconfirmedMailboxes",
    "verifyMailbox",
]

_LIFETIME = timedelta(days=2)
_MOST = 10


def ownAddressOf(account: LoginAccount) -> str:
    """
    The address C{user@domain} that the site gave an account, or the first if it gave none.
    """
    methods = list(account.loginMethods())
    chosen = next((method for method in methods if method.internal), methods[0])
    return f"{chosen.localpart}@{chosen.domain}"


def mailboxesOf(account: LoginAccount) -> list[str]:
    """
    The addresses of mail of an account that are known to be its owner's, the oldest first; may be empty.
    """
    return [
        f"{method.localpart}@{method.domain}"
        for method in account.loginMethods()
        if method.verified and not method.internal and method.domain is not None
    ]


def unconfirmedMailboxes(account: LoginAccount) -> list[str]:
    """
    The addresses that an account is to have once their owner confirms it, who still can, sorted; may be
    empty.
    """
    siteStore = account.presentStore()
    waiting = AND(
        AccountTicket.purpose == VERIFY,
        AccountTicket.account == ownAddressOf(account),
        AccountTicket.expires > IScheduler(siteStore).now(),
    )
    tickets = siteStore.query(AccountTicket, waiting)
    return sorted({ticket.mailbox for ticket in tickets} - set(mailboxesOf(account)))


def addMailbox(siteStore: Store, config: SiteConfig, account: LoginAccount, mailbox: Address) -> None:
    """
    Send a ticket to an address, by which it becomes one of the account. If another account has it, its owner
    is told instead, and nothing tells who asked.

    @raise TooManyAddresses: the account has many, with those that are not confirmed yet.
    @raise MailError: no mail can be sent there.
    @raise NobodyLogsIn: the account is artificial.
    """
    siteStore.transact(_add, siteStore, config, account, mailbox)


def verifyMailbox(siteStore: Store, token: str) -> tuple[LoginAccount, str]:
    """
    Give an account the address that a ticket was sent to.

    @return: the account and the address.
    @raise NoSuchTicket: there is none, it was used, or its account is gone.
    @raise AccountExists: somebody has the address by now.
    """
    return siteStore.transact(_verify, siteStore, token)


def removeMailbox(siteStore: Store, account: LoginAccount, mailbox: Address) -> None:
    """
    Take an address from an account, or forget that it was to be confirmed. Repeating it is safe.

    @raise CannotRemoveAddress: the site gave it.
    """
    siteStore.transact(_remove, siteStore, account, mailbox)


def _add(siteStore: Store, config: SiteConfig, account: LoginAccount, mailbox: Address) -> None:
    mustBeAPersons(account)
    if len({*mailboxesOf(account), *unconfirmedMailboxes(account)} - {str(mailbox)}) >= _MOST:
        raise TooManyAddresses(_MOST)
    ticket, token = issueTicket(siteStore, VERIFY, str(mailbox), _LIFETIME, account=ownAddressOf(account))
    letters = Letters(siteStore, config)
    if findAccount(siteStore, mailbox.localpart, mailbox.domain) is None:
        letters.sendTicket("verify", "/verify", ticket, token)
    else:
        letters.send("taken", str(mailbox), "/reset", account=str(mailbox))


def _verify(siteStore: Store, token: str) -> tuple[LoginAccount, str]:
    ticket = redeemTicket(siteStore, token, VERIFY)
    owner, mailbox = Address.parse(ticket.account), Address.parse(ticket.mailbox)
    account = findAccount(siteStore, owner.localpart, owner.domain)
    if account is None or account.disabled:
        raise NoSuchTicket
    if findAccount(siteStore, mailbox.localpart, mailbox.domain) not in (None, account):
        raise AccountExists([ticket.mailbox])
    account.addLoginMethod(mailbox.localpart, mailbox.domain, verified=True, internal=False)
    return account, ticket.mailbox


def _remove(siteStore: Store, account: LoginAccount, mailbox: Address) -> None:
    siteStore.query(
        AccountTicket,
        AND(AccountTicket.account == ownAddressOf(account), AccountTicket.mailbox == str(mailbox)),
    ).deleteFromStore()
    for method in list(account.loginMethods()):
        if (method.localpart, method.domain) == (mailbox.localpart, mailbox.domain):
            if method.internal:
                raise CannotRemoveAddress(str(mailbox))
            method.deleteFromStore()
    account.copyLater()
