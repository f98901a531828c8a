"""
Mail with a link that has a ticket in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from axiom.store import Store
from mantissa_like.accounts._tickets import AccountTicket, untilInWords
from mantissa_like.config import SiteConfig
from mantissa_like.mail import composeMail, queueMail

__all__ = ["Letters"]


@dataclass(frozen=True)
class Letters:
    """
    Writes to people in the name of one site. Each letter is part of the caller's transaction.
    """

    siteStore: Store
    config: SiteConfig

    def sendTicket(self, name: str, path: str, ticket: AccountTicket, token: str) -> None:
        """
        Send a ticket to its mailbox.

        @param name: of the text.
        @param path: of the page that takes the ticket.
        @raise MailError: that can't be.
        """
        self.send(
            name,
            ticket.mailbox,
            f"{path}/{token}",
            account=ticket.account,
            until=untilInWords(ticket.expires),
            inviter=ticket.inviter,
        )

    def send(self, name: str, to: str, path: str, **values: str) -> None:
        """
        Send a letter with the address of one of the site's pages.

        @raise MailError: that can't be.
        """
        site = self.config.site
        url = f"{site.publicURL}{path}"
        queueMail(self.siteStore, composeMail(self.siteStore, name, to, site=site.title, url=url, **values))
