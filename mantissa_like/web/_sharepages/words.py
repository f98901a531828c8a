"""
Shares in plain words.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from twisted.web.template import Tag, tags

from axiom.errors import BrokenReference, UnknownItemType
from axiom.item import Item
from mantissa_like.sharing import (
    ALL_IMPLEMENTED,
    AUTHENTICATED,
    EVERYBODY,
    SELF,
    RevokedShare,
    Role,
    Share,
    describedInterfaces,
    isGroup,
    titleOf,
)
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.sharepath import userPath
from mantissa_like.web._views.wording import momentOf

__all__ = [
    "asData",
    "dialogURL",
    "itemOf",
    "permissionInWords",
    "roleInWords",
    "shareTabs",
    "titleOfShare",
    "urlOf",
]


_PRIMARY = {EVERYBODY: "Everybody", AUTHENTICATED: "Everybody who is logged in", SELF: "You"}


def roleInWords(role: Role) -> str:
    """
    With whom something is shared.
    """
    primary = _PRIMARY.get(role.externalID)
    if primary is not None:
        return primary
    return f"Group “{role.name}”" if isGroup(role) else role.name


def itemOf(share: Share | RevokedShare) -> Item | None:
    """
    What is shared; None where the application that it belongs to is not there.
    """
    try:
        item: Item = share.sharedItem
    except (BrokenReference, UnknownItemType):
        return None
    return item


def titleOfShare(share: Share | RevokedShare) -> str:
    """
    What people call what is shared.
    """
    item = itemOf(share)
    if item is None:
        return share.shareID
    if not share.isLink:
        return titleOf(item, share.shareID)
    named = (Share.sharedItem == item) & (Share.isLink == False)  # noqa: E712 (a condition of SQL)
    other = share.presentStore().findFirst(Share, named, sort=Share.storeID.ascending)
    return titleOf(item, "Something" if other is None else other.shareID)


def permissionInWords(share: Share) -> str:
    """
    What may be done with what is shared, such as C{read the note, write on the note}.
    """
    item = itemOf(share)
    if item is None:
        return "nothing: its app is missing"
    names = share.sharedInterfaceNames
    words = [
        each.words for each in describedInterfaces(item) if each.name in names or ALL_IMPLEMENTED in names
    ]
    return ", ".join(words) or "see it"


def urlOf(visit: SiteVisit, shareID: str) -> str:
    """
    Where something that the visitor shares is seen, quoted.
    """
    return userPath(visit.address, visit.context.config.site.domain) + quote(shareID, safe="")


def dialogURL(shareID: str) -> str:
    """
    Where something is shared with more people.
    """
    return "/shares/new?" + urlencode({"item": shareID})


def shareTabs(current: str) -> Tag:
    """
    The ways to what is shared with the visitor, and to what they share.
    """
    links = tags.nav(class_="tabs", **{"aria-label": "Sharing"})
    for url, label in (("/shares", "What I share"), ("/shares/received", "Shared with me")):
        marked = {"aria-current": "page"} if url == current else {}
        links(tags.a(label, href=url, **marked))
    return links


def asData(visit: SiteVisit, share: Share) -> dict[str, Any]:
    """
    A share for programs.
    """
    return {
        "number": share.storeID,
        "item": share.shareID,
        "title": titleOfShare(share),
        "with": share.sharedTo.externalID,
        "may": share.sharedInterfaceNames,
        "since": momentOf(share.created),
        "until": None if share.expires is None else momentOf(share.expires),
        "link": share.isLink,
        "password": share.passwordHash is not None,
        "url": urlOf(visit, share.shareID),
    }
