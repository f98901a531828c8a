"""
What applications answer to a search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from epsilon.extime import Time

from axiom.search import Excerpt

__all__ = ["SearchResult", "SearchResults"]


@dataclass(frozen=True)
class SearchResult:
    """
    One thing that was found.

    @ivar title: what people call it; plain text.
    @ivar url: where it is seen, as L{mantissa_like.web.Tab.url}.
    @ivar excerpt: a piece of it with the words that were found; may be an empty text.
    @ivar when: when it was written or changed last; None if that does not matter.
    """

    title: str
    url: str
    excerpt: Excerpt | str = ""
    when: Time | None = None


@dataclass(frozen=True)
class SearchResults:
    """
    What one application has found.

    @ivar name: what people call the application.
    @ivar found: the best first; may be empty.
    """

    name: str
    found: Sequence[SearchResult] = ()
