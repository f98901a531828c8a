"""
Logging in and out by form.

A wrong password and an unknown user get the same answer. Programs do the same with JSON: C{GET /login} tells
the token for C{POST /login}, and that tells the token for everything afterwards.
"""

from __future__ import annotations

from urllib.parse import urlencode

from twisted.cred.checkers import ICredentialsChecker
from twisted.cred.credentials import UsernamePassword
from twisted.cred.error import UnauthorizedLogin
from twisted.web import http
from twisted.web.template import tags

from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, codeGeneratorOf, findAccount, ownAddressOf
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.web._accountpages.cards import HOME
from mantissa_like.web._accountpages.deleting import deletionWithPassword, isDeleted, offerToRestore
from mantissa_like.web._accountpages.passkeys import passkeyButton
from mantissa_like.web._http.sending import localPath
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.parameters import Hidden
from mantissa_like.web._views.texts import Password, Text
from mantissa_like.web.errors import RequestRefused

__all__ = ["LoginPage", "LogoutPage"]

_USERNAME = Text("username", "User name", autocomplete="username")
_PASSWORD = Password("password", "Password")
_THEN = Hidden("then")
_FORM = Form(_USERNAME, _PASSWORD, _THEN, submit="Log in")
_WRONG = "The user name or the password is wrong."


class LoginPage:
    """
    The form to log in, and what it does.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._checker = ICredentialsChecker(context.siteStore)
        self._isOpen = context.config.accounts.signUp == "open"

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        return self._page(visit)

    def data(self, visit: SiteVisit) -> dict[str, str]:
        """
        The token that programs send with their user's name and password.
        """
        return {"csrfToken": visit.csrfToken}

    async def post(self, visit: SiteVisit) -> Page | Redirect:
        """
        Log in, and go to where the form was asked for.
        """
        username = visit.fields.get("username", "").strip()
        address = self._addressOf(username)
        name = username if address is None else str(address)
        attempt = visit.beginAttempt("login", name.lower())
        password = visit.fields.get("password", "")
        if address is not None and isDeleted(self._context, address):
            deletion = await deletionWithPassword(self._context, address, password)
            if deletion is not None:
                attempt.succeed()
                return offerToRestore(address, deletion)
            found = None
        else:
            found = await self._authenticate(address, name, password)
        if found is None:
            if visit.wantsJSON:
                raise RequestRefused(http.FORBIDDEN, _WRONG)
            return self._page(visit, _WRONG)
        attempt.succeed()
        then = localPath(visit.fields.get("then", HOME))
        generator = codeGeneratorOf(found[1])
        if generator is not None and generator.isOn:
            visit.visitors.pending.begin(visit.request, *found)
            data = {"next": "/login/code", "csrfToken": visit.csrfToken}
            return Redirect("/login/code?" + urlencode({"then": then}), data=data)
        token = visit.logIn(*found)
        return Redirect(then, data={"viewer": str(found[0]), "csrfToken": token})

    def _addressOf(self, username: str) -> Address | None:
        try:
            return Address.parse(username, self._context.config.site.domain)
        except InvalidAddress:
            return None

    async def _authenticate(
        self, address: Address | None, name: str, password: str
    ) -> tuple[Address, LoginAccount] | None:
        """
        The address and account that these belong to, None if there is none; takes as long for any address.
        """
        try:
            await self._checker.requestAvatarId(UsernamePassword(name.encode(), password.encode()))
        except UnauthorizedLogin:
            return None
        account = address and findAccount(self._context.siteStore, address.localpart, address.domain)
        # Whichever of the account's addresses was typed, sharing and roles know one.
        return (Address.parse(ownAddressOf(account)), account) if account else None

    def _page(self, visit: SiteVisit, problem: str = "") -> Page:
        then = localPath(visit.fields.get("then") or visit.arguments.get("then", HOME))
        content = tags.section(
            tags.h1("Log in", id="heading"),
            tags.p(problem, class_="problem", role="alert") if problem else "",
            _FORM.show(visit, {_THEN: then}),
            passkeyButton("Log in with a passkey", "/login/passkey"),
            tags.p(tags.a("Forgot your password?", href="/reset")),
            tags.p(tags.a("Make an account", href="/join")) if self._isOpen else "",
            class_="card",
            **{"aria-labelledby": "heading"},
        )
        status = http.FORBIDDEN if problem else http.OK
        return Page("Log in", content, status=status, scripts=("passkeys.js",))


class LogoutPage:
    """
    Where the button to log out leads.
    """

    isHarmlessToVisitors = True

    def __init__(self, context: SiteContext) -> None:
        pass

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Log out and go to the front page; also if the session has ended meanwhile.
        """
        visit.visitors.logOut(visit.request)
        return Redirect("/")
