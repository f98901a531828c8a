"""
API tokens: making them for programs, and taking them back.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Flattenable, tags

from mantissa_like.accounts import TOKEN_SCOPES, APIToken, TooManyTokens, makeToken, tokensOf
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.choices import Choice, Choices
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, button, confirmed
from mantissa_like.web._views.tables import Column, Table, TablePage, momentColumn
from mantissa_like.web._views.texts import Text
from mantissa_like.web._views.wording import momentOf, timeTag
from mantissa_like.web.errors import BadInput, NotFound

__all__ = ["TokensPage"]

_TITLE = "Tokens for programs"
_DAY = 86400.0
_IN_WORDS = {
    "read": "Read what you can read",
    "write": "Change what you can change",
    "account": "Manage your account, but not how you log in",
    "administer": "Administer this site",
}
_NAME = Text("name", "Name", hint="What it is for, such as: backup at home.")
_MAY = "What programs with it may do"
_OWN_SCOPES = Choices("scopes", _MAY, options=tuple(_IN_WORDS.items())[:-1])
_ALL_SCOPES = Choices("scopes", _MAY, options=tuple(_IN_WORDS.items()))
_DAYS = Choice(
    "days",
    "How long it works",
    options=(("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("365", "a year")),
)
_FORMS = {scopes: Form(_NAME, scopes, _DAYS, submit="Make a token") for scopes in (_OWN_SCOPES, _ALL_SCOPES)}


class TokensPage:
    """
    The tokens of who looks.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The tokens, and the form for another one.
        """
        scopes = self._scopesFor(visit)
        content = tags.section(
            tags.h1(_TITLE),
            tags.p(
                "A program logs in with a token instead of your password. It sends it with each request: ",
                tags.code("Authorization: Bearer …"),
            ),
            self._found(visit).show("You have no tokens."),
            tags.h2("Another one"),
            _FORMS[scopes].show(visit, {scopes: ("read",), _DAYS: "90"}, extra={"act": "make"}),
        )
        return Page(_TITLE, content, isWide=True)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The same tokens, without their values.
        """
        return self._found(visit).data()

    def post(self, visit: SiteVisit) -> Page | Redirect:
        """
        Make a token, or take one back.
        """
        acts = {"make": self._make, "revoke": self._revoke}
        return self._context.siteStore.transact(chosenAct(visit, acts), visit)

    def _make(self, visit: SiteVisit) -> Page | Redirect:
        offered = self._scopesFor(visit)
        filled = _FORMS[offered].read(visit)
        scopes = filled[offered]
        if not scopes:
            raise BadInput("A token that allows nothing is of no use.", {"scopes": "Choose one or more."})
        now, seconds = visit.clock.seconds(), int(filled[_DAYS]) * _DAY
        try:
            token = makeToken(
                visit.account, visit.address, filled[_NAME], scopes, now, seconds, self._context.randomBytes
            )
        except TooManyTokens as e:
            raise BadInput(f"You have {e.bound} tokens. Take one back first.") from e
        visit.audit("account.token-made", str(visit.address), name=filled[_NAME], scopes=" ".join(scopes))
        if visit.wantsJSON:
            return Redirect(visit.path, data={"token": token})
        content = tags.section(
            tags.h1("Your token"),
            tags.p("Copy it now: it is shown only this once."),
            tags.pre(tags.code(token)),
            tags.p(tags.a("I have copied it", href=visit.path, class_="button"), class_="buttons"),
        )
        return Page("Your token", content)

    def _scopesFor(self, visit: SiteVisit) -> Choices:
        return _ALL_SCOPES if self._context.isAdministrator(str(visit.address)) else _OWN_SCOPES

    def _revoke(self, visit: SiteVisit) -> Page | Redirect:
        number = visit.fields.get("number", "")
        found = next((each for each in tokensOf(visit.account) if str(each.storeID) == number), None)
        if found is None:
            raise NotFound
        question = confirmed(
            visit,
            f"Take back the token “{found.name}”?",
            "Programs that use it can do nothing more, at once. This can’t be undone; you can make another.",
            "Take it back",
            visit.path,
        )
        if question is not None:
            return Page(_TITLE, question)
        visit.audit("account.token-revoked", str(visit.address), name=found.name)
        found.deleteFromStore()
        return Redirect(visit.path, flash="It works no more.")

    def _found(self, visit: SiteVisit) -> TablePage[APIToken]:
        def revoke(token: APIToken) -> Flattenable:
            return button(visit, "Take back", isDangerous=True, act="revoke", number=str(token.storeID))

        def ends(token: APIToken) -> Flattenable:
            if token.expires.asPOSIXTimestamp() <= visit.clock.seconds():
                return tags.span("expired", class_="badge")
            return timeTag(token.expires)

        table = Table[APIToken](
            Column("name", "Name", lambda token: token.name),
            Column("scopes", "May", lambda token: list(token.scopes), _inWords),
            momentColumn("created", "Made", lambda token: token.created),
            momentColumn("lastUsed", "Last used", lambda token: token.lastUsed),
            Column("peer", "From", lambda token: token.peer, lambda token: token.peer or "–"),
            Column("expires", "Until", lambda token: momentOf(token.expires), ends),
            Column("number", "", lambda token: token.storeID, revoke),
        )
        return table.of(list(tokensOf(visit.account)), visit)


def _inWords(token: APIToken) -> str:
    return ", ".join(scope for scope in TOKEN_SCOPES if scope in token.scopes)
