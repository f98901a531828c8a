"""
What all pages of the console have in common: the way to the others.
"""

from __future__ import annotations

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.web._markup.page import Page
from mantissa_like.web._markup.templates import Markup, markup
from mantissa_like.web._views.forms import confirmed
from mantissa_like.web._views.visit import Visit

__all__ = ["SECTIONS", "askedOnce", "consolePage"]

SECTIONS = (
    ("Overview", "/console"),
    ("Users", "/console/users"),
    ("Stores", "/console/stores"),
    ("Applications", "/console/offerings"),
    ("Ports", "/console/ports"),
    ("Services", "/console/services"),
    ("Sessions", "/console/sessions"),
    ("Schedule", "/console/schedule"),
    ("Messages", "/console/messages"),
    ("Operations", "/console/operations"),
    ("Mail", "/console/mail"),
    ("Errors", "/console/errors"),
    ("Audit", "/console/audit"),
    ("Metrics", "/console/metrics"),
    ("Settings", "/console/settings"),
)


def consolePage(
    section: str,
    title: str,
    *content: Flattenable | Markup,
    scripts: tuple[str, ...] = (),
    status: int = 200,
) -> Page:
    """
    One page of the console.

    @param section: the label of the one of L{SECTIONS} that it belongs to.
    @param title: its heading, plain text.
    """
    return Page(
        title, _framed(section, tags.h1(title), *content), scripts=scripts, isWide=True, status=status
    )


def askedOnce(visit: Visit, section: str, question: str, consequence: str, label: str) -> Page | None:
    """
    Ask before something is done; see L{confirmed}. Who thinks better of it goes back to the page.

    @return: what to show; None once it was confirmed.
    """
    form = confirmed(visit, question, consequence, label, visit.path)
    if form is None:
        return None
    return Page(question, _framed(section, form), isWide=True)


def _framed(section: str, *content: Flattenable | Markup) -> Markup:
    parts = [each if isinstance(each, Markup) else markup(each) for each in (_navigation(section), *content)]
    return Markup(b'<div class="console">' + b"".join(parts) + b"</div>")


def _navigation(section: str) -> Tag:
    links = tags.nav(class_="tabs", **{"aria-label": "Console"})
    for label, url in SECTIONS:
        link = tags.a(label, href=url)
        links(link(**{"aria-current": "page"}) if label == section else link)
    return links
