"""
What all pages of the console have in common: the way to the others.
"""

from __future__ import annotations

from collections.abc import Mapping

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.web._markup.page import Page
from mantissa_like.web._views.forms import confirmed
from mantissa_like.web._views.visit import Visit

__all__ = ["SECTIONS", "askedOnce", "consolePage", "facts"]

SECTIONS = (
    ("Overview", "/console"),
    ("Users", "/console/users"),
    ("Stores", "/console/stores"),
    ("Applications", "/console/offerings"),
    ("Ports", "/console/ports"),
    ("Services", "/console/services"),
    ("Sessions", "/console/sessions"),
    ("Schedule", "/console/schedule"),
    ("Mail", "/console/mail"),
    ("Errors", "/console/errors"),
    ("Audit", "/console/audit"),
    ("Metrics", "/console/metrics"),
    ("Settings", "/console/settings"),
)


def consolePage(
    section: str, title: str, *content: Flattenable, scripts: tuple[str, ...] = (), status: int = 200
) -> Page:
    """
    One page of the console.

    @param section: the label of the one of L{SECTIONS} that it belongs to.
    @param title: its heading, plain text.
    """
    main = tags.div(_navigation(section), tags.h1(title), *content, class_="console")
    return Page(title, main, scripts=scripts, isWide=True, status=status)


def askedOnce(visit: Visit, section: str, question: str, consequence: str, label: str) -> Page | None:
    """
    Ask before something is done; see L{confirmed}. Who thinks better of it goes back to the page.

    @return: what to show; None once it was confirmed.
    """
    form = confirmed(visit, question, consequence, label, visit.path)
    if form is None:
        return None
    return Page(question, tags.div(_navigation(section), form, class_="console"), isWide=True)


def facts(pairs: Mapping[str, Flattenable]) -> Tag:
    """
    A list of facts, each with its name.
    """
    return tags.dl(*([tags.dt(name), tags.dd(value)] for name, value in pairs.items()), class_="facts")


def _navigation(section: str) -> Tag:
    links = tags.nav(class_="tabs", **{"aria-label": "Console"})
    for label, url in SECTIONS:
        link = tags.a(label, href=url)
        links(link(**{"aria-current": "page"}) if label == section else link)
    return links
