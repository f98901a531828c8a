"""
Accounts, and logging in to them.
"""

from __future__ import annotations

import axiom._accounts.upgraders  # noqa: F401 (registers them)
from axiom._accounts.accounts import LoginAccount
from axiom._accounts.credentials import IPreauthCredentials, Preauthenticated
from axiom._accounts.loginbase import LoginBase, SubStoreLoginMixin
from axiom._accounts.loginmethods import (
    ANY_PROTOCOL,
    NO_PROTOCOL,
    LoginMethod,
    getAccountNames,
    getDomainNames,
    getLoginMethods,
)
from axiom._accounts.loginsystem import LoginSystem
from axiom._accounts.passwords import (
    IPasswordHashing,
    IPasswordRenewal,
    PasswordHashing,
    Verdict,
    hashingOf,
)
from axiom._accounts.testcontext import getTestContext
from axiom._accounts.userstores import extractUserStore, insertUserStore
from axiom.errors import AllNamesConflict, DatabaseDirectoryConflict

__all__ = [
    "ANY_PROTOCOL",
    "NO_PROTOCOL",
    "AllNamesConflict",
    "DatabaseDirectoryConflict",
    "IPasswordHashing",
    "IPasswordRenewal",
    "IPreauthCredentials",
    "LoginAccount",
    "LoginBase",
    "LoginMethod",
    "LoginSystem",
    "PasswordHashing",
    "Preauthenticated",
    "SubStoreLoginMixin",
    "Verdict",
    "extractUserStore",
    "getAccountNames",
    "getDomainNames",
    "getLoginMethods",
    "getTestContext",
    "hashingOf",
    "insertUserStore",
]
