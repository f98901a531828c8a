"""
What the pages of an address book have in common.
"""

from __future__ import annotations

from twisted.web.template import Flattenable, Tag, tags

from mantissa_like.web import Page

__all__ = ["framed"]

_PARTS = (("People", ""), ("Groups", "/groups"), ("Import and export", "/cards"))


def framed(title: str, home: str, part: str, *content: Flattenable) -> Page:
    """
    A page with links to the parts of the book.

    @param home: where the book is, quoted.
    @param part: the part that it belongs to: the end of its path.
    """
    return Page(title, [tags.h1(title), _tabs(home, part), *content])


def _tabs(home: str, part: str) -> Tag:
    links = tags.nav(class_="tabs", **{"aria-label": "Address book"})
    for label, end in _PARTS:
        marked = {"aria-current": "page"} if end == part else {}
        links(tags.a(label, href=home + end, **marked))
    return links
