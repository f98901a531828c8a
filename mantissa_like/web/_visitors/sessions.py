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
from dataclasses import dataclass, replace

from epsilon.extime import Time
from twisted.internet.interfaces import IReactorTime
from twisted.web import http
from zope.interface import implementer

from axiom.errors import StoreBusy
from axiom.store import ItemQuery, Store
from axiom.userbase import IPasswordRenewal, LoginAccount
from mantissa_like.accounts import Address, findAccount, isArtificial
from mantissa_like.audit import recordAct
from mantissa_like.web._visitors.csrf import csrfToken
from mantissa_like.web._visitors.memo import Memo
from mantissa_like.web._visitors.websession import WebSession
from mantissa_like.web.errors import RequestRefused

__all__ = ["Session", "Sessions", "sessionsOf"]

_TOKEN_BYTES = 32
_TOUCH_SECONDS = 3600.0
_MOST_OF_ONE_ACCOUNT = 50
_MOST_REMEMBERED = 10_000


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
    @ivar impersonator: C{user@domain} of who acts as C{viewer}, an administrator or a member; mostly empty.
    @ivar number: the storeID of its L{WebSession}; 0 for an API token.
    @ivar confirmed: when the viewer last showed here who they are, in seconds on the clock.
    """

    viewer: str
    csrfToken: str
    expires: float
    lastUsed: float
    scopes: frozenset[str] | None = None
    impersonator: str = ""
    number: int = 0
    confirmed: float = 0.0

    def allows(self, scope: str) -> bool:
        """
        Whether what takes C{scope} may be done.
        """
        return self.scopes is None or scope in self.scopes


@dataclass(frozen=True)
class _Known:
    """
    What a token stands for.

    @ivar acting: while the user impersonates somebody.
    @ivar actingUntil: seconds on the clock.
    """

    own: Session
    acting: Session | None = None
    actingUntil: float = 0.0


@implementer(IPasswordRenewal)
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
        self._remembered: Memo[str, _Known] = Memo(siteStore, self._read, _MOST_REMEMBERED)
        siteStore.inMemoryPowerUp(self, IPasswordRenewal)

    def begin(self, address: Address, account: LoginAccount, userAgent: str = "", peer: str = "") -> str:
        """
        Log somebody in who has shown to be the owner of an account. The oldest of very many sessions ends.

        @param address: one of the account's.
        @return: the token, for the browser alone: 43 letters, digits, dashes and underscores.
        @raise RequestRefused: the account is artificial.
        """
        if isArtificial(account):
            raise RequestRefused(http.FORBIDDEN, "Nobody logs in to this account.")
        token = urlsafe_b64encode(self._randomBytes(_TOKEN_BYTES)).rstrip(b"=").decode()
        self._siteStore.transact(self._create, token, address, account, userAgent, peer)
        return token

    def find(self, token: str, peer: str = "") -> Session | None:
        """
        The session of which C{token} is the token; None if it has ended or never was.

        @param peer: the address from which it is used.
        """
        known = self._remembered(token)
        now = self._clock.seconds()
        if known is None or known.own.expires <= now:
            return None
        if known.own.lastUsed + _TOUCH_SECONDS <= now:
            # While somebody else writes for long, it is left to the next request.
            with suppress(StoreBusy):
                self._siteStore.transact(self._touch, token, now, peer)
        return known.acting if known.acting is not None and now < known.actingUntil else known.own

    def isFresh(self, session: Session) -> bool:
        """
        Whether a session, also that of an API token, would be found as it is, and nothing be written, if the
        site store is unchanged since it was.
        """
        ends = min(session.expires, session.lastUsed + _TOUCH_SECONDS)
        return not session.impersonator and self._clock.seconds() < ends

    def end(self, token: str) -> None:
        """
        Log out. Repeating it is safe.
        """
        self._siteStore.transact(self._change, token, WebSession.deleteFromStore)

    def confirm(self, token: str) -> None:
        """
        Somebody has shown again to be the owner of the account.
        """
        now = Time.fromPOSIXTimestamp(self._clock.seconds())
        self._siteStore.transact(self._change, token, lambda item: setattr(item, "confirmed", now))

    def act(self, token: str, address: str | None, seconds: float = 0.0) -> None:
        """
        Let the user act as somebody else in this session, or be themselves again.

        @param address: C{user@domain}; None for nobody.
        @param seconds: after which they are themselves again, anyway.
        """

        def change(item: WebSession) -> None:
            item.actingAs = address
            item.actingUntil = Time.fromPOSIXTimestamp(self._clock.seconds() + seconds)

        self._siteStore.transact(self._change, token, change)

    def recordActing(self, session: Session, path: str, peer: str) -> None:
        """
        Write down that somebody sends something in the place of somebody else.

        @param path: to which it is sent, without secrets.
        @param peer: the address from which it is sent.
        """
        recordAct(
            self._siteStore,
            "impersonation.acted",
            session.viewer,
            actor=session.viewer,
            impersonator=session.impersonator,
            peer=peer,
            details={"path": path},
        )

    def passwordHashRenewed(self, account: LoginAccount, oldHash: str) -> None:
        """
        See L{IPasswordRenewal}: the sessions go on.
        """
        for session in sessionsOf(account):
            if session.passwordMark == _mark(oldHash):
                session.passwordMark = _mark(account.passwordHash)

    def _create(self, token: str, address: Address, account: LoginAccount, userAgent: str, peer: str) -> None:
        seconds = self._clock.seconds()
        now = Time.fromPOSIXTimestamp(seconds)
        self._deleteOld(str(address), now)
        WebSession(
            store=self._siteStore,
            tokenHash=_hashed(token),
            address=str(address),
            passwordMark=_mark(account.passwordHash),
            created=now,
            confirmed=now,
            lastUsed=now,
            expires=Time.fromPOSIXTimestamp(seconds + self.lifetime),
            userAgent=userAgent,
            peer=peer,
        )

    def _deleteOld(self, address: str, now: Time) -> None:
        self._siteStore.query(WebSession, WebSession.expires <= now).deleteFromStore()
        newestFirst = self._siteStore.query(
            WebSession, WebSession.address == address, sort=WebSession.storeID.descending
        )
        for session in list(newestFirst)[_MOST_OF_ONE_ACCOUNT - 1 :]:
            session.deleteFromStore()

    def _read(self, token: str) -> _Known | None:
        item = self._item(token)
        if item is None:
            return None
        account = self._openAccount(item.address)
        if account is None or _mark(account.passwordHash) != item.passwordMark:
            return None
        own = Session(
            viewer=item.address,
            csrfToken=csrfToken(token),
            expires=item.expires.asPOSIXTimestamp(),
            lastUsed=item.lastUsed.asPOSIXTimestamp(),
            number=item.storeID,
            confirmed=item.confirmed.asPOSIXTimestamp(),
        )
        if item.actingAs is None or item.actingUntil is None or self._openAccount(item.actingAs) is None:
            return _Known(own)
        acting = replace(own, viewer=item.actingAs, impersonator=item.address)
        return _Known(own, acting, item.actingUntil.asPOSIXTimestamp())

    def _openAccount(self, text: str) -> LoginAccount | None:
        address = Address.parse(text)
        account = findAccount(self._siteStore, address.localpart, address.domain)
        return None if account is None or account.disabled else account

    def _touch(self, token: str, now: float, peer: str) -> None:
        def touch(item: WebSession) -> None:
            item.lastUsed = Time.fromPOSIXTimestamp(now)
            item.peer = peer or item.peer

        self._change(token, touch)

    def _change(self, token: str, change: Callable[[WebSession], object]) -> None:
        item = self._item(token)
        if item is not None:
            change(item)

    def _item(self, token: str) -> WebSession | None:
        found: WebSession | None = self._siteStore.findFirst(
            WebSession, WebSession.tokenHash == _hashed(token)
        )
        return found


def sessionsOf(account: LoginAccount) -> ItemQuery[WebSession]:
    """
    The sessions of an account by any of its addresses, the last used first; some of them may have ended.
    """
    addresses = [f"{method.localpart}@{method.domain}" for method in account.loginMethods()]
    found: ItemQuery[WebSession] = account.presentStore().query(
        WebSession, WebSession.address.oneOf(addresses), sort=WebSession.lastUsed.descending
    )
    return found


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _mark(passwordHash: str | None) -> str:
    """
    Something that changes with the account's password and does not tell it.
    """
    return hashlib.sha256((passwordHash or "").encode()).hexdigest()
