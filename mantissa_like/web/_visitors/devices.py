"""
Browsers in which somebody has logged in before.

Their attempts are counted apart from those of strangers, so that nobody can keep people from logging in by
failing in their name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from twisted.web.server import Request

from mantissa_like.web._visitors.sealing import SealedCookies

__all__ = ["Devices"]

_COOKIE = "device"
_SECONDS = 365 * 86_400
_NUMBER_BYTES = 16


class Devices:
    """
    Cookies that say whose browser this is; they log nobody in.
    """

    def __init__(self, sealed: SealedCookies, randomBytes: Callable[[int], bytes]) -> None:
        self._sealed, self._randomBytes = sealed, randomBytes

    def remember(self, request: Request, address: str) -> None:
        """
        From now on, this is a browser of who has just logged in.

        @param address: C{user@domain}.
        """
        number = self.find(request, address) or self._randomBytes(_NUMBER_BYTES).hex()
        self._sealed.write(request, _COOKIE, bytes.fromhex(number) + _hashed(address), _SECONDS)

    def find(self, request: Request, address: str) -> str | None:
        """
        The number of this browser if it is one of the account with this address.
        """
        value = self._sealed.read(request, _COOKIE)
        if value is None or value[_NUMBER_BYTES:] != _hashed(address):
            return None
        return value[:_NUMBER_BYTES].hex()


def _hashed(address: str) -> bytes:
    return hashlib.sha256(address.encode()).digest()
