"""
What a view answers with.
"""

from __future__ import annotations

from dataclasses import dataclass

from twisted.web import http
from twisted.web.template import Flattenable

from mantissa_like.web._markup.templates import Markup

__all__ = ["Page", "Redirect"]


@dataclass(frozen=True)
class Page:
    """
    The part of a page that is the view's own; the site puts its frame around it.

    @ivar title: plain text.
    @ivar content: tags, elements or text, without a Deferred among them; or finished markup.
    @ivar cacheable: whether the same would be shown for as long as the store is unchanged.
    @ivar status: of the response.
    """

    title: str
    content: Flattenable | Markup
    cacheable: bool = True
    status: int = http.OK


@dataclass(frozen=True)
class Redirect:
    """
    Where a browser is sent after an action.

    @ivar url: of the page that shows the result.
    @ivar data: what a program gets instead, anything that JSON can express; None for the URL alone.
    """

    url: str
    data: object = None
