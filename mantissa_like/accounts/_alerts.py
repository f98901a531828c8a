"""
Letters that tell people what has changed about how they log in, lest somebody else did it.
"""

from __future__ import annotations

from twisted.logger import Logger

from axiom.iaxiom import IScheduler
from axiom.userbase import LoginAccount
from mantissa_like.accounts._mailboxes import mailboxesOf, ownAddressOf
from mantissa_like.accounts._mailedlinks import Letters
from mantissa_like.config import SiteConfig
from mantissa_like.mail import MailError

__all__ = ["alertOwner"]

_log = Logger()
# Where whoever did not do it themselves goes from each letter.
_PAGES = {"account-deleted": "/account/restore"}


def alertOwner(account: LoginAccount, config: SiteConfig, name: str, **values: str) -> None:
    """
    Write to all addresses of mail of an account's owner; called in the transaction that changes the account.

    Nothing that people do depends on such a letter: where no mail is sent, or none can be, there is none.

    @param account: of a site.
    @param name: of the text, such as C{password-changed}.
    @param values: what stands in it besides the account and the time.
    """
    if not config.mail.isSent:
        return
    siteStore = account.presentStore()
    now = f"{IScheduler(siteStore).now().asDatetime():%Y-%m-%d %H:%M} UTC"
    for mailbox in mailboxesOf(account):
        try:
            Letters(siteStore, config).send(
                name, mailbox, _PAGES.get(name, "/reset"), account=ownAddressOf(account), when=now, **values
            )
        except MailError as e:
            _log.warn("{account} is not told: {error}", account=ownAddressOf(account), error=e)
