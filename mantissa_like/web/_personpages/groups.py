"""
The groups that somebody belongs to: artificial users, as which they act.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from twisted.web import http
from twisted.web.template import Flattenable, Tag, tags

from axiom.errors import BrokenReference, UnknownItemType
from axiom.store import Store
from mantissa_like.accounts import isArtificialStore
from mantissa_like.sharing import SELF, Share, actsAsOwner, artificialUsersOf, isManager, titleOf
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._personpages.apps import appCards, appsAsData, tabsOf
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button, confirmed
from mantissa_like.web._views.sharepath import userPath
from mantissa_like.web._websharing.members import Members, visitedStore
from mantissa_like.web.errors import BadInput, NotFound, RequestRefused

__all__ = ["GroupPage", "groupURL", "groupsOfVisitor"]

_ACT, _LEAVE = "act", "leave"
_SECONDS = 8 * 3600.0
_MOST_SHARES = 200


def groupURL(address: str) -> str:
    """
    Where members find a group, quoted.

    @param address: of the artificial user, C{user@domain}.
    """
    return f"/groups/{quote(address, safe='@')}"


def groupsOfVisitor(visit: SiteVisit) -> list[str]:
    """
    The addresses of the groups of who looks, sorted; may be empty.
    """
    return artificialUsersOf(visit.context.siteStore, visit.address)


class GroupPage:
    """
    One group for its members: its applications, what it shares, and who they are.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._members = Members(context)

    def show(self, visit: SiteVisit) -> Page:
        """
        For people.
        """
        store, home = self._entered(visit)
        apps, shares = tabsOf(store), _sharesOf(store)
        name = visit.parameters["address"]
        content: list[Flattenable] = [tags.h1(name)]
        if self._mayLeave(visit):
            content += [
                tags.p("You are a member: here you may do whatever the group may."),
                tags.div(
                    button(visit, f"Act as {name}", act=_ACT),
                    button(visit, "Leave the group …", isDangerous=True, act=_LEAVE),
                    class_="buttons",
                ),
            ]
        content += [
            tags.h2("Apps"),
            appCards(apps, home) if apps else tags.p("The group has no apps yet.", class_="empty"),
            tags.h2("What the group shares"),
            _listed(shares, home) if shares else tags.p("Nothing yet.", class_="empty"),
            tags.h2("Members"),
            self._members.show(visit, isManager(store, _personOf(visit))),
        ]
        return Page(name, content, isWide=True)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        For programs.
        """
        store, home = self._entered(visit)
        return {
            "address": visit.parameters["address"],
            "url": home,
            "apps": appsAsData(tabsOf(store), home),
            "shares": [
                {"title": title, "url": home + quote(shareID, safe="")}
                for shareID, title in _sharesOf(store).items()
            ],
            "members": self._members.data(visit),
            "isManager": isManager(store, _personOf(visit)),
        }

    def post(self, visit: SiteVisit) -> Redirect | Page:
        """
        Act as the group, leave it, or change who its members are, as the field C{act} says.
        """
        store, _ = self._entered(visit)
        acts = {_ACT: self._act, _LEAVE: self._leave}
        if isManager(store, _personOf(visit)):
            acts |= self._members.acts
        return chosenAct(visit, acts)(visit)

    def _entered(self, visit: SiteVisit) -> tuple[Store, str]:
        """
        The group's store, and where what it shares begins.

        @raise NotFound: whoever visits is no member, or there is no such group.
        """
        address, store = visitedStore(visit)
        if not isArtificialStore(store) or not actsAsOwner(store, visit.viewer):
            raise NotFound
        return store, userPath(address, self._context.config.site.domain)

    def _act(self, visit: SiteVisit) -> Redirect:
        address, _ = visitedStore(visit)
        if visit.session is None or visit.session.scopes is not None:
            raise RequestRefused(http.FORBIDDEN, "This takes a browser.")
        if visit.session.impersonator:
            raise BadInput("Be yourself again before you act as somebody else.")

        def begin() -> None:
            visit.audit("impersonation.began", str(address))
            visit.visitors.act(visit.request, str(address), _SECONDS)

        self._context.siteStore.transact(begin)
        return Redirect("/home")

    def _leave(self, visit: SiteVisit) -> Redirect | Page:
        if not self._mayLeave(visit):
            raise BadInput("The group itself can't leave it.")
        name = visit.parameters["address"]
        question = confirmed(
            visit,
            f"Leave {name}?",
            "You act as the group no more, at once. A manager or an administrator can take you in again.",
            "Leave the group",
            visit.path,
        )
        if question is not None:
            return Page("Leave the group", question)
        self._members.remove(visit, str(visit.viewer))
        return Redirect("/home", flash=f"You are no member of {name} any more.")

    def _mayLeave(self, visit: SiteVisit) -> bool:
        return visit.viewer == _personOf(visit)


def _personOf(visit: SiteVisit) -> str:
    """
    Who looks, be it with the eyes of the group.
    """
    impersonator = "" if visit.session is None else visit.session.impersonator
    return impersonator or str(visit.viewer)


def _sharesOf(store: Store) -> dict[str, str]:
    """
    The titles of what others than its members see of a group, by share IDs, the latest first.
    """
    found = store.query(
        Share,
        Share.isLink == False,  # noqa: E712 (a condition of SQL)
        sort=Share.storeID.descending,
        limit=_MOST_SHARES,
    )
    titles: dict[str, str] = {}
    for share in found:
        if share.sharedTo.externalID != SELF:
            titles.setdefault(share.shareID, _titleOf(share))
    return titles


def _titleOf(share: Share) -> str:
    try:
        return titleOf(share.sharedItem, share.shareID)
    except (BrokenReference, UnknownItemType):
        # The application that it belongs to is not there.
        return share.shareID


def _listed(shares: dict[str, str], home: str) -> Tag:
    return tags.ul(
        *(tags.li(tags.a(title, href=home + quote(shareID, safe=""))) for shareID, title in shares.items())
    )
