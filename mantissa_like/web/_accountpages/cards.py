"""
What the pages by which people come in have in common: one card with a heading.
"""

from __future__ import annotations

from twisted.web.template import Flattenable, tags

from mantissa_like.config import SiteConfig
from mantissa_like.web._markup.page import Page
from mantissa_like.web.errors import BadInput

__all__ = ["HOME", "card", "requireMail"]

HOME = "/home"
"""Where people come who have logged in, unless they wanted to go somewhere else."""


def card(title: str, *content: Flattenable) -> Page:
    """
    A page that is one card.
    """
    section = tags.section(
        tags.h1(title, id="heading"), *content, class_="card", **{"aria-labelledby": "heading"}
    )
    return Page(title, section)


def requireMail(config: SiteConfig) -> None:
    """
    Go on only where mail arrives.

    @raise BadInput: the site sends none.
    """
    if not config.mail.isSent:
        raise BadInput("This site can’t send mail yet. Please ask an administrator.")
