"""
Tabs: where the applications are that a person has.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Tab", "siteURL"]


@dataclass(frozen=True)
class Tab:
    """
    One place of an application.

    @ivar name: what people call it.
    @ivar url: quoted: of what the person shares, from their own address on, such as C{timeline} for
        C{/users/alice/timeline}; or of a page of the site's, with a slash at its beginning.
    @ivar description: one sentence; may be empty.
    @ivar priority: those of a higher one come first, others by name.
    @ivar badge: what is to be known before one goes there, such as C{3 new}; may be empty.
    """

    name: str
    url: str
    description: str = ""
    priority: int = 0
    badge: str = ""


def siteURL(url: str, home: str) -> str:
    """
    What a powerup of a person's store calls C{url}, from the root of the site on.

    @param home: where all that the person shares begins, with a slash at its end.
    """
    return url if url.startswith("/") else home + url
