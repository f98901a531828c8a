"""
Inviting people, and the invitations that nobody has used yet.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, tags

from axiom.attributes import AND
from axiom.iaxiom import IScheduler
from mantissa_like.accounts import INVITE, AccountTicket, Address, invite
from mantissa_like.accounts.errors import AccountExists, InvalidAddress
from mantissa_like.catalog import products
from mantissa_like.mail import InvalidMail
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.frame import askedOnce, consolePage
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.choices import Choices
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, button
from mantissa_like.web._views.numbers import Number
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._views.texts import Email
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["InvitationsPage"]

_SECTION, _TITLE = "Users", "Invitations"
_MAILBOX = Email("mailbox", "E-mail address")
_DAYS = Number("days", "Days to use it", least=1, most=90)


class InvitationsPage:
    """
    The invitations, and the form for another one.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The table and the form.
        """
        form = self._form(self._products())
        return consolePage(
            _SECTION,
            _TITLE,
            self._found(visit).show("Nobody is invited."),
            tags.h2("Invite somebody"),
            form.show(visit, {_DAYS: 14}, extra={"act": "invite"}),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The invitations, without what lets people in.
        """
        return self._found(visit).data()

    def post(self, visit: SiteVisit) -> Any:
        """
        Invite somebody, or take an invitation back.
        """
        return chosenAct(visit, {"invite": self._invite, "withdraw": self._withdraw})(visit)

    def _invite(self, visit: SiteVisit) -> Answer:
        chosen, config = self._products(), self._context.config
        if config.accounts.signUp == "closed":
            raise BadInput("Sign-up is closed. Allow it first: Settings has it under accounts.")
        filled = self._form(chosen).read(visit)
        granted = filled[chosen] if chosen.options else ()
        mailbox, inviter = filled[_MAILBOX], str(visit.address)
        try:
            address = Address.parse(mailbox)
            audited(
                visit,
                "account.invited",
                str(address),
                lambda: invite(self._context.siteStore, config, address, granted, filled[_DAYS], inviter),
                products=" ".join(granted),
            )
        except AccountExists as e:
            raise BadInput("Somebody has an account with this address.", {_MAILBOX.name: str(e)}) from e
        except (InvalidAddress, InvalidMail) as e:
            raise BadInput("Mail can’t be sent to this address.", {_MAILBOX.name: str(e)}) from e
        return Redirect(visit.path, flash=f"An invitation to {mailbox} is on its way.")

    def _withdraw(self, visit: SiteVisit) -> Answer:
        number = visit.fields.get("number", "")
        ticket = next((each for each in self._tickets() if str(each.storeID) == number), None)
        if ticket is None:
            raise NotFound
        question = askedOnce(
            visit,
            _SECTION,
            f"Take back the invitation of {ticket.mailbox}?",
            "The link in the mail is of no use any more. You can invite them again.",
            "Take it back",
        )
        if question is not None:
            return question
        audited(visit, "account.invitation-withdrawn", ticket.mailbox, ticket.deleteFromStore)
        return Redirect(visit.path, flash="It is taken back.")

    def _tickets(self) -> Any:
        store = self._context.siteStore
        isOfUse = AccountTicket.expires > IScheduler(store).now()
        return store.query(AccountTicket, AND(AccountTicket.purpose == INVITE, isOfUse))

    def _found(self, visit: SiteVisit) -> TablePage[AccountTicket]:
        def withdraw(ticket: AccountTicket) -> Flattenable:
            return button(visit, "Take back", None, True, act="withdraw", number=str(ticket.storeID))

        table: Table[AccountTicket] = Table(
            Column(
                "mailbox", "Sent to", lambda ticket: ticket.mailbox, by=AccountTicket.mailbox, isFiltered=True
            ),
            Column("inviter", "Invited by", lambda ticket: ticket.inviter),
            Column("products", "Products", lambda ticket: ", ".join(ticket.products)),
            momentColumn("expires", "Until", lambda ticket: ticket.expires, AccountTicket.expires),
            Column("number", "", lambda ticket: ticket.storeID, cell=withdraw),
            sort="expires",
        )
        return table.of(self._tickets(), visit)

    def _products(self) -> Choices:
        options = tuple((each.name, each.name) for each in products(self._context.siteStore))
        return Choices("products", "Products besides the usual ones", options=options)

    def _form(self, chosen: Choices) -> Form:
        return Form(_MAILBOX, _DAYS, *((chosen,) if chosen.options else ()), submit="Invite")
