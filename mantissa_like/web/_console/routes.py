"""
The addresses of the console.
"""

from __future__ import annotations

from mantissa_like.web._routes.route import Route

__all__ = ["ROUTES"]

ROUTES: tuple[Route, ...] = ()
