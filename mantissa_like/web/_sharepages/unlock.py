"""
Asking for the password of a link.
"""

from __future__ import annotations

from typing import Any

from twisted.web import http
from twisted.web.template import tags

from mantissa_like.sharing import Share, getDefaultShareID, getLockedShares, roleOf, unlockingToken
from mantissa_like.web._http.sending import localPath
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._sharepages.terms import Hashing
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web._views.parameters import Hidden
from mantissa_like.web._views.sharepath import parseSharePath
from mantissa_like.web._views.texts import Password
from mantissa_like.web.errors import NotFound, RequestRefused

__all__ = ["UnlockPage"]

_PASSWORD = Password("password", "Password", autocomplete="off")
_TO = Hidden("to")
_FORM = Form(_PASSWORD, _TO, submit="Open")
_WRONG = "The password is wrong."


class UnlockPage:
    """
    Asks whoever opens a protected link, C{to}, for its password, and lets their browser remember it.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context, self._hashing = context, Hashing(context.siteStore)

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        to = visit.arguments.get("to", "")
        self._locked(visit, to)
        return _page(visit, to)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The token that programs send with the password.
        """
        return {"csrfToken": visit.csrfToken}

    async def post(self, visit: SiteVisit) -> Page | Redirect:
        """
        Compare the password, and go on to what was asked for.
        """
        to = visit.fields.get("to", "")
        place, shares = self._locked(visit, to)
        password = _FORM.read(visit)[_PASSWORD]
        attempt = visit.beginAttempt("share", place)
        for share in shares:
            token = unlockingToken(share)
            if await self._hashing.isPassword(password, share.passwordHash):
                attempt.succeed()
                visit.visitors.unlock(visit.request, place, token)
                return Redirect(to)
        if visit.wantsJSON:
            raise RequestRefused(http.FORBIDDEN, _WRONG)
        return _page(visit, to, _WRONG)

    def _locked(self, visit: SiteVisit, to: str) -> tuple[str, list[Share]]:
        """
        The place of what takes a password at C{to}, and the shares by which it does.

        @raise NotFound: nothing there takes one from this visitor.
        """
        path = parseSharePath(localPath(to).partition("?")[0].encode(), self._context.config.site.domain)
        if path is None:
            raise NotFound
        name = (path.owner, None) if path.user is None else (path.user.localpart, path.user.domain)
        store = visit.storeOf(*name)
        with store.snapshot():
            shareID = getDefaultShareID(store) if path.shareID is None else path.shareID
            found = [] if shareID is None else getLockedShares(store, roleOf(store, visit.viewer), shareID)
        if shareID is None or not found:
            raise NotFound
        return path.pathOf(shareID), found


def _page(visit: SiteVisit, to: str, problem: str = "") -> Page:
    content = tags.section(
        tags.h1("This takes a password", id="heading"),
        tags.p("Whoever sent you the link can tell it."),
        tags.p(problem, class_="problem", role="alert") if problem else "",
        _FORM.show(visit, {_TO: to}, "/shares/unlock"),
        class_="card",
        **{"aria-labelledby": "heading"},
    )
    return Page("Password", content, status=http.FORBIDDEN if problem else http.OK, isUnlisted=True)
