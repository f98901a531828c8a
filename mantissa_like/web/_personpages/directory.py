"""
The list of the applications that a site has pages of.
"""

from __future__ import annotations

from collections.abc import Iterable

from twisted.web.template import Tag, tags

from mantissa_like.web._websharing.applications import Application

__all__ = ["directoryTag", "spoken"]


def directoryTag(applications: Iterable[Application]) -> Tag:
    """
    A link to each, and what it is.
    """
    entries = (
        tags.li(tags.a(spoken(each.name), href=f"/{each.name}/"), tags.p(each.description))
        for each in applications
    )
    return tags.ul(*entries, class_="directory")


def spoken(name: str) -> str:
    """
    The name of an offering as people write it.
    """
    return name.replace("_", " ").capitalize()
