"""
Changing the password.
"""

from __future__ import annotations

from functools import partial

from axiom.errors import BadCredentials
from axiom.userbase import LoginAccount
from mantissa_like.accounts import changePassword
from mantissa_like.accounts.errors import WeakPassword
from mantissa_like.web._accountpages.cards import card
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.texts import Password
from mantissa_like.web.errors import BadInput

__all__ = ["PasswordPage"]

_OLD = Password("old", "Password until now")
_NEW = Password(
    "new", "New password", hint="At least 10 characters; a few words are good.", autocomplete="new-password"
)
_FORM = Form(_OLD, _NEW, submit="Change the password")


class PasswordPage:
    """
    The form, and what it does.
    """

    def __init__(self, context: SiteContext) -> None:
        pass

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        return card("Change your password", _FORM.show(visit))

    async def post(self, visit: SiteVisit) -> Redirect:
        """
        Change it; all other sessions end.
        """
        filled, account, address = _FORM.read(visit), visit.account, visit.address
        attempt = visit.beginAttempt("login", str(address))
        try:
            await changePassword(
                account, address, filled[_OLD], filled[_NEW], partial(self._conclude, visit, account)
            )
        except WeakPassword as e:
            raise BadInput("The new password is not good enough.", {_NEW.name: str(e)}) from e
        except BadCredentials as e:
            raise BadInput("Your password until now is another one.", {_OLD.name: "Try again."}) from e
        attempt.succeed()
        token = visit.visitors.logIn(visit.request, address, account)
        data = {"viewer": str(address), "csrfToken": token}
        return Redirect("/account", data, "Your password is changed. You are logged out everywhere else.")

    def _conclude(self, visit: SiteVisit, account: LoginAccount) -> None:
        visit.audit("account.password-changed", str(visit.address))
        visit.alert(account, "password-changed")
