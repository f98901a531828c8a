"""
A small site for tests, with the stores of several users, whose time passes when a test says so.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from twisted.internet.defer import Deferred, maybeDeferred
from twisted.python.failure import Failure
from zope.interface import implementer

from axiom.dependency import installOn
from axiom.runtime import Runtime
from axiom.store import Store
from axiom.testing import memoryStore
from axiom.userbase import ANY_PROTOCOL, LoginAccount, LoginSystem
from mantissa_like.accounts import Address, ownerOf
from mantissa_like.agenda import WorkService
from mantissa_like.catalog import Offering, installOffering
from mantissa_like.config import SiteConfig, SiteSettings
from mantissa_like.messaging import Answer, LocalRouter, Message
from mantissa_like.messaging.interfaces import IMessageRouter
from mantissa_like.site import storeWorks
from mantissa_like.stores import StorePool
from mantissa_like.testing._faultyrouter import FaultyRouter
from mantissa_like.testing._problems import problemsOf
from mantissa_like.testing._trialclock import TrialClock

__all__ = ["TrialSite"]

_OPEN_STORES = 100
_CONFIG = SiteConfig(site=SiteSettings(domain="example.com"))

# Seconds after which a site that stops waits for nothing any more.
_STOPPING = 10


@implementer(IMessageRouter)
class _Line:
    """
    The way of messages from one run of a site; who has stopped hears no answer.
    """

    def __init__(self, router: IMessageRouter) -> None:
        self._router, self._isCut = router, False

    def route(self, message: Message) -> Deferred[Answer]:
        """
        See L{IMessageRouter}.
        """
        heard: Deferred[Answer] = Deferred()

        def hear(outcome: Answer | Failure) -> None:
            if not self._isCut:
                heard.callback(outcome)

        self._router.route(message).addBoth(hear)
        return heard

    def cut(self) -> None:
        """
        Let nobody hear an answer any more.
        """
        self._isCut = True


class TrialSite:
    """
    A site without a reactor, sockets and threads. Its stores, and what works for them, are the real ones.

    Nothing happens by itself: L{settle} lets everything happen that is due, such as the delivery of messages
    and the handlers of asynchronous items, and L{advance} lets time pass. As a context it is closed at its
    end.

    @ivar clock: its time.
    @ivar store: the site store.
    @ivar pool: keeps the other stores open.
    @ivar network: what carries its messages; it makes mistakes if its C{chooseFate} says so.
    """

    def __init__(self, dbdir: str | None = None, config: SiteConfig = _CONFIG) -> None:
        """
        Make a site, and start it.

        @param dbdir: its directory; None for a site in memory, whose files are in a temporary directory.
        @param config: what else would be in its C{site.toml}.
        """
        self._config = config
        self.clock = TrialClock()
        if dbdir is None:
            self.store = memoryStore(self.clock, withFiles=True)
        else:
            self.store = Store(dbdir, runtime=Runtime(self.clock, maybeDeferred))
        self._logins = LoginSystem(store=self.store)
        installOn(self._logins, self.store)
        self.pool = StorePool(self.store, _OPEN_STORES)
        self.network = FaultyRouter(LocalRouter(self.store, self.pool), self.clock)
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        errorType: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<TrialSite at {self.clock.seconds():.3f}: {self._service!r}, {self.network!r}>"

    def addUser(self, address: str) -> Store:
        """
        Make an account.

        @param address: C{user@domain}.
        @return: its store, which stays open.
        """
        user = Address.parse(address)
        avatars = self._logins.makeAvatars(user.domain, user.localpart)
        self._logins.addAccount(
            user.localpart, user.domain, None, avatars, ANY_PROTOCOL, internal=True, passwordHash=""
        )
        store: Store = avatars.open()
        return store

    def install(self, offering: Offering) -> Store:
        """
        Install an application.

        @return: its store, which stays open.
        """
        return installOffering(self.store, offering).application.open()

    def settle(self) -> None:
        """
        Let everything happen that is due now, and what follows from it.

        @raise NeverIdle: there is no end of it.
        """
        self.advance(0)

    def advance(self, seconds: float) -> None:
        """
        Let time pass. Each thing happens at its time.

        @raise NeverIdle: without time passing there is no end of what happens.
        """
        self.clock.advance(seconds)

    def problems(self) -> list[str]:
        """
        What goes wrong in the stores of this site, each with whose it is and its traceback; nothing else
        shows why something does not happen.
        """
        stores = [("site", self.store)]
        for account in self.store.query(LoginAccount, LoginAccount.avatars != None):  # noqa: E711 (of SQL)
            stores.append((str(ownerOf(self.store, account.avatars)), account.avatars.open()))
        return [f"{owner}: {problem}" for owner, store in stores for problem in problemsOf(store)]

    def restart(self) -> None:
        """
        Stop working for stores, whatever is under way, and begin again some seconds later: only what is in
        the stores, or on the network, is still there.
        """
        self._stop()
        self._start()

    def close(self) -> None:
        """
        Stop it for good.
        """
        self._stop()
        self.pool.close()
        self.store.close()

    def _start(self) -> None:
        self._line = _Line(self.network)
        self.store.inMemoryPowerUp(self._line, IMessageRouter)
        works = storeWorks(self.store, self.pool, self._config)
        self._service = WorkService(self.store, self.pool, works, self.clock)
        self._service.startService()

    def _stop(self) -> None:
        self._line.cut()
        self._service.stopService()
        self.advance(_STOPPING)
