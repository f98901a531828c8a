"""
Confirming an address of mail.
"""

from __future__ import annotations

from twisted.web.template import tags

from mantissa_like.accounts import VERIFY, findTicket, ownAddressOf, verifyMailbox
from mantissa_like.accounts.errors import AccountExists, NoSuchTicket
from mantissa_like.web._accountpages.cards import card
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["VerifyPage"]

_FORM = Form(submit="Yes, it is mine")


class VerifyPage:
    """
    Where a link leads that was sent to confirm an address. It only asks; the button confirms.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The button.
        """
        try:
            ticket = findTicket(self._context.siteStore, visit.parameters["ticket"], VERIFY)
        except NoSuchTicket as e:
            return card(
                "This link is of no use", tags.p(str(e)), tags.p(tags.a("My account", href="/account"))
            )
        said = f"Is {ticket.mailbox} your address, and {ticket.account} your account?"
        return card("Confirm your address", tags.p(said), _FORM.show(visit))

    def data(self, visit: SiteVisit) -> dict[str, str]:
        """
        What is to be confirmed, and the token for the form.
        """
        try:
            ticket = findTicket(self._context.siteStore, visit.parameters["ticket"], VERIFY)
        except NoSuchTicket as e:
            raise NotFound from e
        return {"mailbox": ticket.mailbox, "account": ticket.account, "csrfToken": visit.csrfToken}

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Give the account the address.
        """
        try:
            mailbox = self._context.siteStore.transact(self._verify, visit)
        except (NoSuchTicket, AccountExists) as e:
            raise BadInput(str(e)) from e
        return Redirect("/account", {"mailbox": mailbox}, f"{mailbox} is confirmed.")

    def _verify(self, visit: SiteVisit) -> str:
        account, mailbox = verifyMailbox(self._context.siteStore, visit.parameters["ticket"])
        visit.audit("account.address-confirmed", ownAddressOf(account), mailbox=mailbox)
        visit.alert(account, "address-added", mailbox=mailbox)
        return mailbox
