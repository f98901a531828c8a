"""
Choosing a new password by mail.

Whoever asks gets the same answer, whether or not there is such an account.
"""

from __future__ import annotations

from functools import partial

from twisted.web.template import tags

from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, accountOfReset, askForReset, ownAddressOf, resetPassword
from mantissa_like.accounts.errors import InvalidAddress, NoSuchTicket, WeakPassword
from mantissa_like.web._accountpages.cards import card, requireMail
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.texts import Password, Text
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["ResetPage", "ResetTicketPage"]

_USERNAME = Text("username", "User name or e-mail address", autocomplete="username", longest=318)
_ASK = Form(_USERNAME, submit="Send me a link")
_PASSWORD = Password(
    "password",
    "New password",
    hint="At least 10 characters; a few words are good.",
    autocomplete="new-password",
)
_CHOOSE = Form(_PASSWORD, submit="Take this password")
_SENT = (
    "If there is such an account, and it has a confirmed e-mail address, we have sent a message there. "
    "It says how to go on."
)


class ResetPage:
    """
    Where somebody asks for a link.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        return card(
            "Forgot your password?", tags.p("We send a link to your e-mail address."), _ASK.show(visit)
        )

    def data(self, visit: SiteVisit) -> dict[str, str]:
        """
        The token for the form.
        """
        return {"csrfToken": visit.csrfToken}

    def post(self, visit: SiteVisit) -> Page | dict[str, bool]:
        """
        Send the link, to whom it belongs.
        """
        config = self._context.config
        requireMail(config)
        username = _ASK.read(visit)[_USERNAME]
        try:
            address = Address.parse(username, config.site.domain)
        except InvalidAddress as e:
            raise BadInput("This is no user name.", {_USERNAME.name: e.hint}) from e
        visit.beginAttempt("reset", str(address))
        askForReset(self._context.siteStore, config, address)
        return {"sent": True} if visit.wantsJSON else card("Look into your mail", tags.p(_SENT))


class ResetTicketPage:
    """
    Where the link leads.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The form for the new password.
        """
        try:
            address = accountOfReset(self._context.siteStore, visit.parameters["ticket"])
        except NoSuchTicket as e:
            again = tags.p(tags.a("Ask for another one", href="/reset"))
            return card("This link is of no use", tags.p(str(e)), again)
        said = f"This is for the account {address}. Afterwards you are logged out everywhere."
        return card("Choose a new password", tags.p(said), _CHOOSE.show(visit))

    def data(self, visit: SiteVisit) -> dict[str, str]:
        """
        Whose password it is, and the token for the form.
        """
        try:
            address = accountOfReset(self._context.siteStore, visit.parameters["ticket"])
        except NoSuchTicket as e:
            raise NotFound from e
        return {"account": str(address), "csrfToken": visit.csrfToken}

    async def post(self, visit: SiteVisit) -> Redirect:
        """
        Change the password. Logging in is another step, for which there may be a second factor.
        """
        password = _CHOOSE.read(visit)[_PASSWORD]
        try:
            await resetPassword(
                self._context.siteStore, visit.parameters["ticket"], password, partial(self._conclude, visit)
            )
        except NoSuchTicket as e:
            raise BadInput(str(e)) from e
        except WeakPassword as e:
            raise BadInput("This password is not good enough.", {_PASSWORD.name: str(e)}) from e
        return Redirect("/login", flash="Your password is changed. Log in with it.")

    def _conclude(self, visit: SiteVisit, account: LoginAccount) -> None:
        visit.audit("account.password-reset", ownAddressOf(account))
        visit.alert(account, "password-changed")
