"""
Signing up: asking for a ticket, and making an account with it.

Whether or not somebody has an account, they get the same answer here, and the rest by mail. Looking at a
ticket does not use it up, as programs look at links in mail.
"""

from __future__ import annotations

from urllib.parse import quote

from twisted.web.template import Flattenable, tags

from axiom.userbase import LoginAccount
from mantissa_like.accounts import INVITE, JOIN, AccountTicket, Address, askToJoin, findTicket, join
from mantissa_like.accounts.errors import AccountExists, InvalidAddress, NoSuchTicket, WeakPassword
from mantissa_like.catalog import endow
from mantissa_like.mail import InvalidMail
from mantissa_like.web._accountpages.cards import HOME, card, requireMail
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.choices import CheckBox
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.parameters import Parameter
from mantissa_like.web._views.texts import Email, Password, Text
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["JoinPage", "JoinTicketPage"]

_TITLE = "Make an account"
_MAILBOX = Email("mailbox", "E-mail address", hint="We send you a link there.")
_ASK = Form(_MAILBOX, submit="Send me a link")
_PASSWORD = Password(
    "password", "Password", hint="At least 10 characters; a few words are good.", autocomplete="new-password"
)
_TERMS = CheckBox("terms", "I agree to the terms")


class JoinPage:
    """
    Where somebody asks for a ticket.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        policy = self._context.config.accounts.signUp
        if policy == "closed":
            raise NotFound
        if policy == "invitation":
            return card(_TITLE, tags.p("Accounts here are by invitation. Ask an administrator for one."))
        return card(_TITLE, _ASK.show(visit), tags.p(tags.a("I have an account", href="/login")))

    def data(self, visit: SiteVisit) -> dict[str, str]:
        """
        Who may sign up, and the token for the form.
        """
        return {"signUp": self._context.config.accounts.signUp, "csrfToken": visit.csrfToken}

    def post(self, visit: SiteVisit) -> Page | dict[str, bool]:
        """
        Send a ticket.
        """
        config = self._context.config
        if config.accounts.signUp != "open":
            raise NotFound
        requireMail(config)
        try:
            mailbox = Address.parse(_ASK.read(visit)[_MAILBOX])
            visit.beginAttempt("join", str(mailbox))
            askToJoin(self._context.siteStore, config, mailbox)
        except (InvalidAddress, InvalidMail) as e:
            problem = "We can’t send mail to this address."
            raise BadInput(problem, {_MAILBOX.name: problem}) from e
        if visit.wantsJSON:
            return {"sent": True}
        return card(
            "Look into your mail", tags.p(f"We have sent a message to {mailbox}. It says how to go on.")
        )


class JoinTicketPage:
    """
    Where somebody makes an account with a ticket.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._domain = context.config.site.domain
        hint = f"Others will know you as name@{self._domain}."
        self._name = Text("name", "User name", hint=hint, longest=64, autocomplete="username")
        asked: tuple[Parameter[str] | Parameter[bool], ...] = (self._name, _PASSWORD)
        self._terms = context.config.accounts.terms
        self._form = Form(*asked, *((_TERMS,) if self._terms else ()), submit=_TITLE)

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        ticket = self._ticketOf(visit)
        if ticket is None:
            return card("This link is of no use", *_whatNow(self._context.config.accounts.signUp))
        proposed = ticket.mailbox.partition("@")[0]
        terms = tags.p(tags.a("Read the terms", href=self._terms)) if self._terms else ""
        return card(
            _TITLE,
            tags.p(f"Your e-mail address is {ticket.mailbox}."),
            terms,
            self._form.show(visit, {self._name: proposed}, action=_path(visit)),
        )

    def data(self, visit: SiteVisit) -> dict[str, str]:
        """
        Whom the ticket was sent to, and the token for the form.
        """
        ticket = self._ticketOf(visit)
        if ticket is None:
            raise NotFound
        return {"mailbox": ticket.mailbox, "csrfToken": visit.csrfToken}

    async def post(self, visit: SiteVisit) -> Redirect:
        """
        Make the account, and log in to it.
        """
        filled = self._form.read(visit)
        if self._terms and not filled[_TERMS]:
            raise BadInput("To make an account, agree to the terms.", {_TERMS.name: "Check this."})
        name = filled[self._name]
        try:
            address = Address(name, self._domain)
            account = await join(
                self._context.siteStore,
                visit.parameters["ticket"],
                address,
                filled[_PASSWORD],
                lambda account, ticket: self._furnish(visit, address, account, ticket),
            )
        except InvalidAddress as e:
            raise BadInput("This can’t be a user name.", {self._name.name: e.hint}) from e
        except AccountExists as e:
            raise BadInput("Somebody has this name.", {self._name.name: "Choose another one."}) from e
        except WeakPassword as e:
            raise BadInput("This password is not good enough.", {_PASSWORD.name: str(e)}) from e
        except NoSuchTicket as e:
            raise BadInput(str(e)) from e
        token = visit.visitors.logIn(visit.request, address, account)
        data = {"viewer": str(address), "csrfToken": token}
        return Redirect(HOME, data, f"Welcome! Your account is {address}.")

    def _furnish(
        self, visit: SiteVisit, address: Address, account: LoginAccount, ticket: AccountTicket
    ) -> None:
        if ticket.products:
            with account.avatars.opened() as userStore:
                endow(self._context.siteStore, userStore, ticket.products)
        visit.audit("account.joined", str(address), mailbox=ticket.mailbox, inviter=ticket.inviter)

    def _ticketOf(self, visit: SiteVisit) -> AccountTicket | None:
        try:
            return findTicket(self._context.siteStore, visit.parameters["ticket"], JOIN, INVITE)
        except NoSuchTicket:
            return None


def _path(visit: SiteVisit) -> str:
    return f"/join/{quote(visit.parameters['ticket'], safe='')}"


def _whatNow(policy: str) -> tuple[Flattenable, ...]:
    said = tags.p("It is too old, or it was used already.")
    if policy == "open":
        return said, tags.p(tags.a("Ask for another one", href="/join"))
    return (said, tags.p("Ask who invited you for another one."))
