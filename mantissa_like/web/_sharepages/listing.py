"""
Lists of shares, with what their owner can do about each.
"""

from __future__ import annotations

from collections.abc import Sequence

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.sharing import RevokedShare, Share
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._sharepages.terms import lastDayOf
from mantissa_like.web._sharepages.words import (
    dialogURL,
    permissionInWords,
    roleInWords,
    titleOfShare,
    urlOf,
)
from mantissa_like.web._views.forms import button
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._views.wording import momentOf, timeTag

__all__ = ["RESTORE", "REVOKE", "endedTable", "shareTable"]

REVOKE, RESTORE = "revoke", "restore"


def shareTable(
    visit: SiteVisit, shares: Sequence[Share], then: str, withItems: bool = False
) -> TablePage[Share]:
    """
    Shares of the visitor, with buttons to change and to end each.

    @param then: where the visitor returns to, quoted.
    @param withItems: whether the table tells what is shared.
    """
    items = [
        Column[Share](
            "title",
            "What",
            titleOfShare,
            lambda share: tags.a(titleOfShare(share), href=dialogURL(share.shareID)),
            isSortable=True,
            isFiltered=True,
        )
    ]
    table = Table[Share](
        *(items if withItems else []),
        Column(
            "with",
            "With",
            lambda share: "Link" if share.isLink else roleInWords(share.sharedTo),
            lambda share: _whom(visit, share),
            isSortable=withItems,
            isFiltered=withItems,
        ),
        Column("may", "They may", permissionInWords),
        momentColumn("since", "Since", lambda share: share.created, isSortable=withItems),
        Column("until", "Until", lambda share: share.expires and momentOf(share.expires), _until),
        Column("", "", lambda share: "", lambda share: _buttons(visit, share, then)),
        sort="title" if withItems else "",
    )
    return table.of(shares, visit)


def endedTable(visit: SiteVisit, ended: Sequence[RevokedShare]) -> Tag:
    """
    What the visitor ended lately, with buttons to share it again.
    """
    rows = (
        tags.tr(
            tags.td(titleOfShare(each), **{"data-label": "What"}),
            tags.td("Link" if each.isLink else roleInWords(each.sharedTo), **{"data-label": "With"}),
            tags.td(timeTag(each.revoked), **{"data-label": "Ended"}),
            tags.td(button(visit, "Share again", "/shares", act=RESTORE, share=str(each.storeID))),
        )
        for each in ended
    )
    headings = tags.tr(*(tags.th(label, scope="col") for label in ("What", "With", "Ended")), tags.td())
    table = tags.table(tags.thead(headings), tags.tbody(*rows))
    return tags.div(tags.div(table, class_="scroll"), class_="table")


def _whom(visit: SiteVisit, share: Share) -> Flattenable:
    if not share.isLink:
        return roleInWords(share.sharedTo)
    url = visit.context.config.site.publicURL.rstrip("/") + urlOf(visit, share.shareID)
    return tags.span(
        "Link",
        " with password" if share.passwordHash else "",
        tags.input(
            type="text",
            value=url,
            readonly="readonly",
            class_="link",
            **{"aria-label": "The link to give away"},
        ),
    )


def _until(share: Share) -> Flattenable:
    if share.hasExpired():
        return tags.span("over", class_="badge bad")
    lastDay = lastDayOf(share.expires)
    return "–" if lastDay is None else tags.time(lastDay.isoformat(), title="The last day, in UTC")


def _buttons(visit: SiteVisit, share: Share, then: str) -> Flattenable:
    change = tags.a("Change", href=f"/shares/{share.storeID}")
    end = button(visit, "End", "/shares", act=REVOKE, share=str(share.storeID), then=then)
    return tags.span(change, " ", end, class_="buttons")
