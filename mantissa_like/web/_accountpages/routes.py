"""
The addresses of the pages by which people log in and keep their accounts.
"""

from __future__ import annotations

from mantissa_like.web._accountpages.deleting import DeletePage, RestorePage
from mantissa_like.web._accountpages.login import LoginPage, LogoutPage
from mantissa_like.web._routes.route import Access, Route

__all__ = ["ROUTES"]

ROUTES = (
    Route("/login", Access.EVERYBODY, LoginPage),
    Route("/logout", Access.EVERYBODY, LogoutPage),
    Route("/account/delete", Access.PERSON, DeletePage, scope="account"),
    Route("/account/restore", Access.EVERYBODY, RestorePage),
)
