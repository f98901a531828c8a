"""
The addresses of the pages on which people find what is theirs.
"""

from __future__ import annotations

from mantissa_like.web._personpages.front import FrontPage
from mantissa_like.web._routes.route import Access, Route

__all__ = ["ROUTES"]

ROUTES = (Route("/", Access.EVERYBODY, FrontPage),)
