"""
What others share with somebody.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from twisted.web.template import Flattenable, tags

from axiom.errors import CannotOpenStore
from axiom.store import Store
from mantissa_like.accounts import Address, findSubStore
from mantissa_like.sharing import (
    BlockedSharer,
    NoSuchShare,
    ReceivedShare,
    blockSharer,
    getShareFor,
    receivedShares,
    unblockSharer,
)
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._sharepages.words import shareTabs
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import button, confirmed
from mantissa_like.web._views.sharepath import userPath
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web.errors import NotFound

__all__ = ["ReceivedPage"]

_HIDE, _SHOW, _BLOCK, _UNBLOCK = "hide", "show", "block", "unblock"


class ReceivedPage:
    """
    What is shared with the visitor, of which each entry is looked at anew: whether they may see it is decided
    by whoever shares it, at the moment.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        What can be seen now, and whom the visitor has blocked.
        """
        store, isHidden = visit.ownStore, "hidden" in visit.arguments
        table = self._table(visit, isHidden).show(
            "You have hidden nothing." if isHidden else "Nobody shares anything with you yet."
        )
        url, label = ("", "Back") if isHidden else ("?hidden=1", "What I have hidden")
        content: list[Flattenable] = [
            tags.h1("Hidden" if isHidden else "Shared with me"),
            shareTabs("/shares/received"),
            table,
            tags.p(tags.a(label, href=f"/shares/received{url}")),
        ]
        blocked = list(store.query(BlockedSharer, sort=BlockedSharer.sharer.ascending))
        if blocked:
            entries = (
                tags.li(each.sharer, " ", button(visit, "Unblock", act=_UNBLOCK, sharer=each.sharer))
                for each in blocked
            )
            content += [tags.h2("Blocked"), tags.ul(*entries)]
        return Page("Shared with me", content, isWide=True)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs.
        """
        return self._table(visit, "hidden" in visit.arguments).data()

    def post(self, visit: SiteVisit) -> Redirect | Page:
        """
        Hide an entry or show it again, block somebody or unblock them, as the field C{act} says.
        """
        acts = {_HIDE: self._hide, _SHOW: self._hide, _BLOCK: self._block, _UNBLOCK: self._unblock}
        return chosenAct(visit, acts)(visit)

    def _hide(self, visit: SiteVisit) -> Redirect:
        number = wholeNumber(visit.fields.get("number", ""))
        entry = visit.ownStore.findFirst(ReceivedShare, ReceivedShare.storeID == number)
        if entry is None:
            raise NotFound
        entry.isHidden = visit.fields["act"] == _HIDE
        told = "Hidden. “What I have hidden” brings it back." if entry.isHidden else "It is shown again."
        return Redirect("/shares/received", flash=told)

    def _block(self, visit: SiteVisit) -> Redirect | Page:
        sharer = visit.fields.get("sharer", "")
        if not visit.ownStore.count(ReceivedShare, ReceivedShare.sharer == sharer):
            raise NotFound
        asked = confirmed(
            visit,
            f"Block {sharer}?",
            "What they share with you goes from this list, and nothing new comes. You can unblock them; but"
            " the list does not come back, they would have to share it again.",
            "Block",
            "/shares/received",
        )
        if asked is not None:
            return Page("Block somebody", asked)
        blockSharer(visit.ownStore, sharer)
        return Redirect("/shares/received", flash=f"{sharer} is blocked.")

    def _unblock(self, visit: SiteVisit) -> Redirect:
        sharer = visit.fields.get("sharer", "")
        unblockSharer(visit.ownStore, sharer)
        return Redirect("/shares/received", flash=f"{sharer} is not blocked any more.")

    def _table(self, visit: SiteVisit, isHidden: bool) -> TablePage[ReceivedShare]:
        table = Table[ReceivedShare](
            Column(
                "title", "What", lambda each: each.title, self._link, by=ReceivedShare.title, isFiltered=True
            ),
            Column("by", "Shared by", lambda each: each.sharer, by=ReceivedShare.sharer, isFiltered=True),
            momentColumn("since", "Since", lambda each: each.received, ReceivedShare.received),
            Column("url", "", self._url, lambda each: _buttons(visit, each)),
        )
        store = visit.ownStore
        with store.snapshot():
            page = table.of(receivedShares(store, isHidden), visit)
        return replace(page, rows=[each for each in page.rows if self._isVisible(each, visit)])

    def _isVisible(self, entry: ReceivedShare, visit: SiteVisit) -> bool:
        sharer = Address.parse(entry.sharer)
        subStore = findSubStore(self._context.siteStore, sharer.localpart, sharer.domain)
        if subStore is None:
            return False
        try:
            # One after the other, so that a long list does not take all the stores that may be open.
            with self._context.pool.lease(subStore) as store:
                return _mayBeSeen(store, entry.shareID, str(visit.address))
        except CannotOpenStore:
            return False

    def _link(self, entry: ReceivedShare) -> Flattenable:
        return tags.a(entry.title, href=self._url(entry))

    def _url(self, entry: ReceivedShare) -> str:
        home = userPath(Address.parse(entry.sharer), self._context.config.site.domain)
        return home + quote(entry.shareID, safe="")


def _mayBeSeen(store: Store, shareID: str, viewer: str) -> bool:
    with store.snapshot():
        try:
            getShareFor(store, viewer, shareID)
        except NoSuchShare:
            return False
    return True


def _buttons(visit: SiteVisit, entry: ReceivedShare) -> Flattenable:
    act, label = (_SHOW, "Show again") if entry.isHidden else (_HIDE, "Hide")
    return tags.span(
        button(visit, label, "/shares/received", act=act, number=str(entry.storeID)),
        " ",
        button(visit, "Block …", "/shares/received", act=_BLOCK, sharer=entry.sharer),
        class_="buttons",
    )
