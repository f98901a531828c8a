"""
One visit to a page of the site's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

from epsilon.extime import Time
from twisted.web.server import Request

from axiom.store import Store
from axiom.substore import SubStore
from axiom.userbase import LoginAccount
from mantissa_like.accounts import Address, alertOwner, findAccount, findSubStore
from mantissa_like.audit import forgetActs, recordAct
from mantissa_like.web._views.browsers import browserInWords
from mantissa_like.web._views.context import SiteContext
from mantissa_like.web._views.visit import Visit
from mantissa_like.web._visitors.attempts import Attempt
from mantissa_like.web._visitors.senders import peerOf, userAgentOf
from mantissa_like.web._visitors.sessions import Session
from mantissa_like.web._visitors.visitors import Visitors
from mantissa_like.web.errors import NotFound

__all__ = ["SiteVisit"]

_DAY = 86400.0


@dataclass(frozen=True, kw_only=True)
class SiteVisit(Visit):
    """
    Who visits one of the site's own pages, and what they sent.

    @ivar context: the running site.
    @ivar visitors: by which somebody logs in and out.
    @ivar request: what was sent, for what can't be said otherwise.
    @ivar session: of who is logged in; None if nobody is, which only pages for everybody see.
    @ivar parameters: the values of the route's parameters.
    @ivar wantsJSON: whether a program asks.
    @ivar leases: of the stores that are open until the visit is answered.
    @ivar leased: these stores, by the storeIDs of what stands for them in the site store.
    """

    context: SiteContext
    visitors: Visitors
    request: Request
    session: Session | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    wantsJSON: bool = False
    leases: ExitStack = field(default_factory=ExitStack)
    leased: dict[int, Store] = field(default_factory=dict)

    @property
    def address(self) -> Address:
        """
        Who is logged in.

        @raise NotFound: nobody is.
        """
        if self.viewer is None:
            raise NotFound
        return Address.parse(self.viewer)

    @property
    def account(self) -> LoginAccount:
        """
        The account of who is logged in.

        @raise NotFound: nobody is.
        """
        address = self.address
        account = findAccount(self.context.siteStore, address.localpart, address.domain)
        if account is None:
            raise NotFound
        return account

    @property
    def ownStore(self) -> Store:
        """
        The store of who is logged in, open until the visit is answered.

        @raise NotFound: nobody is.
        """
        address = self.address
        return self.storeOf(address.localpart, address.domain)

    def storeOf(self, localpart: str, domain: str | None) -> Store:
        """
        The store of an account or, without a domain, of an application; open until the visit is answered.

        @raise NotFound: there is none.
        """
        subStore = findSubStore(self.context.siteStore, localpart, domain)
        if subStore is None:
            raise NotFound
        return self.leaseOf(subStore)

    def leaseOf(self, subStore: SubStore) -> Store:
        """
        The store for which something stands in the site store, open until the visit is answered.
        """
        if subStore.storeID not in self.leased:
            self.leased[subStore.storeID] = self.leases.enter_context(self.context.pool.lease(subStore))
        return self.leased[subStore.storeID]

    def beginAttempt(self, kind: str, subject: str) -> Attempt:
        """
        Let whoever visits try to guess something, at which they fail unless C{succeed()} of the result is
        called. Called outside of transactions, before anything is compared.

        @param kind: of the secret, such as C{login}.
        @param subject: whose it is: an address in lower case, which need not exist.
        @raise TooManyAttempts: they have to wait.
        """
        return self.visitors.attempts.begin(self.request, self.peer, kind, subject)

    def audit(self, action: str, subject: str = "", **details: str | int | float | bool | None) -> None:
        """
        Write down what whoever visits does; see L{mantissa_like.audit.AuditEntry}.

        Called in the transaction of the site store that does it.
        """
        context = self.context
        oldest = self.clock.seconds() - context.config.limits.auditDays * _DAY
        forgetActs(context.siteStore, Time.fromPOSIXTimestamp(oldest))
        recordAct(
            context.siteStore,
            action,
            subject,
            actor=self.viewer or "",
            impersonator="" if self.session is None else self.session.impersonator,
            peer=self.peer,
            details=details,
        )

    def alert(self, account: LoginAccount, name: str, **values: str) -> None:
        """
        Write to an account's owner what has changed, lest somebody else did it; see
        L{mantissa_like.accounts.alertOwner}.

        Called in the transaction of the site store that does it.
        """
        alertOwner(account, self.context.config, name, **values)

    def logIn(self, address: Address, account: LoginAccount) -> str:
        """
        Log in who has shown to be the owner of an account, who is written to if this browser is a new one.

        @param address: one of the account's.
        @return: what forms carry from now on.
        """
        if not self.visitors.isKnown(self.request, address, account):
            browser = browserInWords(self.userAgent)
            self.context.siteStore.transact(
                self.alert, account, "new-login", browser=browser, peer=self.peer or "an unknown place"
            )
        return self.visitors.logIn(self.request, address, account)

    @property
    def peer(self) -> str:
        """
        The address of the machine that sent this, as people write it; empty if it has none.
        """
        return peerOf(self.request)

    @property
    def userAgent(self) -> str:
        """
        What the program that sent this calls itself; at most 300 characters, may be empty.
        """
        return userAgentOf(self.request)
