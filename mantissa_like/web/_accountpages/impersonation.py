"""
Administrators who act as somebody else, to see what they see; and how whoever acts as somebody else stops.
"""

from __future__ import annotations

from twisted.web import http

from mantissa_like.accounts import Address, findAccount
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.web._markup.page import Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web.errors import BadInput, NotFound, RequestRefused

__all__ = ["StartImpersonating", "StopImpersonating"]

_SECONDS = 3600.0


class StartImpersonating:
    """
    What a button beside a user does.
    """

    def __init__(self, context: SiteContext) -> None:
        self._siteStore = context.siteStore

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Act as the user with the address in the path for an hour at most.
        """
        if visit.session is None or visit.session.scopes is not None:
            raise RequestRefused(http.FORBIDDEN, "This takes a browser.")
        if visit.session.impersonator:
            raise BadInput("Be yourself again before you act as somebody else.")
        try:
            address = Address.parse(visit.parameters["address"])
        except InvalidAddress as e:
            raise NotFound from e
        account = findAccount(self._siteStore, address.localpart, address.domain)
        if account is None:
            raise NotFound
        if account.disabled:
            raise BadInput(f"{address} is suspended. Let them log in again first.")
        if address == visit.address:
            raise BadInput("That is you.")
        self._siteStore.transact(self._start, visit, address)
        return Redirect("/")

    def _start(self, visit: SiteVisit, address: Address) -> None:
        visit.audit("impersonation.began", str(address))
        visit.visitors.act(visit.request, str(address), _SECONDS)


class StopImpersonating:
    """
    What the button on every page does while somebody is impersonated.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context, self._siteStore = context, context.siteStore

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Be oneself again; also if one has been for some time.
        """
        if visit.session is None or not visit.session.impersonator:
            return Redirect("/")
        self._siteStore.transact(self._stop, visit)
        person = visit.session.impersonator
        place = "/console/users" if self._context.isAdministrator(person) else "/groups"
        return Redirect(f"{place}/{visit.viewer}", flash=f"You are {person} again.")

    def _stop(self, visit: SiteVisit) -> None:
        visit.audit("impersonation.ended", str(visit.address))
        visit.visitors.act(visit.request, None)
