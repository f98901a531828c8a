"""
The addresses of the console.
"""

from __future__ import annotations

from mantissa_like.web._console.audit import AuditPage
from mantissa_like.web._routes.route import Access, Route

__all__ = ["ROUTES"]

ROUTES = (Route("/console/audit", Access.ADMINISTRATOR, AuditPage),)
