"""
Attempts to log in, and at everything else that somebody could guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twisted.web.server import Request

from mantissa_like.accounts import Target, Throttle, TooManyFailures, networkOf
from mantissa_like.config import LoginSettings
from mantissa_like.web._visitors.devices import Devices
from mantissa_like.web.errors import TooManyAttempts

__all__ = ["Attempt", "Attempts"]


@dataclass(frozen=True)
class Attempt:
    """
    One attempt, which has failed unless somebody says otherwise.

    @ivar succeed: called, once, where it was none of a guesser.
    """

    succeed: Callable[[], None]


class Attempts:
    """
    The attempts at the secrets of one site.
    """

    def __init__(self, throttle: Throttle, devices: Devices, settings: LoginSettings) -> None:
        self._throttle, self._devices, self._settings = throttle, devices, settings

    def begin(self, request: Request, peer: str, kind: str, subject: str) -> Attempt:
        """
        Let somebody try, before anything is compared.

        @param peer: the address from which the request comes.
        @param kind: of the secret, such as C{login}.
        @param subject: whose it is: an address in lower case, which need not exist.
        @raise TooManyAttempts: it is too early.
        """
        settings = self._settings
        device = self._devices.find(request, subject)
        if device is not None:
            targets = [Target(f"device {kind}", device, settings.failuresPerAccount)]
        else:
            targets = [
                Target(kind, subject, settings.failuresPerAccount),
                Target("peer", networkOf(peer), settings.failuresPerPeer, isClearedBySuccess=False),
            ]
        try:
            self._throttle.begin(*targets)
        except TooManyFailures as e:
            raise TooManyAttempts(e.seconds) from e
        return Attempt(lambda: self._throttle.succeed(*targets))
