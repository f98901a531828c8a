"""
Logging in and out by form.

A wrong password and an unknown user get the same answer. Programs do the same with JSON: C{GET /login} tells
the token for C{POST /login}, and that tells the token for everything afterwards.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode

from twisted.cred.checkers import ICredentialsChecker
from twisted.cred.credentials import UsernamePassword
from twisted.cred.error import UnauthorizedLogin
from twisted.web import http
from twisted.web.resource import Resource
from twisted.web.server import Request

from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, findAccount
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.web._http.accept import prefersJSON
from mantissa_like.web._http.answering import answerWith
from mantissa_like.web._http.fields import readFields
from mantissa_like.web._http.sending import redirect, send
from mantissa_like.web._markup.representation import HTML, Representation, dataFor, problemFor
from mantissa_like.web._markup.shell import Shell
from mantissa_like.web._markup.templates import bundledTemplate
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._visitors.cookies import LOGIN_COOKIE, Cookies
from mantissa_like.web._visitors.csrf import csrfToken, requireOwnForm
from mantissa_like.web._visitors.visitors import Visitors

__all__ = ["LoginPage", "LogoutPage", "localPath"]

_LOGIN = bundledTemplate("login")
_PROBLEM = bundledTemplate("problem")
_SECRET_BYTES = 32
_LOCAL_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_WRONG = "The user name or the password is wrong."


def localPath(url: str) -> str:
    """
    C{url} if it leads to a page of this site, else the front page.

    @return: begins with one slash; ASCII.
    """
    return url if _LOCAL_PATH.fullmatch(url) else "/"


class LoginPage(Resource):
    """
    The form to log in, and what it does.
    """

    isLeaf = True
    allowedMethods = (b"GET", b"HEAD", b"POST")

    def __init__(self, context: SiteContext, visitors: Visitors, cookies: Cookies, shell: Shell) -> None:
        super().__init__()
        self._context, self._visitors, self._cookies, self._shell = context, visitors, cookies, shell
        self._checker = ICredentialsChecker(context.siteStore)

    def render_GET(self, request: Request) -> bytes:
        """
        Show the form.
        """
        # The only cookie that somebody gets who is not logged in; one serves all open forms.
        secret = self._cookies.read(request, LOGIN_COOKIE)
        if not secret:
            secret = urlsafe_b64encode(self._context.randomBytes(_SECRET_BYTES)).decode()
            self._cookies.write(request, LOGIN_COOKIE, secret)
        if prefersJSON(request.getHeader(b"Accept")):
            return send(request, dataFor({"csrfToken": csrfToken(secret)}))
        then = request.args.get(b"then", [b"/"])[0].decode("ascii", "replace")
        return send(request, self._form(secret, then))

    def render_POST(self, request: Request) -> bytes | int:
        """
        Log in, and go to where the form was asked for.
        """
        return answerWith(request, self._logIn(request))

    async def _logIn(self, request: Request) -> bytes:
        fields = readFields(request)
        secret = self._cookies.read(request, LOGIN_COOKIE) or ""
        requireOwnForm(
            request, fields, csrfToken(secret) if secret else None, self._context.config.site.publicURL
        )
        username, then = fields.get("username", "").strip(), fields.get("then", "/")
        found = await self._authenticate(username, fields.get("password", ""))
        wantsJSON = prefersJSON(request.getHeader(b"Accept"))
        if found is None:
            if wantsJSON:
                return send(request, problemFor(http.FORBIDDEN, "Not logged in", _WRONG))
            return send(request, self._form(secret, then, username, _WRONG))
        token = self._visitors.logIn(request, *found)
        self._cookies.clear(request, LOGIN_COOKIE)
        if wantsJSON:
            return send(request, dataFor({"viewer": str(found[0]), "csrfToken": token}))
        return redirect(request, localPath(then))

    async def _authenticate(self, username: str, password: str) -> tuple[Address, LoginAccount] | None:
        """
        The address and account that these belong to, None if there is none; takes as long for any address.
        """
        try:
            address = Address.parse(username, self._context.config.site.domain)
        except InvalidAddress:
            address = None
        name = username if address is None else str(address)
        try:
            await self._checker.requestAvatarId(UsernamePassword(name.encode(), password.encode()))
        except UnauthorizedLogin:
            return None
        account = address and findAccount(self._context.siteStore, address.localpart, address.domain)
        return (address, account) if address and account else None

    def _form(self, secret: str, then: str, username: str = "", problem: str = "") -> Representation:
        main = _LOGIN.fill(
            problem=_PROBLEM.fill(text=problem) if problem else b"",
            csrfToken=csrfToken(secret),
            then=localPath(then),
            username=username,
        )
        status = http.FORBIDDEN if problem else http.OK
        return Representation(HTML, self._shell.pageForAll("Log in", main), status)


class LogoutPage(Resource):
    """
    Where the button to log out leads.
    """

    isLeaf = True
    allowedMethods = (b"POST",)
    # Resource would answer HEAD as it does GET.
    render_HEAD = None  # type: ignore[assignment]

    def __init__(self, context: SiteContext, visitors: Visitors) -> None:
        super().__init__()
        self._context, self._visitors = context, visitors

    def render_POST(self, request: Request) -> bytes | int:
        """
        Log out and go to the front page; also if the session has ended meanwhile.
        """
        return answerWith(request, self._logOut(request))

    async def _logOut(self, request: Request) -> bytes:
        fields = readFields(request)
        session = self._visitors.find(request)
        if session is not None:
            requireOwnForm(request, fields, session.csrfToken, self._context.config.site.publicURL)
        self._visitors.logOut(request)
        return redirect(request, "/")
