"""
Ending all logins of an account.
"""

from __future__ import annotations

from axiom.userbase import LoginAccount
from mantissa_like.accounts import tokensOf
from mantissa_like.web._visitors.sessions import sessionsOf

__all__ = ["endSessions"]


def endSessions(account: LoginAccount) -> None:
    """
    Log the owner of an account out everywhere, and take back all API tokens. Repeating it is safe.
    """
    sessionsOf(account).deleteFromStore()
    tokensOf(account).deleteFromStore()
