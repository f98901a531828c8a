"""
The dialog by which something is shared: with whom, what they may do, until when.

All of it is one transaction, so that nothing is ever shared more widely than was meant.
"""

from __future__ import annotations

from typing import Any

from epsilon.extime import Time
from twisted.web.template import Flattenable, Tag, tags

from axiom.item import Item
from axiom.store import Store
from mantissa_like.accounts import Address, findSubStore, ownerAddresses
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.notices import notifyOf
from mantissa_like.sharing import (
    SELF,
    Role,
    Share,
    describedInterfaces,
    findGroup,
    getAccountRole,
    getAuthenticatedRole,
    getEveryoneRole,
    interfacesNamed,
    shareItem,
    titleOf,
)
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._sharepages.listing import shareTable
from mantissa_like.web._sharepages.terms import PASSWORD, UNTIL, Hashing, expiryOf, requireSomething
from mantissa_like.web._sharepages.whom import EVERYBODY, GROUP, LINK, PERSON, SharingForm
from mantissa_like.web._sharepages.words import asData, dialogURL, itemOf, roleInWords, urlOf
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["DialogPage"]


class DialogPage:
    """
    Shares one item of the visitor, which the argument C{item} names by one of its share IDs.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context, self._hashing = context, Hashing(context.siteStore)

    def show(self, visit: SiteVisit) -> Page:
        """
        With whom it is shared, and the form to share it with more.
        """
        store, shareID = visit.ownStore, visit.arguments.get("item", "")
        with store.snapshot():
            item, shareID = _found(store, shareID)
            title = titleOf(item, shareID)
            form = SharingForm(store, item)
            content: list[Flattenable] = [
                tags.h1(f"Share “{title}”"),
                tags.p(tags.a("Go to it", href=urlOf(visit, shareID)), " · ", _whyLink(shareID)),
                tags.h2("Shared with"),
                shareTable(visit, _sharesOf(store, item), dialogURL(shareID)).show("Nobody but you sees it."),
                tags.h2("Share with more"),
                form.show(visit, dialogURL(shareID))
                if describedInterfaces(item)
                else tags.p("Its app does not let people share this.", class_="empty"),
            ]
        return Page(f"Share {title}", content, scripts=("sharing.js",))

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs.
        """
        store = visit.ownStore
        with store.snapshot():
            item, shareID = _found(store, visit.arguments.get("item", ""))
            return {
                "item": shareID,
                "title": titleOf(item, shareID),
                "interfaces": {each.name: each.words for each in describedInterfaces(item)},
                "groups": SharingForm(store, item).groups,
                "shares": [asData(visit, share) for share in _sharesOf(store, item)],
            }

    async def post(self, visit: SiteVisit) -> Redirect:
        """
        Share it.
        """
        store = visit.ownStore
        item, shareID = _found(store, visit.arguments.get("item", ""))
        form = SharingForm(store, item)
        filled = form.form.read(visit)
        kind, names = filled[form.kind], filled[form.may]
        requireSomething(names)
        if filled[PASSWORD] and kind != LINK:
            raise BadInput("Only a link can have a password.", {"password": "Only a link can have one."})
        expires = expiryOf(filled[UNTIL], visit.clock)
        address = self._addressee(visit, filled[form.person]) if kind == PERSON else None
        group = filled[form.group] if kind == GROUP else ""
        passwordHash = await self._hashing.hash(filled[PASSWORD])
        isLink, sharer = kind == LINK, str(visit.address)

        def share() -> Share:
            item, mainID = _found(store, shareID)
            made = shareItem(
                item,
                _roleFor(store, kind, address, group),
                shareID=None if isLink else mainID,
                interfaces=interfacesNamed(item, names),
                createdBy=sharer,
                now=lambda: Time.fromPOSIXTimestamp(visit.clock.seconds()),
                expires=expires,
                passwordHash=passwordHash,
                isLink=isLink,
            )
            notifyOf(made, sharer)
            return made

        made = store.transact(share)
        told = "The link is ready." if isLink else f"Shared with: {roleInWords(made.sharedTo)}."
        return Redirect(dialogURL(shareID), asData(visit, made), told)

    def _addressee(self, visit: SiteVisit, text: str) -> Address:
        try:
            address = Address.parse(text, self._context.config.site.domain)
        except InvalidAddress as e:
            raise _badPerson("This is no address, such as bob@example.com.") from e
        if findSubStore(self._context.siteStore, address.localpart, address.domain) is None:
            raise _badPerson(f"Nobody here has the address {address}.")
        if str(address) in ownerAddresses(visit.ownStore):
            raise _badPerson("This is you: what is yours you see anyway.")
        return address


def _badPerson(problem: str) -> BadInput:
    return BadInput(f"Person: {problem}", {"person": problem})


def _found(store: Store, shareID: str) -> tuple[Item, str]:
    """
    The item with this share ID, and the one by which others than those with a link see it.

    @raise NotFound: the owner of C{store} shares nothing by this name, or its application is not there.
    """
    share = store.findFirst(Share, Share.shareID == shareID)
    item = None if share is None else itemOf(share)
    if item is None:
        raise NotFound
    named = (Share.sharedItem == item) & (Share.isLink == False)  # noqa: E712 (a condition of SQL)
    if store.count(Share, named & (Share.shareID == shareID)):
        return item, shareID
    other = store.findFirst(Share, named, sort=Share.storeID.ascending)
    return item, shareID if other is None else other.shareID


def _sharesOf(store: Store, item: Item) -> list[Share]:
    found = store.query(Share, Share.sharedItem == item, sort=Share.storeID.ascending)
    return [share for share in found if share.sharedTo.externalID != SELF]


def _roleFor(store: Store, kind: str, address: Address | None, group: str) -> Role:
    if address is not None:
        return getAccountRole(store, address.localpart, address.domain)
    if kind == GROUP:
        found = findGroup(store, group)
        if found is None:
            raise BadInput("Group: this group is gone.", {"group": "Choose one of these."})
        return found
    return getEveryoneRole(store) if kind in (EVERYBODY, LINK) else getAuthenticatedRole(store)


def _whyLink(shareID: str) -> Tag:
    return tags.a("Who can see this, and why?", href=dialogURL(shareID).replace("/new?", "/why?"))
