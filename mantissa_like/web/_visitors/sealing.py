"""
Cookies that keep something for the site, which their browser can neither read nor make.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from twisted.internet.interfaces import IReactorTime
from twisted.web.server import Request

from mantissa_like.vault import IVault, VaultError
from mantissa_like.web._visitors.cookies import Cookies

__all__ = ["SealedCookies"]

_LONGEST = 1_500
_TIME_BYTES = 8


class SealedCookies:
    """
    What the site tells itself by way of a browser, for a time.
    """

    def __init__(self, cookies: Cookies, vault: IVault, clock: IReactorTime) -> None:
        self._cookies, self._vault, self._clock = cookies, vault, clock

    def write(self, request: Request, name: str, value: bytes, seconds: int) -> None:
        """
        Let the browser keep C{value}, at most some 1,000 bytes, for so long.
        """
        until = int(self._clock.seconds()) + seconds
        sealed = self._vault.seal(until.to_bytes(_TIME_BYTES, "big") + value, _purpose(name))
        self._cookies.write(request, name, urlsafe_b64encode(sealed).decode(), seconds)

    def read(self, request: Request, name: str) -> bytes | None:
        """
        What the browser was given to keep; None if it has nothing, or its time is over.
        """
        encoded = self._cookies.read(request, name, _LONGEST)
        if not encoded:
            return None
        try:
            opened: bytes = self._vault.open(urlsafe_b64decode(encoded), _purpose(name))
        except (ValueError, VaultError):
            return None
        if int.from_bytes(opened[:_TIME_BYTES], "big") <= self._clock.seconds():
            return None
        return opened[_TIME_BYTES:]

    def clear(self, request: Request, name: str) -> None:
        """
        Let the browser forget.
        """
        self._cookies.clear(request, name)


def _purpose(name: str) -> str:
    return f"cookie:{name}"
