"""
Why somebody can see something, for its owner.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from twisted.web.template import Flattenable, Tag, tags

from axiom.store import Store
from mantissa_like.accounts import Address
from mantissa_like.accounts.errors import InvalidAddress
from mantissa_like.sharing import SELF, Explanation, Reason, Role, Share, explain, roleOf
from mantissa_like.web._markup.page import Page
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._sharepages.words import dialogURL, roleInWords, titleOfShare
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["WhyPage"]


class WhyPage:
    """
    Explains who sees the item C{item} of the visitor: the person C{who}, an address; or who is not logged in.
    """

    def __init__(self, context: SiteContext) -> None:
        self._domain = context.config.site.domain

    def show(self, visit: SiteVisit) -> Page:
        """
        The question, and the answer if it was asked.
        """
        share, who, explanation = self._explained(visit)
        title = titleOfShare(share)
        content: list[Flattenable] = [
            tags.h1(f"Who can see “{title}”, and why?"),
            tags.p(tags.a("Back to sharing it", href=dialogURL(share.shareID))),
            _question(share.shareID, who),
        ]
        if explanation is not None:
            whom = who or "Somebody who is not logged in"
            verb = "can see" if explanation.isVisible else "can not see"
            roles = _rolesOf(visit.ownStore, explanation)
            told = [_sentence(reason, roles) for reason in explanation.reasons] or ["Nobody but you can."]
            content += [tags.h2(f"{whom} {verb} it", id="answer"), tags.ul(*map(tags.li, told))]
        return Page(f"Who can see {title}?", content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same for programs.
        """
        _, who, explanation = self._explained(visit)
        if explanation is None:
            raise BadInput("Tell as “who” whom this is about: an address, or nothing.")
        roles = _rolesOf(visit.ownStore, explanation)
        reasons = [
            {"isGrant": reason.isGrant, "with": reason.sharedTo, "told": _sentence(reason, roles)}
            for reason in explanation.reasons
        ]
        return {"who": who, "isVisible": explanation.isVisible, "reasons": reasons}

    def _explained(self, visit: SiteVisit) -> tuple[Share, str, Explanation | None]:
        store, shareID = visit.ownStore, visit.arguments.get("item", "")
        share = store.findFirst(Share, Share.shareID == shareID)
        if share is None:
            raise NotFound
        asked = visit.arguments.get("who")
        if asked is None:
            return share, "", None
        who = asked.strip()
        if who:
            try:
                who = str(Address.parse(who, self._domain))
            except InvalidAddress as e:
                raise BadInput("This is no address, such as bob@example.com.") from e
        with store.snapshot():
            explanation = explain(roleOf(store, who or None), shareID)
        # That the owner sees it explains nothing about others.
        others = tuple(each for each in explanation.reasons if each.path or each.sharedTo != SELF)
        return share, who, replace(explanation, reasons=others)


def _question(shareID: str, who: str) -> Tag:
    return tags.form(
        tags.input(type="hidden", name="item", value=shareID),
        tags.p(
            tags.label("Person", for_="who"),
            tags.input(type="text", name="who", id="who", value=who, **{"aria-describedby": "who-hint"}),
            tags.span(
                "Their address; empty for somebody who is not logged in.", class_="hint", id="who-hint"
            ),
            class_="field",
        ),
        tags.p(tags.button("Explain", type="submit"), class_="buttons"),
        method="get",
        action="/shares/why",
        class_="form",
    )


def _rolesOf(store: Store, explanation: Explanation) -> dict[str, str]:
    """
    What people call the roles in an explanation, by external IDs.
    """
    names = {name for reason in explanation.reasons for name in (reason.sharedTo, *reason.path)}
    return {role.externalID: roleInWords(role) for role in store.query(Role, Role.externalID.oneOf(names))}


def _sentence(reason: Reason, roles: dict[str, str]) -> str:
    whom = roles.get(reason.sharedTo, reason.sharedTo)
    if not reason.path:
        return f"No: it is shared with {whom}, and they are not among these."
    through = [roles.get(name, name) for name in reason.path[1:]]
    way = f" They belong to {', and so to '.join(through)}." if through else ""
    if reason.suspended:
        return f"No: it is shared with {whom}, but its app is switched off at the moment."
    if reason.hasExpired:
        return f"No: it was shared with {whom}, but the time is over."
    if not reason.interfaceNames:
        return f"No: it is shared with {whom}, but with nothing that its app has any more."
    if reason.isProtected:
        return f"Only with the password: it is shared with {whom}.{way}"
    return f"Yes: it is shared with {whom}.{way}"
