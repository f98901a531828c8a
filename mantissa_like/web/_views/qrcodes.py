"""
QR codes: text that telephones read with their camera.
"""

from __future__ import annotations

from typing import Any

import segno
from twisted.web.template import Tag

__all__ = ["qrCode"]

_QUIET = 4


def qrCode(text: str, label: str) -> Tag:
    """
    A picture of C{text}, black on white also where pages are dark, without which cameras do not see it.

    @param label: what those read who see no pictures.
    """
    rows = segno.make(text, error="m", micro=False).matrix
    side = len(rows) + 2 * _QUIET
    modules = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, isDark in enumerate(row)
        if isDark
    )
    white = Tag("rect", {"width": str(side), "height": str(side), "fill": "#fff"})
    picture = Tag("path", {"d": modules, "fill": "#000", "shape-rendering": "crispEdges"})
    attributes: Any = {"viewBox": f"0 0 {side} {side}", "role": "img", "aria-label": label, "class": "qr"}
    return Tag("svg", attributes)(white, picture)
