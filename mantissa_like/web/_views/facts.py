"""
Lists of facts, each with its name.
"""

from __future__ import annotations

from collections.abc import Mapping

from twisted.web.template import Flattenable, Tag, tags

__all__ = ["facts"]


def facts(pairs: Mapping[str, Flattenable]) -> Tag:
    """
    What is known of something.

    @param pairs: what people read, by what it is called.
    """
    return tags.dl(*([tags.dt(name), tags.dd(value)] for name, value in pairs.items()), class_="facts")
