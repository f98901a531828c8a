"""
One user: what there is to know, and the buttons for what an administrator can do.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, deletionOf, isArtificial
from mantissa_like.catalog import administrators
from mantissa_like.web._console.accountacts import AccountActs, addressesOf, visitedAccount
from mantissa_like.web._console.appointments import Appointments
from mantissa_like.web._console.databases import databaseBytes, placeOf
from mantissa_like.web._console.endowments import Endowments
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.helpingin import HelpingIn
from mantissa_like.web._console.users import SECTION, lastSeen, stateBadge, stateOf
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.wording import bytesInWords, momentOf, timeTag
from mantissa_like.web._visitors.sessions import sessionsOf
from mantissa_like.web._websharing.members import Members

__all__ = ["UserPage"]


class UserPage:
    """
    The page of one account, by one of its addresses.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._endowments = Endowments(context)
        self._accountActs = AccountActs(context)
        self._appointments = Appointments(context)
        self._helpingIn = HelpingIn(context)
        self._members = Members(context)
        self._acts = {**self._accountActs.acts, **self._endowments.acts}
        self._actsOnPerson = {**self._acts, **self._helpingIn.acts, **self._appointments.acts}
        self._actsOnGroup = {**self._acts, **self._members.acts}

    def show(self, visit: SiteVisit) -> Page:
        """
        The facts, the products, and a button for everything that can be done.
        """
        address, account = visitedAccount(self._context, visit)
        isAdministrator = self._isAdministrator(address)
        return consolePage(
            SECTION,
            str(address),
            self._facts(address, account, isAdministrator),
            # The store of a deleted account stays closed.
            "" if deletionOf(account) else [tags.h2("Products"), self._endowments.show(visit, address)],
            self._membersSection(visit, account),
            tags.h2("Account"),
            tags.div(
                *self._accountActs.buttons(visit, account),
                *(() if isArtificial(account) else self._helpingIn.buttons(visit, account)),
                "" if isArtificial(account) else self._appointments.button(visit, isAdministrator),
                class_="buttons",
            ),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same facts.
        """
        address, account = visitedAccount(self._context, visit)
        seen = lastSeen(self._context, str(address))
        isGroup = isArtificial(account) and deletionOf(account) is None
        return {
            "address": str(address),
            "kind": "group" if isArtificial(account) else "person",
            "members": self._members.data(visit) if isGroup else [],
            "addresses": addressesOf(account),
            "state": stateOf(account),
            "isAdministrator": self._isAdministrator(address),
            "lastSeen": None if seen is None else momentOf(seen),
            "sessions": sessionsOf(account).count(),
            "bytes": databaseBytes(account.avatars),
            "products": [] if deletionOf(account) else self._endowments.data(visit, address),
        }

    def post(self, visit: SiteVisit) -> Any:
        """
        Do what a button says.
        """
        _, account = visitedAccount(self._context, visit)
        acts = self._actsOnGroup if isArtificial(account) else self._actsOnPerson
        return chosenAct(visit, acts)(visit)

    def _membersSection(self, visit: SiteVisit, account: LoginAccount) -> Flattenable:
        if not isArtificial(account) or deletionOf(account) is not None:
            return ""
        return [tags.h2("Members"), self._members.show(visit, mayChange=True)]

    def _isAdministrator(self, address: Address) -> bool:
        return str(address) in administrators(self._context.siteStore, self._context.pool)

    def _facts(self, address: Address, account: LoginAccount, isAdministrator: bool) -> Tag:
        place, size = placeOf(account.avatars), databaseBytes(account.avatars)
        shown: dict[str, Flattenable] = {
            "Kind": "a group, as which its members act" if isArtificial(account) else "a person",
            "State": [stateBadge(account), *([" administrator"] if isAdministrator else [])],
        }
        if (deletion := deletionOf(account)) is not None:
            shown["Can be restored until"] = timeTag(deletion.ends)
        shown["Addresses"] = ", ".join(addressesOf(account))
        shown["Last seen"] = timeTag(lastSeen(self._context, str(address)))
        shown["Sessions"] = f"{sessionsOf(account).count():,}"
        if size is not None and place is not None:
            shown["Database"] = bytesInWords(size)
            shown["Store"] = tags.a(place.name, href=f"/console/stores/{account.avatars.storeID}")
        return facts(shown)
