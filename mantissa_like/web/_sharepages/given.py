"""
What somebody shares, and ending that.
"""

from __future__ import annotations

from typing import Any

from epsilon.extime import Time
from twisted.web.template import Flattenable, tags

from axiom.store import Store
from mantissa_like.sharing import (
    SELF,
    Role,
    Share,
    ShareIDTaken,
    restoreShare,
    revokedShares,
    revokeShares,
)
from mantissa_like.web._http.sending import localPath
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._sharepages.change import ownShare
from mantissa_like.web._sharepages.listing import RESTORE, REVOKE, endedTable, shareTable
from mantissa_like.web._sharepages.words import asData, roleInWords, shareTabs, titleOfShare
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.choices import Choice
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, confirmed
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["GivenPage"]

_REVOKE_ALL = "revokeAll"
_MOST_SHOWN = 2000
_MOST_ENDED = 10
_UNDO = "“Share again” undoes that. What is also shared with a group or with everybody stays so."


class GivenPage:
    """
    What the visitor shares with others.
    """

    def __init__(self, context: SiteContext) -> None:
        pass

    def show(self, visit: SiteVisit) -> Page:
        """
        All of it, what ended lately, and a way to end everything with one person or group.
        """
        store = visit.ownStore
        with store.snapshot():
            shares, ended = _sharesOf(store), revokedShares(store)[:_MOST_ENDED]
            content: list[Flattenable] = [
                tags.h1("What I share"),
                shareTabs("/shares"),
                shareTable(visit, shares, "/shares", withItems=True).show("You share nothing yet."),
            ]
            if ended:
                content += [tags.h2("Ended lately"), endedTable(visit, ended)]
            if shares:
                form = Form(_roleChoice(shares), submit="End all of it …", isDangerous=True)
                content += [
                    tags.h2("Stop sharing with somebody"),
                    form.show(visit, extra={"act": _REVOKE_ALL}),
                ]
        return Page("What I share", content, isWide=True, scripts=("sharing.js",))

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs.
        """
        store = visit.ownStore
        with store.snapshot():
            found = shareTable(visit, _sharesOf(store), "/shares", withItems=True)
            return {
                "shares": [asData(visit, share) for share in found.rows],
                "page": found.page,
                "pages": found.pages,
                "total": found.total,
                "ended": [
                    {"number": each.storeID, "title": titleOfShare(each), "with": each.sharedTo.externalID}
                    for each in revokedShares(store)[:_MOST_ENDED]
                ],
            }

    def post(self, visit: SiteVisit) -> Redirect | Page:
        """
        End a share, all shares with somebody, or undo that, as the field C{act} says.
        """
        acts = {REVOKE: self._revoke, RESTORE: self._restore, _REVOKE_ALL: self._revokeAll}
        return chosenAct(visit, acts)(visit)

    def _revoke(self, visit: SiteVisit) -> Redirect:
        store = visit.ownStore
        share = ownShare(store, visit.fields.get("share", ""))
        (ended,) = revokeShares(store, [share], _now(visit))
        whom = "by link" if ended.isLink else f"with {roleInWords(ended.sharedTo)}"
        then = localPath(visit.fields.get("then", "/shares"))
        told = f"“{titleOfShare(ended)}” is not shared {whom} any more. On “What I share” that can be undone."
        return Redirect(then, {"ended": ended.storeID}, told)

    def _restore(self, visit: SiteVisit) -> Redirect:
        store, number = visit.ownStore, visit.fields.get("share", "")
        ended = next((each for each in revokedShares(store) if str(each.storeID) == number), None)
        if ended is None:
            raise NotFound
        try:
            share = restoreShare(ended)
        except ShareIDTaken as e:
            raise BadInput("Something else is shared under this name by now.") from e
        return Redirect("/shares", asData(visit, share), f"“{titleOfShare(share)}” is shared again.")

    def _revokeAll(self, visit: SiteVisit) -> Redirect | Page:
        store = visit.ownStore
        choice = _roleChoice(_sharesOf(store))
        number = int(Form(choice, submit="").read(visit)[choice])
        role = store.getItemByID(number)
        shares = _sharesWith(store, role)
        count = "1 share" if len(shares) == 1 else f"{len(shares):,} shares"
        asked = confirmed(
            visit,
            f"End everything shared with: {roleInWords(role)}?",
            f"This ends {count} at once. {_UNDO}",
            "End all of it",
            "/shares",
        )
        if asked is not None:
            return Page("Stop sharing", asked)
        ended = store.transact(lambda: revokeShares(store, _sharesWith(store, role), _now(visit)))
        return Redirect("/shares", {"ended": [each.storeID for each in ended]}, f"Ended {count}.")


def _sharesOf(store: Store) -> list[Share]:
    found = store.query(Share, sort=Share.storeID.descending, limit=_MOST_SHOWN)
    return [share for share in found if share.sharedTo.externalID != SELF]


def _sharesWith(store: Store, role: Role) -> list[Share]:
    return list(store.query(Share, (Share.sharedTo == role) & (Share.isLink == False)))  # noqa: E712


def _roleChoice(shares: list[Share]) -> Choice:
    roles = {share.sharedTo.storeID: share.sharedTo for share in shares if not share.isLink}
    named = sorted((roleInWords(role), str(number)) for number, role in roles.items())
    return Choice("role", "With", options=tuple((number, name) for name, number in named))


def _now(visit: SiteVisit) -> Time:
    return Time.fromPOSIXTimestamp(visit.clock.seconds())
