"""
Sessions: who is logged in with which browser.

A session is an item of the site store, known by the hash of a token that only the browser has. It ends when
the user logs out, at its time, and as soon as the account is gone, is disabled, or has another password than
at the login.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from epsilon.extime import Time
from twisted.internet.interfaces import IReactorTime

from axiom.attributes import text, timestamp
from axiom.errors import StoreBusy
from axiom.item import Item
from axiom.store import Store
from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, findAccount
from mantissa_like.web._visitors.csrf import csrfToken
from mantissa_like.web._visitors.memo import Memo

__all__ = ["Session", "Sessions", "WebSession"]

_TOKEN_BYTES = 32
_TOUCH_SECONDS = 3600.0
_MOST_OF_ONE_ACCOUNT = 50
_MOST_REMEMBERED = 10_000


class WebSession(Item):
    """
    One login that lasts.

    @ivar tokenHash: SHA-256 of the token, in hexadecimal.
    @ivar address: C{user@domain} by which the user logged in.
    @ivar passwordMark: differs from L{_passwordMark} of the account once its password is another.
    @ivar created: when the user logged in.
    @ivar lastUsed: with some page, up to an hour ago.
    @ivar expires: when it ends by itself.
    """

    typeName = "web_session"

    tokenHash = text(allowNone=False, indexed=True, caseSensitive=True)
    address = text(allowNone=False, indexed=True, caseSensitive=True)
    passwordMark = text(allowNone=False, caseSensitive=True)
    created = timestamp(allowNone=False)
    lastUsed = timestamp(allowNone=False)
    expires = timestamp(allowNone=False, indexed=True)


@dataclass(frozen=True)
class Session:
    """
    A session which somebody's browser knows the token of.

    @ivar viewer: C{user@domain}.
    @ivar csrfToken: what this browser's forms carry.
    @ivar expires: seconds on the clock.
    @ivar lastUsed: seconds on the clock, as stored.
    @ivar scopes: what the API token allows that was sent in place of a cookie: C{read}, C{write}, C{account},
        C{administer}; None for a browser's session, which allows everything.
    @ivar impersonator: C{user@domain} of the administrator who acts as C{viewer}; mostly empty.
    """

    viewer: str
    csrfToken: str
    expires: float
    lastUsed: float
    scopes: frozenset[str] | None = None
    impersonator: str = ""

    def allows(self, scope: str) -> bool:
        """
        Whether what takes C{scope} may be done.
        """
        return self.scopes is None or scope in self.scopes


class Sessions:
    """
    The sessions of one site.

    Finding one reads from memory while the site store is unchanged, and writes once an hour.
    """

    def __init__(
        self, siteStore: Store, clock: IReactorTime, randomBytes: Callable[[int], bytes], lifetime: float
    ) -> None:
        """
        @param lifetime: seconds.
        """
        self._siteStore, self._clock, self._randomBytes = siteStore, clock, randomBytes
        self.lifetime = lifetime
        self._remembered: Memo[str, Session] = Memo(siteStore, self._read, _MOST_REMEMBERED)

    def begin(self, address: Address, account: LoginAccount) -> str:
        """
        Log somebody in who has shown to be the owner of an account. The oldest of very many sessions ends.

        @param address: one of the account's.
        @return: the token, for the browser alone: 43 letters, digits, dashes and underscores.
        """
        token = urlsafe_b64encode(self._randomBytes(_TOKEN_BYTES)).rstrip(b"=").decode()
        self._siteStore.transact(self._create, token, address, account)
        return token

    def find(self, token: str) -> Session | None:
        """
        The session of which C{token} is the token; None if it has ended or never was.
        """
        session = self._remembered(token)
        now = self._clock.seconds()
        if session is None or session.expires <= now:
            return None
        if session.lastUsed + _TOUCH_SECONDS <= now:
            # While somebody else writes for long, it is left to the next request.
            with suppress(StoreBusy):
                self._siteStore.transact(self._touch, token, now)
        return session

    def end(self, token: str) -> None:
        """
        Log out. Repeating it is safe.
        """
        self._siteStore.transact(self._delete, token)

    def _create(self, token: str, address: Address, account: LoginAccount) -> None:
        now = self._clock.seconds()
        self._deleteOld(str(address), Time.fromPOSIXTimestamp(now))
        WebSession(
            store=self._siteStore,
            tokenHash=_hashed(token),
            address=str(address),
            passwordMark=_passwordMark(account),
            created=Time.fromPOSIXTimestamp(now),
            lastUsed=Time.fromPOSIXTimestamp(now),
            expires=Time.fromPOSIXTimestamp(now + self.lifetime),
        )

    def _deleteOld(self, address: str, now: Time) -> None:
        self._siteStore.query(WebSession, WebSession.expires <= now).deleteFromStore()
        newestFirst = self._siteStore.query(
            WebSession, WebSession.address == address, sort=WebSession.storeID.descending
        )
        for session in list(newestFirst)[_MOST_OF_ONE_ACCOUNT - 1 :]:
            session.deleteFromStore()

    def _read(self, token: str) -> Session | None:
        item = self._item(token)
        if item is None:
            return None
        address = Address.parse(item.address)
        account = findAccount(self._siteStore, address.localpart, address.domain)
        if account is None or account.disabled or _passwordMark(account) != item.passwordMark:
            return None
        return Session(
            viewer=item.address,
            csrfToken=csrfToken(token),
            expires=item.expires.asPOSIXTimestamp(),
            lastUsed=item.lastUsed.asPOSIXTimestamp(),
        )

    def _touch(self, token: str, now: float) -> None:
        item = self._item(token)
        if item is not None:
            item.lastUsed = Time.fromPOSIXTimestamp(now)

    def _delete(self, token: str) -> None:
        item = self._item(token)
        if item is not None:
            item.deleteFromStore()

    def _item(self, token: str) -> WebSession | None:
        found: WebSession | None = self._siteStore.findFirst(
            WebSession, WebSession.tokenHash == _hashed(token)
        )
        return found


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _passwordMark(account: LoginAccount) -> str:
    """
    Something that changes with the account's password and does not tell it.
    """
    return hashlib.sha256((account.passwordHash or "").encode()).hexdigest()
