"""
Logins that are half done: the password was right, and a code is still to come.

The state is in a sealed cookie of the browser, so that somebody who never finishes leaves nothing behind.
"""

from __future__ import annotations

import hashlib

from twisted.web.server import Request

from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, findAccount
from mantissa_like.web._visitors.sealing import SealedCookies

__all__ = ["PendingLogins"]

_COOKIE = "pending"
_SECONDS = 600
_MARK_BYTES = 32


class PendingLogins:
    """
    The half logins of one site; each lasts ten minutes.
    """

    def __init__(self, siteStore: Store, sealed: SealedCookies) -> None:
        self._siteStore, self._sealed = siteStore, sealed

    def begin(self, request: Request, address: Address, account: LoginAccount) -> None:
        """
        Somebody knew the password.
        """
        self._sealed.write(request, _COOKIE, _mark(account) + str(address).encode(), _SECONDS)

    def find(self, request: Request) -> tuple[Address, LoginAccount] | None:
        """
        Who has begun to log in here; None if nobody has, or the account has another password since.
        """
        value = self._sealed.read(request, _COOKIE)
        if value is None:
            return None
        address = Address.parse(value[_MARK_BYTES:].decode())
        account = findAccount(self._siteStore, address.localpart, address.domain)
        if account is None or account.disabled or _mark(account) != value[:_MARK_BYTES]:
            return None
        return address, account

    def end(self, request: Request) -> None:
        """
        The login is done.
        """
        self._sealed.clear(request, _COOKIE)


def _mark(account: LoginAccount) -> bytes:
    return hashlib.sha256((account.passwordHash or "").encode()).digest()
