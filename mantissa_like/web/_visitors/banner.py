"""
What every page says while somebody acts as somebody else.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from mantissa_like.web._markup.representation import HTML, Representation
from mantissa_like.web._visitors.csrf import CSRF_FIELD
from mantissa_like.web._visitors.flash import FLASH_PLACE
from mantissa_like.web._visitors.sessions import Session

__all__ = ["STOP_IMPERSONATING", "withBanner"]

STOP_IMPERSONATING = "/account/impersonation"


def withBanner(page: Representation, session: Session | None) -> Representation:
    """
    The page as whoever impersonates somebody sees it; for all others, the page.
    """
    if session is None or not session.impersonator or page.contentType != HTML:
        return page
    banner = (
        f'<aside class="banner" aria-label="Impersonation"><p>You are {escape(session.impersonator)}, '
        f"acting as <strong>{escape(session.viewer)}</strong>. What you do here is written down.</p>"
        f'<form method="post" action="{STOP_IMPERSONATING}">'
        f'<input type="hidden" name="{CSRF_FIELD}" value="{escape(session.csrfToken)}">'
        '<button type="submit" class="small">Be yourself again</button></form></aside>'
    )
    body = page.body.replace(FLASH_PLACE, banner.encode() + FLASH_PLACE, 1)
    return replace(page, body=body, isPrivate=True)
