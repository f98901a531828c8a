"""
Who sends a request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from twisted.web.server import Request

from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, networkOf
from mantissa_like.web._http.printable import withoutSecrets
from mantissa_like.web._http.ratelimits import TokenBuckets
from mantissa_like.web._http.request import GuardedRequest
from mantissa_like.web._visitors.attempts import Attempts
from mantissa_like.web._visitors.browsermemory import BrowserMemory
from mantissa_like.web._visitors.cookies import LANGUAGE_COOKIE, SESSION_COOKIE
from mantissa_like.web._visitors.csrf import csrfToken
from mantissa_like.web._visitors.senders import peerOf, userAgentOf
from mantissa_like.web._visitors.sessions import Session, Sessions, sessionsOf
from mantissa_like.web._visitors.tokens import Tokens
from mantissa_like.web.errors import NotLoggedIn, TooManyRequests

__all__ = ["Visitors"]

_READING = (b"GET", b"HEAD")

_UNLOCKED_SECONDS = 86_400
_YEAR = 365 * 86_400


class Visitors:
    """
    The sessions of one site as its requests carry them.

    @ivar attempts: of those who try to log in.
    @ivar pending: logins that are half done.
    @ivar challenges: for passkeys.
    """

    def __init__(
        self,
        sessions: Sessions,
        tokens: Tokens,
        browsers: BrowserMemory,
        attempts: Attempts,
        mayActAs: Callable[[str, str], bool],
        buckets: TokenBuckets | None = None,
    ) -> None:
        """
        @param mayActAs: tells whether the first address may act in the place of the second.
        @param buckets: how often one account may ask; None for as often as it likes.
        """
        self._sessions, self._tokens = sessions, tokens
        self._browsers, self._cookies, self.attempts = browsers, browsers.cookies, attempts
        self.pending, self.challenges = browsers.pending, browsers.challenges
        self._mayActAs, self._buckets = mayActAs, buckets

    def find(self, request: Request) -> Session | None:
        """
        The session of whoever sends this; None for somebody who is not logged in.

        @raise NotLoggedIn: it is a program with an API token that is none.
        @raise TooManyRequests: their account asks too often.
        """
        session = self._find(request)
        if session is None:
            return None
        if isinstance(request, GuardedRequest):
            request.who = session.viewer
        if session.impersonator and request.method not in _READING:
            path = withoutSecrets(request.path).decode("ascii", "replace")
            self._sessions.recordActing(session, path, peerOf(request))
        wait = self._buckets.take(session.viewer) if self._buckets is not None else 0
        if wait:
            raise TooManyRequests(wait)
        return session

    def asksAgain(self, session: Session) -> bool:
        """
        Whether L{find} would find the same session again, if the site store is unchanged since it did; counts
        as asking.
        """
        isWelcome = self._buckets is None or not self._buckets.take(session.viewer)
        return isWelcome and self._sessions.isFresh(session)

    def isLoggedIn(self, request: Request) -> bool:
        """
        Whether whoever sends this has a session.
        """
        with suppress(NotLoggedIn):
            return self._find(request) is not None
        return False

    def _find(self, request: Request) -> Session | None:
        if (session := self._tokens.find(request)) is not None:
            return session
        token = self._cookies.read(request, SESSION_COOKIE)
        return self._sessionOf(token, peerOf(request)) if token else None

    def _sessionOf(self, token: str, peer: str = "") -> Session | None:
        session = self._sessions.find(token, peer)
        if session is None or not session.impersonator:
            return session
        if not self._mayActAs(session.impersonator, session.viewer):
            self._sessions.act(token, None)
            return self._sessions.find(token)
        return session

    def recall(self, request: Request) -> Callable[[], Session | None] | None:
        """
        What finds the session again when the request is no more, for as long as it lasts; None for somebody
        who is not logged in.
        """
        if (ofProgram := self._tokens.recall(request)) is not None:
            return ofProgram
        token = self._cookies.read(request, SESSION_COOKIE)
        return partial(self._sessionOf, token) if token and self._sessionOf(token) else None

    def isKnown(self, request: Request, address: Address, account: LoginAccount) -> bool:
        """
        Whether somebody has logged in to this account with the browser that sends this: with this very one,
        or lately with such a one from the same network, since programs keep no cookies.
        """
        if self._browsers.devices.find(request, str(address)) is not None:
            return True
        sender = userAgentOf(request), networkOf(peerOf(request))
        return any((each.userAgent, networkOf(each.peer)) == sender for each in sessionsOf(account))

    def logIn(self, request: Request, address: Address, account: LoginAccount) -> str:
        """
        Answer with a new session, which takes the place of the one that there was.

        @return: what its forms carry from now on.
        """
        self._endSession(request)
        self._browsers.formTokens.forget(request)
        token = self._sessions.begin(address, account, userAgentOf(request), peerOf(request))
        self._cookies.write(request, SESSION_COOKIE, token, int(self._sessions.lifetime))
        self._browsers.devices.remember(request, str(address))
        return csrfToken(token)

    def confirm(self, request: Request) -> None:
        """
        The viewer has shown again who they are.
        """
        token = self._cookies.read(request, SESSION_COOKIE)
        if token:
            self._sessions.confirm(token)

    def act(self, request: Request, address: str | None, seconds: float = 0.0) -> None:
        """
        Let the viewer act in the place of somebody for a time, or be themselves again. Whether they may is
        looked at with each request.

        @param address: C{user@domain}; None for nobody.
        """
        token = self._cookies.read(request, SESSION_COOKIE)
        if token:
            self._sessions.act(token, address, seconds)

    def logOut(self, request: Request) -> None:
        """
        End the session, if there is one.
        """
        self._endSession(request)
        self._cookies.clear(request, SESSION_COOKIE)

    def speak(self, request: Request, language: str) -> None:
        """
        From now on show this browser the site's pages in a language.

        @param language: one of the site's.
        """
        self._cookies.write(request, LANGUAGE_COOKIE, language, _YEAR)

    def unlock(self, request: Request, place: str, token: str) -> None:
        """
        Let the browser keep for a day what it was given for a password.

        @param place: what the password is for.
        @param token: at most 100 ASCII characters.
        """
        self._cookies.write(request, _unlockingCookie(place), token, _UNLOCKED_SECONDS)

    def unlocked(self, request: Request, place: str) -> str | None:
        """
        What the browser was given for the password of C{place}; None if it has nothing.
        """
        return self._cookies.read(request, _unlockingCookie(place)) or None

    def _endSession(self, request: Request) -> None:
        token = self._cookies.read(request, SESSION_COOKIE)
        if token:
            self._sessions.end(token)


def _unlockingCookie(place: str) -> str:
    # The place may be a secret, and need not be a name that a cookie can have.
    return f"unlocked-{hashlib.sha256(place.encode()).hexdigest()[:32]}"
