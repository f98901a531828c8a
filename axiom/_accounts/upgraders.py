"""
Upgraders of the accounts in stores that Axiom made before 0.9, when passwords were stored as they are.
"""

from __future__ import annotations

from typing import Any

from axiom._accounts.accounts import LoginAccount
from axiom._accounts.loginmethods import LoginMethod
from axiom._accounts.passwords import hashingOf
from axiom.upgrade import registerAttributeCopyingUpgrader, registerUpgrader

__all__: list[str] = []


def _account1to3(old: Any) -> LoginAccount:
    """
    The first version had its one address in itself.
    """
    method = {"localpart": old.username, "domain": old.domain}
    new = _upgraded(old)
    LoginMethod(store=new.store, account=new, internal=False, protocol="email", verified=True, **method)
    new.copyLater()
    return new


def _upgraded(old: Any) -> LoginAccount:
    new: LoginAccount = old.upgradeVersion(
        LoginAccount.typeName,
        old.schemaVersion,
        LoginAccount.schemaVersion,
        passwordHash=_hashed(old),
        avatars=old.avatars,
        disabled=old.disabled,
    )
    return new


def _hashed(old: Any) -> str | None:
    if old.password is None:
        return None
    hashed: str = hashingOf(old.store).hashNow(old.password)
    return hashed


registerUpgrader(_account1to3, LoginAccount.typeName, 1, 3)
registerUpgrader(_upgraded, LoginAccount.typeName, 2, 3)
registerAttributeCopyingUpgrader(LoginMethod, 1, 2)
