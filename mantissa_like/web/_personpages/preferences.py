"""
The pages of preferences: one for each application that a person has, and the way to them, where they choose
the language of the site, too.
"""

from __future__ import annotations

from typing import Any

from twisted.web.template import tags

from mantissa_like.web._markup.languages import languageInWords
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._personpages.asking import askAll
from mantissa_like.web._personpages.choosing import Preferences
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.choices import Choice
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.forms import Form
from mantissa_like.web.errors import NotFound
from mantissa_like.web.interfaces import IPreferences

__all__ = ["AppPreferencesPage", "PreferencesPage"]

_PATH = "/account/preferences"


def _all(visit: SiteVisit) -> list[tuple[Any, Preferences]]:
    """
    The powerups with what they let choose, by title.
    """
    found = askAll(visit.ownStore, IPreferences, lambda powerup: (powerup, powerup.preferences()))
    return sorted(found, key=lambda each: each[1].title.lower())


class PreferencesPage:
    """
    The language, where there are several, and which applications have preferences.
    """

    def __init__(self, context: SiteContext) -> None:
        self._languages = context.config.site.languages
        self._language = Choice(
            "language",
            "Language",
            options=tuple((each, languageInWords(each)) for each in self._languages),
            hint="Of the pages of this site, in this browser.",
        )
        self._form = Form(self._language, submit="Save")

    def show(self, visit: SiteVisit) -> Page:
        """
        The form, and a link to each application.
        """
        links = [tags.li(tags.h2(tags.a(each.title, href=f"{_PATH}/{each.name}"))) for _, each in _all(visit)]
        nothing = tags.p("None of your apps has anything to choose.", class_="empty")
        hasChoice = len(self._languages) > 1
        content = [
            tags.h1("Preferences"),
            self._form.show(visit, {self._language: visit.language}) if hasChoice else "",
            tags.ul(*links, class_="cards") if links else nothing,
        ]
        return Page("Preferences", content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        What is chosen, and what is in each application.
        """
        return {"language": visit.language, "apps": {each.name: _written(each) for _, each in _all(visit)}}

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Speak the language that was chosen.
        """
        visit.visitors.speak(visit.request, self._form.read(visit)[self._language])
        return Redirect(_PATH, flash="Your preferences are saved.")


class AppPreferencesPage:
    """
    The preferences of one application.
    """

    def __init__(self, context: SiteContext) -> None:
        pass

    def show(self, visit: SiteVisit) -> Page:
        """
        What can be chosen.
        """
        _, preferences = self._find(visit)
        title = f"Preferences of {preferences.title}"
        content = [
            tags.h1(title),
            _form(preferences).show(visit, preferences.values),
        ]
        return Page(title, content)

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        What is chosen.
        """
        return _written(self._find(visit)[1])

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Keep what was chosen.
        """
        powerup, preferences = self._find(visit)
        chosen = _form(preferences).read(visit)
        visit.ownStore.transact(powerup.prefer, chosen)
        return Redirect(visit.path, flash="Your preferences are saved.")

    def _find(self, visit: SiteVisit) -> tuple[Any, Preferences]:
        name = visit.parameters["app"]
        for powerup, preferences in _all(visit):
            if preferences.name == name:
                return powerup, preferences
        raise NotFound


def _form(preferences: Preferences) -> Form:
    return Form(*preferences.values, submit="Save")


def _written(preferences: Preferences) -> dict[str, Any]:
    return {parameter.name: value for parameter, value in preferences.values.items()}
