"""
The settings of the site, as C{site.toml} has them: what there is, changing it, and going back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import to_builtins
from twisted.web import http
from twisted.web.template import Flattenable, tags

from mantissa_like.config import (
    SettingsTable,
    SiteConfig,
    changeSettings,
    hasPrevious,
    loadConfig,
    settingsTables,
    undoChange,
)
from mantissa_like.web._console.acts import Answer, audited
from mantissa_like.web._console.controlled import refusing
from mantissa_like.web._console.frame import consolePage
from mantissa_like.web._console.secretcolumns import isSecret
from mantissa_like.web._console.settingfields import fieldFor, fromField, labelOf, toField
from mantissa_like.web._markup.page import Page, Redirect
from mantissa_like.web._routes.sitevisit import SiteVisit
from mantissa_like.web._views.acts import chosenAct
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.facts import facts
from mantissa_like.web._views.forms import Form, button
from mantissa_like.web.errors import NotFound, RequestRefused

__all__ = ["SECTION", "SettingsPage", "TablePage"]

SECTION = "Settings"

_FILE = "site.toml"
# Part of every account's address, and of what others link to.
_FIXED = frozenset((("site", "domain"),))
_LATER = (
    "New accounts get the products that are named here from now on. Everything else takes effect when the "
    "workers of the server are reloaded (axiomatic reload), or the server is stopped and started again."
)


def _fileOf(context: SiteContext) -> Path:
    if context.siteStore.dbdir is None:
        raise RequestRefused(http.SERVICE_UNAVAILABLE, "A site in memory has no settings to change.")
    return Path(context.siteStore.dbdir.path) / _FILE


def _told(table: SettingsTable, config: SiteConfig) -> dict[str, object]:
    """
    The values of a table for programs, by their names in the file; without secrets.
    """
    values = getattr(config, table.attribute)
    return {
        each.name: to_builtins(getattr(values, each.attribute))
        for each in table.settings
        if not isSecret(each.name)
    }


class SettingsPage:
    """
    All tables of settings.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._acts = {"undo": self._undo}

    def show(self, visit: SiteVisit) -> Page:
        """
        A card for each table.
        """
        path = _fileOf(self._context)
        config = refusing(lambda: loadConfig(path))
        cards = [
            tags.li(
                tags.h2(tags.a(labelOf(table.name), href=f"/console/settings/{table.name}")),
                tags.p(table.meaning),
            )
            for table in settingsTables()
        ]
        secrets = tags.li(
            tags.h2(tags.a("Secrets", href="/console/secrets")),
            tags.p("Keys and passwords for other services."),
        )
        isWaiting = config != self._context.config
        return consolePage(
            SECTION,
            "Settings",
            tags.p("Some settings were changed since the server started. ", _LATER, class_="calm")
            if isWaiting
            else tags.p(_LATER),
            tags.ul(*cards, secrets, class_="cards"),
            tags.p(button(visit, "Undo the last change", act="undo")) if hasPrevious(path) else "",
            facts({"File": tags.code(str(path))}),
        )

    def data(self, visit: SiteVisit) -> dict[str, Any]:
        """
        All values.
        """
        config = refusing(lambda: loadConfig(_fileOf(self._context)))
        return {table.name: _told(table, config) for table in settingsTables()}

    def post(self, visit: SiteVisit) -> Any:
        """
        Undo the last change.
        """
        return chosenAct(visit, self._acts)(visit)

    def _undo(self, visit: SiteVisit) -> Answer:
        path = _fileOf(self._context)
        refusing(lambda: audited(visit, "settings.undone", _FILE, lambda: undoChange(path)))
        return Redirect(visit.path, flash="The settings are as before. Undo again to have the change back.")


class TablePage:
    """
    The settings of one table.
    """

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    def show(self, visit: SiteVisit) -> Page:
        """
        The form.
        """
        table = self._found(visit)
        values = getattr(refusing(lambda: loadConfig(_fileOf(self._context))), table.attribute)
        fields = self._fields(table)
        shown = {field: toField(getattr(values, attribute)) for attribute, field in fields.items()}
        fixed: dict[str, Flattenable] = {
            labelOf(each.name): f"{getattr(values, each.attribute)} (can only be changed in the file)"
            for each in table.settings
            if each.attribute not in fields
        }
        return consolePage(
            SECTION,
            labelOf(table.name),
            tags.p(table.meaning),
            facts(fixed) if fixed else "",
            Form(*fields.values(), submit="Save").show(visit, shown),
            tags.p(tags.a("All settings", href="/console/settings")),
        )

    def data(self, visit: SiteVisit) -> dict[str, object]:
        """
        The values.
        """
        return _told(self._found(visit), refusing(lambda: loadConfig(_fileOf(self._context))))

    def post(self, visit: SiteVisit) -> Redirect:
        """
        Save them.
        """
        table, path = self._found(visit), _fileOf(self._context)
        fields = self._fields(table)
        filled = Form(*fields.values(), submit="").read(visit)
        before = getattr(refusing(lambda: loadConfig(path)), table.attribute)
        changed = {}
        for setting in table.settings:
            if setting.attribute not in fields:
                continue
            value = fromField(setting, filled[fields[setting.attribute]])
            isKept = isSecret(setting.name) and not value
            if not isKept and value != fromField(setting, toField(getattr(before, setting.attribute))):
                changed[setting.name] = value
        if not changed:
            return Redirect("/console/settings", flash="Nothing was changed.")
        told = {name: "hidden" if isSecret(name) else str(value) for name, value in changed.items()}
        refusing(
            lambda: audited(
                visit,
                "settings.changed",
                table.name,
                lambda: changeSettings(path, table.name, changed),
                **told,
            )
        )
        return Redirect("/console/settings", flash="Saved.")

    def _found(self, visit: SiteVisit) -> SettingsTable:
        for table in settingsTables():
            if table.name == visit.parameters["table"]:
                return table
        raise NotFound

    def _fields(self, table: SettingsTable) -> dict[str, Any]:
        """
        What can be asked for, by the attributes.
        """
        found = {
            each.attribute: fieldFor(each) for each in table.settings if (table.name, each.name) not in _FIXED
        }
        return {attribute: field for attribute, field in found.items() if field is not None}
