"""
Asking again for the password or a passkey, before somebody may change how they log in.
"""

from __future__ import annotations

from twisted.cred.checkers import ICredentialsChecker
from twisted.cred.credentials import UsernamePassword
from twisted.cred.error import UnauthorizedLogin
from twisted.web import http
from twisted.web.template import tags

from mantissa_like.accounts import Passkey, passkeysOf
from mantissa_like.web._accountpages.passkeys import PasskeyUse, passkeyButton
from mantissa_like.web._http.sending import localPath
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.parameters import Hidden
from mantissa_like.web._views.texts import Password
from mantissa_like.web.errors import BadInput, RequestRefused

__all__ = ["ConfirmPage", "PasskeyConfirm"]

_PASSWORD = Password("password", "Password", autocomplete="current-password")
_THEN = Hidden("then")
_FORM = Form(_PASSWORD, _THEN, submit="Go on")


class ConfirmPage:
    """
    Where the pages lead that are for a recent login alone.
    """

    def __init__(self, context: SiteContext) -> None:
        self._checker = ICredentialsChecker(context.siteStore)

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        then = localPath(visit.fields.get("then") or visit.arguments.get("then", "/account"))
        hasPasskeys = passkeysOf(visit.account).count() > 0
        content = tags.section(
            tags.h1("Is it you?", id="heading"),
            tags.p("To make sure that it is you, please enter your password again."),
            _FORM.show(visit, {_THEN: then}),
            passkeyButton("Use a passkey instead", "/login/confirm/passkey") if hasPasskeys else "",
            class_="card",
            **{"aria-labelledby": "heading"},
        )
        return Page("Is it you?", content, scripts=("passkeys.js",) if hasPasskeys else ())

    async def post(self, visit: SiteVisit) -> Redirect:
        """
        Go on to where the form was asked for.
        """
        _mustBeThemselves(visit)
        filled = _FORM.read(visit)
        attempt = visit.beginAttempt("login", str(visit.address))
        try:
            await self._checker.requestAvatarId(
                UsernamePassword(str(visit.address).encode(), filled[_PASSWORD].encode())
            )
        except UnauthorizedLogin as e:
            raise BadInput("That is not your password.", {"password": "Try again."}) from e
        attempt.succeed()
        visit.visitors.confirm(visit.request)
        return Redirect(localPath(filled[_THEN]))


class PasskeyConfirm(PasskeyUse):
    """
    The same with a passkey of who is logged in.
    """

    def used(self, visit: SiteVisit, key: Passkey) -> Redirect:
        """
        Go on to where the form was asked for.
        """
        _mustBeThemselves(visit)
        if key.account is not visit.account:
            raise RequestRefused(http.FORBIDDEN, f"This passkey is not one of {visit.address}.")
        visit.visitors.confirm(visit.request)
        then = localPath(visit.fields.get("then", "/account"))
        return Redirect(then, data={"url": then})


def _mustBeThemselves(visit: SiteVisit) -> None:
    """
    @raise RequestRefused: a program visits, or an administrator in the place of somebody else.
    """
    if visit.session is None or visit.session.scopes is not None or visit.session.impersonator:
        raise RequestRefused(http.FORBIDDEN, "Only the person themselves can do this, in a browser.")
