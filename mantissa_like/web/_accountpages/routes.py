"""
The addresses of the pages by which people log in and keep their accounts.
"""

from __future__ import annotations

from mantissa_like.web._accountpages.addresses import AddressesPage
from mantissa_like.web._accountpages.code import CodePage
from mantissa_like.web._accountpages.confirm import ConfirmPage, PasskeyConfirm
from mantissa_like.web._accountpages.deleting import DeletePage, RestorePage
from mantissa_like.web._accountpages.impersonation import StartImpersonating, StopImpersonating
from mantissa_like.web._accountpages.join import JoinPage, JoinTicketPage
from mantissa_like.web._accountpages.login import LoginPage, LogoutPage
from mantissa_like.web._accountpages.mailbox import MailboxPage
from mantissa_like.web._accountpages.overview import OverviewPage
from mantissa_like.web._accountpages.passkeys import PasskeyLogin, PasskeysPage
from mantissa_like.web._accountpages.password import PasswordPage
from mantissa_like.web._accountpages.reset import ResetPage, ResetTicketPage
from mantissa_like.web._accountpages.secondfactors import SecondFactorPage
from mantissa_like.web._accountpages.sessions import SessionsPage
from mantissa_like.web._accountpages.tokens import TokensPage
from mantissa_like.web._accountpages.verify import VerifyPage
from mantissa_like.web._routes.route import Access, Route

__all__ = ["ROUTES"]

_ACCOUNT = ("Your account", "/account")

ROUTES = (
    Route("/join", Access.EVERYBODY, JoinPage),
    Route("/join/{ticket}", Access.EVERYBODY, JoinTicketPage),
    Route("/verify/{ticket}", Access.EVERYBODY, VerifyPage),
    Route("/reset", Access.EVERYBODY, ResetPage),
    Route("/reset/{ticket}", Access.EVERYBODY, ResetTicketPage),
    Route("/mailbox", Access.EVERYBODY, MailboxPage),
    Route("/account", Access.PERSON, OverviewPage),
    Route("/account/address", Access.PERSON, AddressesPage, isSensitive=True, parent=_ACCOUNT),
    Route("/account/password", Access.PERSON, PasswordPage, isSensitive=True, parent=_ACCOUNT),
    Route("/login", Access.EVERYBODY, LoginPage),
    Route("/login/code", Access.EVERYBODY, CodePage),
    Route("/account/totp", Access.PERSON, SecondFactorPage, isSensitive=True, parent=_ACCOUNT),
    Route("/account/passkeys", Access.PERSON, PasskeysPage, isSensitive=True, parent=_ACCOUNT),
    Route("/login/passkey", Access.EVERYBODY, PasskeyLogin),
    Route("/account/tokens", Access.PERSON, TokensPage, isSensitive=True, parent=_ACCOUNT),
    Route("/login/confirm", Access.PERSON, ConfirmPage),
    Route("/login/confirm/passkey", Access.PERSON, PasskeyConfirm),
    Route("/logout", Access.EVERYBODY, LogoutPage),
    Route("/account/delete", Access.PERSON, DeletePage, isSensitive=True, parent=_ACCOUNT),
    Route("/account/restore", Access.EVERYBODY, RestorePage),
    Route("/account/sessions", Access.PERSON, SessionsPage, isSensitive=True, parent=_ACCOUNT),
    Route("/account/impersonation", Access.PERSON, StopImpersonating),
    Route("/console/users/{address}/impersonate", Access.ADMINISTRATOR, StartImpersonating),
)
