"""
The addresses of the pages by which people log in and keep their accounts.
"""

from __future__ import annotations

from mantissa_like.web._accountpages.code import CodePage
from mantissa_like.web._accountpages.confirm import ConfirmPage
from mantissa_like.web._accountpages.deleting import DeletePage, RestorePage
from mantissa_like.web._accountpages.impersonation import StartImpersonating, StopImpersonating
from mantissa_like.web._accountpages.login import LoginPage, LogoutPage
from mantissa_like.web._accountpages.passkeys import PasskeyLogin, PasskeysPage
from mantissa_like.web._accountpages.secondfactors import SecondFactorPage
from mantissa_like.web._accountpages.sessions import SessionsPage
from mantissa_like.web._accountpages.tokens import TokensPage
from mantissa_like.web._routes.route import Access, Route

__all__ = ["ROUTES"]

ROUTES = (
    Route("/login", Access.EVERYBODY, LoginPage),
    Route("/login/code", Access.EVERYBODY, CodePage),
    Route("/account/totp", Access.PERSON, SecondFactorPage, isSensitive=True),
    Route("/account/passkeys", Access.PERSON, PasskeysPage, isSensitive=True),
    Route("/login/passkey", Access.EVERYBODY, PasskeyLogin),
    Route("/account/tokens", Access.PERSON, TokensPage, isSensitive=True),
    Route("/login/confirm", Access.PERSON, ConfirmPage),
    Route("/logout", Access.EVERYBODY, LogoutPage),
    Route("/account/delete", Access.PERSON, DeletePage, scope="account"),
    Route("/account/restore", Access.EVERYBODY, RestorePage),
    Route("/account/sessions", Access.PERSON, SessionsPage, isSensitive=True),
    Route("/account/impersonation", Access.PERSON, StopImpersonating),
    Route("/console/users/{address}/impersonate", Access.ADMINISTRATOR, StartImpersonating),
)
