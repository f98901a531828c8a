"""
Choosing a new password by mail.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from twisted.internet.defer import Deferred

from axiom.attributes import AND
from axiom.store import Store
from axiom.userbase import LoginAccount, LoginSystem
from mantissa_like.accounts._address import Address
from mantissa_like.accounts._lookups import findAccount
from mantissa_like.accounts._mailboxes import mailboxesOf, ownAddressOf
from mantissa_like.accounts._mailedlinks import Letters
from mantissa_like.accounts._strength import checkPassword
from mantissa_like.accounts._tickets import RESET, AccountTicket, findTicket, issueTicket, redeemTicket
from mantissa_like.accounts.errors import NoSuchTicket
from mantissa_like.config import SiteConfig

__all__ = ["accountOfReset", "askForReset", "resetPassword"]

_LIFETIME = timedelta(hours=1)
_PAGE = "/reset"


def askForReset(siteStore: Store, config: SiteConfig, address: Address) -> bool:
    """
    Send a ticket for a new password to an address of mail that is known to be the account's: C{address} if it
    is one, else the oldest.

    What is done takes about as long whether or not there is such an account.

    @param address: one of the account's.
    @return: whether something was sent; to be kept from whoever asked, unless it is an administrator.
    """
    return siteStore.transact(_ask, siteStore, config, address)


def accountOfReset(siteStore: Store, token: str) -> Address:
    """
    The account whose password a ticket is for.

    @raise NoSuchTicket: there is none, or no longer.
    """
    return Address.parse(_useful(findTicket(siteStore, token, RESET)).account)


def resetPassword(
    siteStore: Store,
    token: str,
    password: str,
    conclude: Callable[[LoginAccount], object] = lambda account: None,
) -> Deferred[LoginAccount]:
    """
    Change a password by a ticket. All sessions of the account and its other tickets for that end.

    @param conclude: called in the transaction that changes it; what it raises undoes it.
    @return: fires with the account.
    @raise NoSuchTicket: there is none, or it was used meanwhile.
    @raise WeakPassword: C{password} is not good enough.
    """
    return Deferred.fromCoroutine(_reset(siteStore, token, password, conclude))


def _ask(siteStore: Store, config: SiteConfig, address: Address) -> bool:
    account = findAccount(siteStore, address.localpart, address.domain)
    mailboxes = [] if account is None or account.disabled else mailboxesOf(account)
    if account is None or not mailboxes:
        # A ticket that leads nowhere, and that nobody gets.
        issueTicket(siteStore, RESET, str(address), _LIFETIME)
        return False
    mailbox = str(address) if str(address) in mailboxes else mailboxes[0]
    ticket, token = issueTicket(siteStore, RESET, mailbox, _LIFETIME, account=ownAddressOf(account))
    Letters(siteStore, config).sendTicket("reset", _PAGE, ticket, token)
    return True


def _useful(ticket: AccountTicket) -> AccountTicket:
    if not ticket.account:
        raise NoSuchTicket
    return ticket


async def _reset(
    siteStore: Store, token: str, password: str, conclude: Callable[[LoginAccount], object]
) -> LoginAccount:
    checkPassword(password, accountOfReset(siteStore, token))
    logins: LoginSystem = siteStore.findUnique(LoginSystem)
    passwordHash = await logins.hashPassword(password)

    def change() -> LoginAccount:
        ticket = _useful(redeemTicket(siteStore, token, RESET))
        address = Address.parse(ticket.account)
        account = findAccount(siteStore, address.localpart, address.domain)
        # The mailbox may have been taken from the account since.
        if account is None or account.disabled or ticket.mailbox not in mailboxesOf(account):
            raise NoSuchTicket
        others = AND(AccountTicket.purpose == RESET, AccountTicket.account == ticket.account)
        siteStore.query(AccountTicket, others).deleteFromStore()
        account.setPasswordHash(passwordHash)
        conclude(account)
        return account

    return siteStore.transact(change)
