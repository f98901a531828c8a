"""
Addresses in posts, which become links.
"""

from __future__ import annotations

import re

from twisted.web.template import tags

from mantissa_like.web import Markup, markup

__all__ = ["linked"]

# At odd places of what it splits; without the punctuation that ends a sentence.
_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\"'’”.,:;!?)\]])")
_RELATION = "nofollow noopener noreferrer"


def linked(text: str) -> str | Markup:
    """
    The text of a post, with its addresses as links; C{text} itself if there is none.
    """
    pieces = _ADDRESS.split(text)
    if len(pieces) == 1:
        return text
    return markup(
        *(tags.a(each, href=each, rel=_RELATION) if place % 2 else each for place, each in enumerate(pieces))
    )
