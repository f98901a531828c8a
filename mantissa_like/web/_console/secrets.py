"""
The secrets that the site keeps for other services. Their values are never shown.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import Tag, tags

from mantissa_like.vault import deleteSecret, secretNames, setSecret
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import askedOnce, consolePage
from mantissa_like.web._console.settings import SECTION
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form, button
from mantissa_like.web._views.texts import Password, Text
from mantissa_like.web._views.wording import momentOf, timeTag

__all__ = ["SecretsPage"]

_NAME = Text(
    "name", "Name", hint="Such as mail.password: small letters, digits, dots and dashes.", longest=100
)
_VALUE = Password(
    "value", "Value", hint="It is kept encrypted and never shown.", autocomplete="off", longest=10_000
)
_FORM = Form(_NAME, _VALUE, submit="Keep it")


class SecretsPage:
    """
    Their names, a form to keep one more, and a button to delete each.
    """

    def __init__(self, context: SiteContext) -> None:
        self._siteStore = context.siteStore
        self._acts = {"set": self._set, "delete": self._delete}

    def show(self, visit: SiteVisit) -> Page:
        """
        The list and the form.
        """
        entries = [_entry(visit, *each) for each in secretNames(self._siteStore).items()]
        return consolePage(
            SECTION,
            "Secrets",
            tags.p("Settings and applications use these by their names. Only the names are ever shown."),
            tags.ul(*entries, class_="cards") if entries else tags.p("There are none yet.", class_="empty"),
            tags.h2("Keep a secret"),
            tags.p("A name that is in the list gets the new value."),
            _FORM.show(visit, extra={"act": "set"}),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        The names, and since when each has its value.
        """
        names = secretNames(self._siteStore)
        return {"secrets": [{"name": name, "created": momentOf(created)} for name, created in names.items()]}

    def post(self, visit: SiteVisit) -> Any:
        """
        Keep or delete one.
        """
        return chosenAct(visit, self._acts)(visit)

    def _set(self, visit: SiteVisit) -> Answer:
        filled = _FORM.read(visit)
        name, value = filled[_NAME], filled[_VALUE]
        refusing(lambda: audited(visit, "secret.set", name, lambda: setSecret(self._siteStore, name, value)))
        return Redirect(visit.path, flash=f"{name} is kept.")

    def _delete(self, visit: SiteVisit) -> Answer:
        name = visit.fields.get("name", "")
        question = askedOnce(
            visit,
            SECTION,
            f"Delete the secret {name}?",
            "Whatever uses it works no more. Its value can't be brought back.",
            "Delete it",
        )
        if question is not None:
            return question
        refusing(lambda: audited(visit, "secret.deleted", name, lambda: deleteSecret(self._siteStore, name)))
        return Redirect(visit.path, flash=f"{name} is deleted.")


def _entry(visit: SiteVisit, name: str, created: Any) -> Tag:
    return tags.li(
        tags.h2(name),
        tags.p("Since ", timeTag(created)),
        tags.div(button(visit, "Delete", isDangerous=True, act="delete", name=name), class_="buttons"),
    )
