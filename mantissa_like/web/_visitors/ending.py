"""
Ending all logins of an account.
"""

from __future__ import annotations

from axiom.userbase import LoginAccount
from mantissa_like.web._visitors.sessions import WebSession

__all__ = ["endSessions"]


def endSessions(account: LoginAccount) -> None:
    """
    Log the owner of an account out everywhere. Repeating it is safe.
    """
    addresses = [
        f"{method.localpart}@{method.domain}"
        for method in account.loginMethods()
        if method.domain is not None
    ]
    sessions = account.presentStore().query(WebSession, WebSession.address.oneOf(addresses))
    sessions.deleteFromStore()
