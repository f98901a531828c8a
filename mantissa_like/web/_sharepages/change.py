"""
Changing how something is shared with somebody.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from twisted.web.template import tags

from axiom.item import Item
from axiom.store import Store
from mantissa_like.sharing import (
    ALL_IMPLEMENTED,
    SELF,
    Share,
    describedInterfaces,
    interfacesNamed,
    shareItem,
)
from mantissa_like.web._http.values import wholeNumber
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._sharepages.terms import (
    PASSWORD,
    UNTIL,
    Hashing,
    expiryOf,
    lastDayOf,
    mayParameter,
    requireSomething,
)
from mantissa_like.web._sharepages.words import asData, dialogURL, itemOf, roleInWords, titleOfShare
from mantissa_like.web._views.choices import CheckBox, Choices
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web.errors import NotFound

__all__ = ["ChangePage", "ownShare"]

_PASSWORD = replace(PASSWORD, label="New password", hint="Empty: it stays as it is.")
_OPEN = CheckBox("open", "Ask for no password any more")


def ownShare(store: Store, number: str) -> Share:
    """
    The share with this storeID, if it is with others than the owner of C{store}.

    @raise NotFound: there is none.
    """
    found: Share | None = store.findFirst(Share, Share.storeID == wholeNumber(number))
    if found is None or found.sharedTo.externalID == SELF:
        raise NotFound
    return found


class ChangePage:
    """
    One share of the visitor, C{/shares/{share}}: what they may do, until when, with which password.
    """

    def __init__(self, context: SiteContext) -> None:
        self._hashing = Hashing(context.siteStore)

    def show(self, visit: SiteVisit) -> Page:
        """
        The form, with what holds now.
        """
        share, item = _found(visit)
        may = mayParameter(item)
        names = share.sharedInterfaceNames
        chosen = tuple(
            each.name for each in describedInterfaces(item) if each.name in names or ALL_IMPLEMENTED in names
        )
        whom = "whoever has the link" if share.isLink else roleInWords(share.sharedTo)
        form = _form(share, may).show(visit, {may: chosen, UNTIL: lastDayOf(share.expires)})
        return Page(
            "Change a share",
            [
                tags.h1(f"“{titleOfShare(share)}”, shared with {whom}"),
                tags.p(tags.a("Everybody it is shared with", href=dialogURL(share.shareID))),
                form,
            ],
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The share for programs.
        """
        return asData(visit, _found(visit)[0])

    async def post(self, visit: SiteVisit) -> Redirect:
        """
        Let the share be so from now on.
        """
        share, item = _found(visit)
        may = mayParameter(item)
        filled = _form(share, may).read(visit)
        names = filled[may]
        requireSomething(names)
        expires = expiryOf(filled[UNTIL], visit.clock)
        isOpened = share.passwordHash is not None and filled[_OPEN]
        newHash = await self._hashing.hash(filled[_PASSWORD]) if share.isLink else None

        def change() -> Share:
            # It may have ended meanwhile.
            share, item = _found(visit)
            return shareItem(
                item,
                share.sharedTo,
                shareID=share.shareID,
                interfaces=interfacesNamed(item, names),
                createdBy=str(visit.address),
                now=lambda: share.created,
                expires=expires,
                passwordHash=None if isOpened else newHash or share.passwordHash,
                isLink=share.isLink,
            )

        changed = visit.ownStore.transact(change)
        return Redirect(dialogURL(changed.shareID), asData(visit, changed), "Changed.")


def _found(visit: SiteVisit) -> tuple[Share, Item]:
    share = ownShare(visit.ownStore, visit.parameters["share"])
    item = itemOf(share)
    if item is None:
        raise NotFound
    return share, item


def _form(share: Share, may: Choices) -> Form:
    password = [_PASSWORD] if share.isLink else []
    opening = [_OPEN] if share.passwordHash is not None else []
    return Form(may, UNTIL, *password, *opening, submit="Save")
