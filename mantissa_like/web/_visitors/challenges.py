"""
Challenges: what somebody's passkey has to sign, so that no earlier signature will do.

A browser keeps its challenge in a sealed cookie.
"""

from __future__ import annotations

from collections.abc import Callable

from twisted.internet.interfaces import IReactorTime
from twisted.web.server import Request

from mantissa_like.web._visitors.sealing import SealedCookies

__all__ = ["Challenges"]

_COOKIE = "challenge"
_SECONDS = 300
_CHALLENGE_BYTES = 32
_TIME_BYTES = 8
_MICROSECONDS = 1_000_000


class Challenges:
    """
    The challenges of one site; each is good for five minutes.
    """

    def __init__(
        self, sealed: SealedCookies, clock: IReactorTime, randomBytes: Callable[[int], bytes]
    ) -> None:
        self._sealed, self._clock, self._randomBytes = sealed, clock, randomBytes

    def give(self, request: Request) -> bytes:
        """
        A new challenge for the browser.
        """
        challenge = self._randomBytes(_CHALLENGE_BYTES)
        asked = int(self._clock.seconds() * _MICROSECONDS).to_bytes(_TIME_BYTES, "big")
        self._sealed.write(request, _COOKIE, asked + challenge, _SECONDS)
        return challenge

    def take(self, request: Request) -> tuple[bytes, float] | None:
        """
        The browser's challenge and when it was given, in seconds on the clock; None if it has none. The
        browser is told to forget it.
        """
        value = self._sealed.read(request, _COOKIE)
        self._sealed.clear(request, _COOKIE)
        if value is None:
            return None
        return value[_TIME_BYTES:], int.from_bytes(value[:_TIME_BYTES], "big") / _MICROSECONDS
