"""
The API tokens that programs send.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from epsilon.extime import Time
from twisted.internet.interfaces import IReactorTime
from twisted.web.server import Request

from axiom.errors import StoreBusy
from axiom.store import Store
from mantissa_like.accounts import findToken
from mantissa_like.web._visitors.memo import Memo
from mantissa_like.web._visitors.senders import peerOf
from mantissa_like.web._visitors.sessions import Session
from mantissa_like.web.errors import NotLoggedIn

__all__ = ["Tokens"]

_SCHEME = "bearer"
_LONGEST = 200
_TOUCH_SECONDS = 3600.0
_MOST_REMEMBERED = 10_000


class Tokens:
    """
    The tokens of one site, as its requests carry them.

    Finding one reads from memory while the site store is unchanged, and writes once an hour. They are too
    long to be guessed, so failures are not counted.
    """

    def __init__(self, siteStore: Store, clock: IReactorTime) -> None:
        self._siteStore, self._clock = siteStore, clock
        self._remembered: Memo[str, Session] = Memo(siteStore, self._read, _MOST_REMEMBERED)

    def find(self, request: Request) -> Session | None:
        """
        What the token allows that came with a request; None if none came.

        @raise NotLoggedIn: one came that is none, or not any more.
        """
        token = _tokenOf(request)
        if token is None:
            return None
        session, now = self._valid(token), self._clock.seconds()
        if session is None:
            raise NotLoggedIn("The API token that was sent is unknown, has expired or was taken back.")
        if session.lastUsed + _TOUCH_SECONDS <= now:
            # While somebody else writes for long, it is left to the next request.
            with suppress(StoreBusy):
                self._siteStore.transact(self._touch, token, now, peerOf(request))
        return session

    def recall(self, request: Request) -> Callable[[], Session | None] | None:
        """
        What finds the same when the request is no more, for as long as the token lasts; None if none came.
        """
        token = _tokenOf(request)
        return None if token is None else partial(self._valid, token)

    def _valid(self, token: str) -> Session | None:
        session = self._remembered(token) if len(token) <= _LONGEST else None
        return None if session is None or session.expires <= self._clock.seconds() else session

    def _read(self, token: str) -> Session | None:
        item = findToken(self._siteStore, token)
        if item is None:
            return None
        return Session(
            viewer=item.address,
            csrfToken="",
            expires=item.expires.asPOSIXTimestamp(),
            lastUsed=0.0 if item.lastUsed is None else item.lastUsed.asPOSIXTimestamp(),
            scopes=frozenset(item.scopes),
        )

    def _touch(self, token: str, now: float, peer: str) -> None:
        item = findToken(self._siteStore, token)
        if item is not None:
            item.lastUsed, item.peer = Time.fromPOSIXTimestamp(now), peer


def _tokenOf(request: Request) -> str | None:
    scheme, _, token = (request.getHeader(b"Authorization") or b"").decode("latin-1").partition(" ")
    return token if scheme.lower() == _SCHEME else None
