"""
Accounts, and logging in to them.
"""

from __future__ import annotations

import axiom._accountupgrades  # noqa: F401 (registers them)
from axiom._accounts import LoginAccount
from axiom._credentials import IPreauthCredentials, Preauthenticated
from axiom._loginbase import LoginBase, SubStoreLoginMixin
from axiom._loginmethods import ANY_PROTOCOL, LoginMethod, getAccountNames, getDomainNames, getLoginMethods
from axiom._loginsystem import LoginSystem
from axiom._passwords import IPasswordHashing, PasswordHashing, Verdict
from axiom._testcontext import getTestContext
from axiom._userstores import extractUserStore, insertUserStore
from axiom.errors import AllNamesConflict, DatabaseDirectoryConflict

__all__ = [
    "ANY_PROTOCOL",
    "AllNamesConflict",
    "DatabaseDirectoryConflict",
    "IPasswordHashing",
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
    "insertUserStore",
]
