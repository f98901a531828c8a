"""
The page of a user whose store has no default share; nobody sees it but they and who acts as they.
"""

from __future__ import annotations

from urllib.parse import quote

from twisted.web.template import tags
from zope.interface import implementer

from axiom.attributes import AND
from axiom.store import Store
from mantissa_like.sharing import Share
from mantissa_like.web._markup.page import Page
from mantissa_like.web._views.visit import Visit
from mantissa_like.web.interfaces import IJSONView, IWebView

__all__ = ["OwnPage"]


@implementer(IWebView, IJSONView)
class OwnPage:
    """
    What one store shares, for whoever acts as its owner.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def show(self, visit: Visit) -> Page:
        """
        Links to everything that is shared.
        """
        heading = tags.h1(visit.owner)
        shareIDs = self._shareIDs()
        if not shareIDs:
            return Page(visit.owner, [heading, tags.p("You share nothing yet.", class_="empty")])
        links = (tags.li(tags.a(each, href=f"{visit.path}/{quote(each, safe='')}")) for each in shareIDs)
        return Page(visit.owner, [heading, tags.p("What you share:"), tags.ul(*links)])

    def data(self, visit: Visit) -> dict[str, list[str]]:
        """
        The share IDs, sorted, without those of links.
        """
        return {"shares": self._shareIDs()}

    def _shareIDs(self) -> list[str]:
        listed = AND(Share.suspended == False, Share.isLink == False)  # noqa: E712 (conditions of SQL)
        found = self._store.query(Share, listed)
        return sorted(set(found.getColumn("shareID")))
