"""
The second step of logging in, for those who have set it up.
"""

from __future__ import annotations

from twisted.web import http
from twisted.web.template import tags

from mantissa_like.accounts import recoveryCodesLeft, takeCode
from mantissa_like.web._accountpages.cards import HOME
from mantissa_like.web._http.sending import localPath
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.parameters import Hidden
from mantissa_like.web._views.texts import Text
from mantissa_like.web.errors import BadInput, RequestRefused

__all__ = ["CodePage"]

_CODE = Text(
    "code",
    "Code",
    longest=40,
    autocomplete="one-time-code",
    hint="The six figures that your app shows, or one of your recovery codes.",
)
_THEN = Hidden("then")
_FORM = Form(_CODE, _THEN, submit="Log in")


class CodePage:
    """
    The form for the code.
    """

    def __init__(self, context: SiteContext) -> None:
        self._siteStore = context.siteStore

    def show(self, visit: SiteVisit) -> Page | Redirect:
        """
        The form; the one for the password if nobody has entered that here.
        """
        then = localPath(visit.fields.get("then") or visit.arguments.get("then", HOME))
        if visit.visitors.pending.find(visit.request) is None:
            return Redirect("/login")
        content = tags.section(
            tags.h1("Enter your code", id="heading"),
            _FORM.show(visit, {_THEN: then}),
            class_="card",
            **{"aria-labelledby": "heading"},
        )
        return Page("Enter your code", content)

    def data(self, visit: SiteVisit) -> dict[str, str]:
        """
        The token that programs send with the code.
        """
        return {"csrfToken": visit.csrfToken}

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Log in, and go to where the form for the password was asked for.
        """
        found = visit.visitors.pending.find(visit.request)
        if found is None:
            raise RequestRefused(http.FORBIDDEN, "Enter your password first, at /login.")
        address, account = found
        filled = _FORM.read(visit)
        attempt = visit.beginAttempt("code", str(address))
        codesBefore = recoveryCodesLeft(account)
        if not self._siteStore.transact(takeCode, account, filled[_CODE], visit.clock.seconds()):
            raise BadInput("That code is not right, or was used before.", {"code": "Try the next one."})
        attempt.succeed()
        visit.visitors.pending.end(visit.request)
        token = visit.logIn(address, account)
        codesLeft = recoveryCodesLeft(account)
        flash = ""
        if codesLeft < codesBefore:
            visit.audit("account.recovery-code-used", str(address), left=codesLeft)
            flash = f"You have {codesLeft} recovery codes left."
        return Redirect(
            localPath(filled[_THEN]), data={"viewer": str(address), "csrfToken": token}, flash=flash
        )
